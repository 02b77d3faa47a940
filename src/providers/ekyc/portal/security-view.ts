import { markup, type Markup } from '../../../page/markup.ts';
import type { PortalCore, PortalView } from '../../../sandbox/portal/part.ts';
import type { User } from './users.ts';
import { takeNotice, type Visit } from './visit.ts';

/** The security page of whoever is signed in; `uri` is what a new key's QR code holds. */
export async function securityView(
  core: PortalCore,
  visit: Visit,
  user: User,
  uri: string | undefined,
): Promise<PortalView> {
  const { path, settings } = core;
  const { qrDataUri } = await import('../../../terminal/qr-file.ts');
  const notice = takeNotice(visit);
  const state =
    visit.enrolment !== undefined && uri !== undefined
      ? enrolling(path, await qrDataUri(uri), visit.enrolment.key.secret, settings['ekyc.baseUrl'] ?? '')
      : resting(path, user);
  return {
    title: 'Security',
    main: markup`${notice === '' ? undefined : markup`<p class="note" role="status">${notice}</p>`}
      <p>Signed in as <strong>${user.email}</strong>.</p>
      ${user.unconfirmed === undefined ? undefined : unconfirmed(path, user.unconfirmed)} ${state}
      ${button(`${path}/sign-out`, 'Sign out')}`,
    got: visit.got,
  };
}

function resting(path: string, { mfa }: User): Markup {
  return mfa
    ? markup`<h2>Two-factor authentication is on</h2>
        <p>Each sign-in asks the phone with eAuthenticator.</p>
        ${button(`${path}/security/disable`, 'Turn it off')}`
    : markup`<h2>Two-factor authentication is off</h2>
        <p>The password alone lets you in. With eAuthenticator on your phone it takes both.</p>
        ${button(`${path}/security/begin`, 'Turn it on')}`;
}

/** EKY-05, EKY-09, EKY-10: the code, its text, what to do with it, and where to type what the app shows. */
function enrolling(path: string, qr: string, secret: string, phone: string): Markup {
  return markup`<h2>Turn on two-factor authentication</h2>
    <ol>
      <li>Install eAuthenticator from Google Play or the App Store.</li>
      <li>Open it, tap “+”, and scan this code.</li>
      <li>Type the code that the app shows.</li>
    </ol>
    <p><img class="qr" src="${qr}" alt="QR code for eAuthenticator" /></p>
    <p>Can’t scan? Enter this key by hand:<br /><code id="secret">${secret}</code></p>
    <form method="post" action="${path}/security/code">
      <p>
        <label for="code">Code from the app</label><br />
        <input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" size="8" required />
        <button class="primary">Verify</button>
      </p>
    </form>
    <h3>No phone at hand?</h3>
    <p>
      The sandbox has one: let it scan the code, and read what it shows on
      <a href="${phone}/phone" target="_blank" rel="noopener">its screen</a>.
    </p>
    ${button(`${path}/security/scan`, 'Scan with the sandbox’s phone')}
    ${button(`${path}/security/stop`, 'Cancel')}`;
}

function unconfirmed(path: string, action: 'ENABLE' | 'DISABLE'): Markup {
  const what = action === 'ENABLE' ? 'turned on' : 'turned off';
  return markup`<p>
      eKYC was told that two-factor authentication is ${what}, and did not confirm it. The two sides may
      differ.
    </p>
    ${button(`${path}/security/again`, 'Send it again')}`;
}

function button(action: string, label: string): Markup {
  return markup`<form method="post" action="${action}">
    <p><button>${label}</button></p>
  </form>`;
}
