import { firstFactorFields, passesFirstFactor } from '../../../sandbox/portal/accounts.ts';
import { noteLine } from '../../../sandbox/portal/got.ts';
import { markup } from '../../../page/markup.ts';
import type { PortalPage, PortalRequest, PortalView } from '../../../sandbox/portal/part.ts';
import type { SandboxAnswer } from '../../../sandbox/vendor.ts';
import { secondFactorView } from './second-factor.ts';
import { goTo, type Parts, takeNotice, type Visit } from './visit.ts';

/** The portal's own sign-in: first factor, session, and on to eKYC. */
export function signInPages(parts: Parts): PortalPage[] {
  const { core, backend, users, pendings, visitOf } = parts;
  const { path } = core;

  async function signIn(request: PortalRequest): Promise<SandboxAnswer> {
    const visit = visitOf(request);
    const form = new URLSearchParams(request.body);
    const user = users.find(form.get('email') ?? '');
    const failed = (notice: string): SandboxAnswer => {
      visit.notice = notice;
      return goTo(`${path}/sign-in`);
    };
    pendings.drop(visit.pending);
    Object.assign(visit, { user: undefined, pending: undefined, enrolment: undefined, got: [] });
    if (user === undefined || !passesFirstFactor(user.email, form.get('password') ?? ''))
      return failed('This address and password do not belong together.');
    if (!user.mfa) {
      visit.user = user.email;
      return goTo(`${path}/security`);
    }
    // EKY-25: a session is asked for once the first factor was right, and not before.
    const token = await backend.openSession(user.email);
    if (token === undefined) return failed('eKYC gave no session for this account. Please try again later.');
    const method = form.get('method') === 'popup' ? 'popup' : 'redirect';
    visit.pending = pendings.open(user.email, token, method);
    return goTo(`${path}/second-factor`);
  }

  function secondFactor(request: PortalRequest): SandboxAnswer {
    const visit = visitOf(request);
    if (visit.pending === undefined || pendings.isOver(visit.pending)) return goTo(`${path}/sign-in`);
    const view = secondFactorView(parts, visit.pending);
    noteLine(visit.got, 'In the page', view.data);
    return core.page({ ...view, got: visit.got });
  }

  return [
    {
      method: 'GET',
      path: '',
      answer: (request) => goTo(`${path}/${visitOf(request).user === undefined ? 'sign-in' : 'security'}`),
    },
    {
      method: 'GET',
      path: '/sign-in',
      answer: (request) => core.page(signInView(path, visitOf(request))),
    },
    { method: 'POST', path: '/sign-in', answer: signIn },
    { method: 'GET', path: '/second-factor', answer: secondFactor },
    {
      method: 'POST',
      path: '/sign-out',
      answer: (request) => {
        const visit = visitOf(request);
        pendings.drop(visit.pending);
        Object.assign(visit, { user: undefined, pending: undefined, enrolment: undefined });
        return goTo(`${path}/sign-in`);
      },
    },
  ];
}

function signInView(path: string, visit: Visit): PortalView {
  const notice = takeNotice(visit);
  return {
    title: 'Sign in',
    main: markup`${notice === '' ? undefined : markup`<p class="note" role="alert">${notice}</p>`}
      <form method="post" action="${path}/sign-in">
        ${firstFactorFields()}
        <fieldset>
          <legend>Second factor, where it is on</legend>
          <p>
            <label
              ><input type="radio" name="method" value="redirect" checked /> Go to eKYC and come back
              (redirect)</label
            ><br />
            <label><input type="radio" name="method" value="popup" /> In a window of its own (popup)</label>
          </p>
        </fieldset>
        <p class="quiet">On a phone, take the redirect: popups are often blocked there.</p>
        <p><button class="primary">Sign in</button></p>
      </form>
      <p class="quiet">
        customer@example.com has two-factor authentication on; new@example.com does not yet. The password is
        filled in.
      </p>`,
    got: visit.got,
  };
}
