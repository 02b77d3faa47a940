import { markup, type Markup } from '../../../page/markup.ts';
import type { Attack, PortalView } from '../../../sandbox/portal/part.ts';
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
  const intro = markup`<p>
    The password is right. <strong>${email}</strong> has two-factor authentication on, so eAuthenticator is
    asked next.
  </p>`;
  const shared = { title: 'Second factor', attacks: attacksOn(parts, pending) };
  if (method === 'redirect') {
    return {
      ...shared,
      main: markup`${intro}
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
    main: markup`${intro}
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

function cancel(path: string): Markup {
  return markup`<form method="post" action="${path}/sign-out">
    <p><button>Cancel</button></p>
  </form>`;
}

/** What somebody who has the password, and no phone, could try from here. */
function attacksOn(parts: Parts, { token, state, method }: Pending): readonly Attack[] {
  const { path, foreignOrigin } = parts.core;
  const query = new URLSearchParams({ session_token: token });
  const back = `${returnUrl(parts, state)}?${query}`;
  const report = `${path}/callback?result=true&${query}`;
  const post = (name: string, label: string): Markup =>
    markup`<form method="post" action="${path}/attack/${name}"><button>${label}</button></form>`;
  return [
    {
      mistake: 'front-grants',
      text: 'Come back with the token, which stands in the address of eKYC’s page, without using the phone.',
      control: markup`<a class="button" href="${back}">Come back without the phone</a>`,
    },
    {
      mistake: 'guessable-callback',
      text: 'Guess the callback address, report success there, and come back as above.',
      control: markup`<a class="button" href="${report}" target="_blank" rel="noopener"
        >Report success yourself</a
      >`,
    },
    {
      mistake: 'late-true',
      text: 'The customer refuses on the phone, and a second notice says true.',
      control: post('late', 'Turn a no into a yes'),
    },
    {
      mistake: 'state-unchecked',
      text: 'Bring this browser the answer of a sign-in to the attacker’s own account.',
      control: post('plant', 'Plant another sign-in'),
    },
    ...(method === 'popup' ? [otherSite(`${foreignOrigin}${path}/somebody-else`)] : []),
  ];
}

function otherSite(url: string): Attack {
  return {
    mistake: 'any-origin',
    text: 'Post a message to this page from another site.',
    control: markup`<a class="button" href="${url}" target="_blank" rel="opener">Open another site</a>`,
  };
}
