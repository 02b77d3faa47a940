import { firstFactorFields } from '../../../sandbox/portal/accounts.ts';
import { noteLine } from '../../../sandbox/portal/got.ts';
import { markup, type Markup } from '../../../page/markup.ts';
import type { PortalCore, PortalView } from '../../../sandbox/portal/part.ts';
import type { SandboxAnswer } from '../../../sandbox/vendor.ts';
import { attacksOn } from './attacks.ts';
import { everyMs, type Login, secondsLeft, type State } from './login.ts';
import { script } from './script.ts';

/** The page of a sign-in as it stands; `remark` is ours, never a visitor's. */
export function pageOf(core: PortalCore, login: Login | undefined, remark = '', status = 200): SandboxAnswer {
  const told = remark === '' ? undefined : markup`<p class="note" role="alert">${remark}</p>`;
  const view = login === undefined ? signIn(core, told) : views[login.state](core, login, told);
  if (login === undefined) return core.page({ ...view, got: [], status });
  const { got, pin } = login;
  const leaks = [
    core.settings['jekimo.apiKey'] ?? '',
    ...(pin === undefined ? [] : [`"pin": ${Number(pin)}`]),
  ];
  return core.page({ ...view, attacks: attacksOn(core, login), got, leaks, status });
}

function signIn({ path }: PortalCore, told: Markup | undefined): PortalView {
  return {
    title: 'Sign in',
    main: markup`${told}
      <form method="post" action="${path}/start">
        ${firstFactorFields()}
        <p>
          <label
            ><input type="checkbox" name="two-fa" value="true" /> Ask for a mailed pin where Jekimo sees a
            risk</label
          >
        </p>
        <p>
          <label for="min-age">Least age in years, if any</label><br />
          <input id="min-age" name="min-age" inputmode="numeric" size="4" pattern="[0-9]{0,3}" />
        </p>
        <p><button class="primary">Continue with Jekimo</button></p>
      </form>
      <p class="quiet">These accounts exist here only. The password is filled in.</p>`,
  };
}

const views: Readonly<
  Record<State, (core: PortalCore, login: Login, told: Markup | undefined) => PortalView>
> = {
  waiting: (core, login, told) => {
    const data = dataFor(core, login);
    noteLine(login.got, 'In the page', data);
    return {
      title: 'Scan the code',
      main: markup`${told}
        <p>
          Signing in as <strong>${login.email}</strong>. Scan this code with the Jekimo app on your phone.
        </p>
        ${login.image === undefined ? undefined : markup`<p><img class="qr" src="${login.image}" alt="QR code for the Jekimo app" /></p>`}
        <p>
          On the phone already?
          <a href="${login.url}" target="_blank" rel="noopener">Open the link instead</a>
        </p>
        <p>
          Time left: <strong><span id="left">${secondsLeft(core, login)}</span> s</strong>. This page goes on
          by itself, within five seconds of your answer.
        </p>
        <p class="quiet">In this sandbox you play the customer: open the link, and approve or deny there.</p>
        ${leave(core, 'Cancel')}`,
      script,
      data,
    };
  },
  pin: (core, login, told) => ({
    title: 'One more step',
    main: markup`${told}
      <p>
        Jekimo saw a risk in this sign-in. A pin of six digits was mailed to <strong>${login.email}</strong>.
      </p>
      <form method="post" action="${core.path}/pin">
        <p>
          <label for="pin">Pin from the mail</label><br />
          <input
            id="pin"
            name="pin"
            inputmode="numeric"
            autocomplete="one-time-code"
            size="8"
            required
            autofocus
          />
          <button class="primary">Sign in</button>
        </p>
      </form>
      <p>
        <a href="/__sandbox/portal/mailbox" target="_blank" rel="noopener">Open the customer’s mailbox</a>
      </p>
      ${leave(core, 'Cancel')}`,
  }),
  in: (core, login, told) => ({
    title: 'You are signed in',
    main: markup`${told}
      <p>Welcome, <strong>${login.email}</strong>.</p>
      <p>${grounds(core)}</p>
      ${leave(core, 'Sign out')}`,
  }),
  denied: over('Access denied', 'Access denied: authentication failed.'),
  timeout: over('Time is up', 'Verification timeout. Please try again.'),
  broken: over('This did not work', 'Jekimo saw a risk and sent no pin, so the sign-in can’t be completed.'),
};

/** Why somebody was let in, as far as the portal knows: less with each mistake that is on. */
function grounds({ mistakes }: PortalCore): string {
  const [byWord, byPage] = [mistakes.has('browsers-word'), mistakes.has('unbound-identity')];
  const scan = byWord
    ? 'The page may have said itself that the scan went well, and this portal believes it.'
    : '';
  const who = byPage
    ? 'Jekimo’s OK names nobody, and this portal took the address from the page: it may be anybody’s.'
    : 'Jekimo’s OK names nobody. The portal knew whom it challenged before it showed the code, and kept that on its server.';
  if (byWord && !byPage) return scan;
  return `${who} ${scan}`.trim();
}

/** JEK-18, JEK-19: trying again takes a new token. */
function over(title: string, text: string) {
  return (core: PortalCore, _login: Login, told: Markup | undefined): PortalView => ({
    title,
    main: markup`${told}
      <p>${text}</p>
      ${leave(core, 'Try again')}`,
  });
}

function leave({ path }: PortalCore, label: string): Markup {
  return markup`<form method="post" action="${path}/leave">
    <p><button>${label}</button></p>
  </form>`;
}

/** What the page's script is told. JEK-35: where to ask, and never with which key. */
function dataFor(core: PortalCore, login: Login): Readonly<Record<string, unknown>> {
  const { path, mistakes, settings } = core;
  const told = { poll: `${path}/poll`, everyMs, secondsLeft: secondsLeft(core, login) };
  const direct = {
    check: `${settings['jekimo.baseUrl']}/v1.1/auth/check`,
    apiKey: settings['jekimo.apiKey'],
    token: login.token,
  };
  return {
    ...told,
    ...(mistakes.has('key-in-page') ? { direct } : {}),
    ...(mistakes.has('unbound-identity') ? { email: login.email } : {}),
  };
}
