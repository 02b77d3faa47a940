import { attacker } from '../../../sandbox/portal/accounts.ts';
import { markup } from '../../../page/markup.ts';
import type { PortalPage } from '../../../sandbox/portal/part.ts';
import { makeSecret } from '../../../totp/totp.ts';
import { documented } from '../enrolment-uri.ts';
import { startUrl } from '../start-url.ts';
import { returnUrl } from './second-factor.ts';
import { goTo, type Parts } from './visit.ts';

/** Posts what a failed sign-in would post, from another site. */
const script = `if (window.opener === null) say('Open this page from the portal: it needs a window to post to.');
else {
  window.opener.postMessage({ session_token: null, error: 'REJECT' }, '*');
  say('Posted {"session_token":null,"error":"REJECT"}. Look at the portal’s window.');
}
`;

/** What somebody else does to this portal: buttons for people who can't be expected to type it. */
export function attackPages(parts: Parts): PortalPage[] {
  const { core, backend, pendings, visitOf } = parts;
  const { call, origin, path, randomBytes } = core;
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const arriveWith = (state: string, token: string) =>
    goTo(`${returnUrl(parts, state)}?${new URLSearchParams({ session_token: token })}`);

  async function notice(result: boolean, token: string): Promise<void> {
    const query = new URLSearchParams({ result: String(result), session_token: token });
    await call(`${origin}${path}${backend.callbackPath()}?${query}`, { method: 'GET' });
  }

  /** Somebody signs in to his own account and approves on his own phone; his browser never comes back. */
  async function ownSignIn(): Promise<string | undefined> {
    await backend.toggle('ENABLE', attacker, { ...documented, secret: makeSecret(randomBytes) });
    const token = await backend.openSession(attacker);
    if (token === undefined) return undefined;
    const { state } = pendings.open(attacker, token, 'redirect');
    const { identifierUrl } = backend;
    const redirectUri = returnUrl(parts, state);
    const url = startUrl({ identifierUrl, method: 'redirect', sessionToken: token, redirectUri });
    const opened = await call(url, { method: 'GET' });
    const id = / name="id" value="([0-9a-f]+)"/.exec(opened?.text ?? '')?.[1] ?? '';
    const body = new URLSearchParams({ id, decision: 'approve' }).toString();
    await call(`${identifierUrl}/decision`, { method: 'POST', headers: form, body });
    return token;
  }

  return [
    {
      method: 'POST',
      path: '/attack/late',
      answer: async (request) => {
        const { pending } = visitOf(request);
        if (pending === undefined) return goTo(`${path}/sign-in`);
        await notice(false, pending.token);
        await notice(true, pending.token);
        return arriveWith(pending.state, pending.token);
      },
    },
    {
      method: 'POST',
      path: '/attack/plant',
      answer: async (request) => {
        const token = visitOf(request).pending === undefined ? undefined : await ownSignIn();
        return token === undefined ? goTo(`${path}/sign-in`) : arriveWith('0'.repeat(32), token);
      },
    },
    {
      method: 'GET',
      path: '/somebody-else',
      foreign: true,
      answer: () =>
        core.page({
          title: 'Another site',
          main: markup`<p>
            This page stands for any site that has a window next to the portal. Its origin is another one.
          </p>`,
          script,
          data: {},
        }),
    },
  ];
}
