import { passesFirstFactor } from '../../sandbox/portal/accounts.ts';
import { noteLine } from '../../sandbox/portal/got.ts';
import type { PortalCore, PortalPart, PortalRequest, Visitor } from '../../sandbox/portal/part.ts';
import type { SandboxAnswer } from '../../sandbox/vendor.ts';
import { createBackend } from './portal/backend.ts';
import { judgePin, type Login, poll, startLogin } from './portal/login.ts';
import { mistakes } from './portal/mistakes.ts';
import { pageOf } from './portal/pages.ts';

/**
 * The web application of somebody who integrates Jekimo: https://www.jekimo.com/app.php/en/integration. The browser
 * polls the portal's own backend, which alone has key, token and pin (JEK-35 to JEK-37).
 */
export function createJekimoPortal(core: PortalCore): PortalPart {
  const logins = new WeakMap<Visitor, Login>();
  const backend = createBackend(core);
  const home = (): SandboxAnswer => ({ status: 303, headers: { location: core.path }, body: undefined });

  async function start(request: PortalRequest): Promise<SandboxAnswer> {
    const form = new URLSearchParams(request.body);
    const email = form.get('email') ?? '';
    const failed = (text: string) => pageOf(core, undefined, text);
    // JEK-39: whom the answer will be about is settled before anybody is challenged.
    if (!passesFirstFactor(email, form.get('password') ?? ''))
      return failed('This address and password do not belong together.');
    const minAge = form.get('min-age') ?? '';
    if (!/^\d{0,3}$/.test(minAge)) return failed('The age must be a whole number of years.');
    const twoFa = form.get('two-fa') === 'true';
    const token = await backend.getToken(twoFa, minAge === '' ? undefined : Number(minAge));
    if (token === undefined) return failed('Jekimo gave no token. Please try again.');
    logins.set(request.visitor(), startLogin(core, { email, twoFa, ...token }));
    return home();
  }

  /** What the page asks every five seconds, in place of Jekimo itself. */
  async function takePoll(request: PortalRequest): Promise<SandboxAnswer> {
    const login = logins.get(request.visitor());
    if (login === undefined) return { body: { state: 'gone' } };
    const body = await poll(core, backend, login, new URLSearchParams(request.body));
    noteLine(login.got, 'Answer of the portal', body);
    return { body };
  }

  /** JEK-37: the page reports that it saw an OK. A portal must not believe it. */
  function takeWord(request: PortalRequest): SandboxAnswer {
    const login = logins.get(request.visitor());
    if (login === undefined) return home();
    if (core.mistakes.has('browsers-word') && new URLSearchParams(request.body).get('status') === 'OK') {
      login.state = 'in';
      return home();
    }
    return pageOf(core, login, 'Refused: the portal takes nobody’s word and asks Jekimo itself.', 403);
  }

  function takePin(request: PortalRequest): SandboxAnswer {
    const login = logins.get(request.visitor());
    if (login === undefined) return home();
    const wrong = judgePin(login, new URLSearchParams(request.body).get('pin') ?? '');
    return wrong === undefined ? home() : pageOf(core, login, wrong, 403);
  }

  return {
    title: 'Jekimo',
    summary: 'Sign in by scanning a QR code with the phone, with a mailed pin where Jekimo sees a risk.',
    mistakes,
    pages: [
      { method: 'GET', path: '', answer: (request) => pageOf(core, logins.get(request.visitor())) },
      { method: 'POST', path: '/start', answer: start },
      { method: 'POST', path: '/poll', answer: takePoll },
      { method: 'POST', path: '/word', answer: takeWord },
      { method: 'POST', path: '/pin', answer: takePin },
      {
        method: 'POST',
        path: '/leave',
        answer: (request) => {
          logins.delete(request.visitor());
          return home();
        },
      },
    ],
  };
}
