import { html, type Html } from '../../../sandbox/portal/html.ts';
import type { PortalView } from '../../../sandbox/portal/part.ts';
import { startUrl } from '../start-url.ts';
import type { Pending } from './pending.ts';
import { popupScript } from './popup-script.ts';
import type { Parts } from './visit.ts';

/** The way back of the redirect: it has no parameter for a state, so the path carries it (EKY-35). */
export function returnUrl({ core }: Parts, state: string): string {
  return `${core.origin}${core.path}/return/${state}`;
}

/** The page between the two factors; a real portal goes straight on, and this one waits for a click. */
export function secondFactorView(parts: Parts, pending: Pending): PortalView {
  const { core, backend } = parts;
  const { token, state, email, method } = pending;
  const start = { identifierUrl: backend.identifierUrl, sessionToken: token };
  const redirect = startUrl({ ...start, method: 'redirect', redirectUri: returnUrl(parts, state) });
  // EKY-33: both are only recommended. Without them the answer can go to any site, and come from any.
  const popup = startUrl({ ...start, method: 'popup', redirectUri: core.origin, state });
  const intro = html`<p>
    The password is right. <strong>${email}</strong> has two-factor authentication on, so eAuthenticator is
    asked next.
  </p>`;
  const shared = { title: 'Second factor', attacks: attacksOn(parts, pending) };
  if (method === 'redirect') {
    return {
      ...shared,
      main: html`${intro}
        <p><a class="button primary" href="${redirect}">Continue to eAuthenticator</a></p>
        <p class="quiet">
          A real portal goes there by itself. Here you have time to look at what the browser got.
        </p>
        ${cancel(core.path)}`,
      script: '',
      data: { redirect },
    };
  }
  return {
    ...shared,
    main: html`${intro}
      <p><button id="open" type="button" class="primary">Open eAuthenticator</button></p>
      <p class="quiet">
        A window opens, and its answer comes back to this page. Where popups are blocked, as on many phones,
        <a href="${redirect}">go there in this window instead</a>.
      </p>
      ${cancel(core.path)}`,
    script: popupScript,
    data: {
      popup,
      // EKY-36: the one origin whose messages count.
      origin: core.mistakes.has('any-origin') ? '*' : new URL(backend.identifierUrl).origin,
      front: `${core.path}/front`,
      signIn: `${core.path}/sign-in`,
    },
  };
}

function cancel(path: string): Html {
  return html`<form method="post" action="${path}/sign-out">
    <p><button>Cancel</button></p>
  </form>`;
}

/** What somebody who has the password, and no phone, could try from here. */
function attacksOn(parts: Parts, { token, state, method }: Pending): Html {
  const { path, foreignOrigin } = parts.core;
  const query = new URLSearchParams({ session_token: token });
  const back = `${returnUrl(parts, state)}?${query}`;
  const report = `${path}/callback?result=true&${query}`;
  const foreign = `${foreignOrigin}${path}/somebody-else`;
  return html`<p>Each of these is refused until its mistake is switched on.</p>
    <p>
      You have the password and no phone, and the token stands in the address of eKYC’s page:<br />
      <a class="button" href="${back}">Come back without the phone</a>
    </p>
    <p>
      Guess the callback address, and then come back:<br />
      <a class="button" href="${report}" target="_blank" rel="noopener">Report success yourself</a>
    </p>
    <form method="post" action="${path}/attack/late">
      <p>
        The customer refuses, and a second notice says true:<br />
        <button>Turn a no into a yes</button>
      </p>
    </form>
    <form method="post" action="${path}/attack/plant">
      <p>
        Bring this browser the answer of somebody else’s sign-in:<br />
        <button>Plant another sign-in</button>
      </p>
    </form>
    ${
      method === 'popup'
        ? html`<p>
            Another site posts a message to this page:<br />
            <a class="button" href="${foreign}" target="_blank" rel="opener">Open another site</a>
          </p>`
        : html`<p>With the popup there is one more: messages from another site.</p>`
    }`;
}
