import { escapeHtml, type Page, page } from '../../../page/shell.ts';
import { hinted } from '../../../sandbox/hinted.ts';
import type { SandboxAnswer } from '../../../sandbox/vendor.ts';
import type { Attempt } from './attempts.ts';

/** What the page's script says at the end (R-EKY-6). */
const texts = {
  REJECT: ['You don’t have access', 'The sign-in was denied on the phone.'],
  TIMEOUT: [
    'You’re not signed in',
    'Your session ended because there was no activity. Try signing in again.',
  ],
  INTERNAL_SERVER_ERROR: ['You’re not signed in', 'Something went wrong on our side. Try signing in again.'],
} as const;

/**
 * Waits for the outcome and goes on: by redirect at once on success and by the button on failure (EKY-45); to the
 * opener by a message in both cases, to its exact origin where that is known.
 */
const script = `'use strict';
const { outcome, texts } = JSON.parse(document.getElementById('data').textContent);
const byId = (id) => document.getElementById(id);
const show = (title, text) => {
  document.title = title;
  document.querySelector('h1').textContent = title;
  byId('waiting').hidden = true;
  byId('over').hidden = false;
  byId('why').textContent = text;
};
const post = ({ message, targetOrigin, error }) => {
  if (window.opener === null) return show('Nobody is waiting', 'The page that opened this window is gone.');
  window.opener.postMessage(message, targetOrigin);
  if (error === undefined) window.close();
  show(...(error === undefined ? ['You are signed in', 'You can close this window.'] : texts[error]));
};
const finish = (answer) => {
  if (answer.message !== undefined) return post(answer);
  if (answer.error === undefined) return location.replace(answer.location);
  show(...texts[answer.error]);
  byId('back').hidden = false;
  byId('back').href = answer.location;
  byId('back').focus();
};
const ask = async () => {
  const response = await fetch(outcome).catch(() => undefined);
  if (response === undefined || !response.ok) return show('The sandbox is gone', 'Start the sign-in anew.');
  const answer = await response.json();
  if (answer.state === 'pending') setTimeout(ask, 300);
  else finish(answer);
};
ask();
`;

const policy = {
  content: "connect-src 'self'; form-action 'self'",
  // `no-referrer` would turn the forms' Origin into null; nothing leaves for another origin either way (EKY-56).
  referrer: 'same-origin',
  script,
} as const;

/** The waiting page, with the sandbox's own controls below it; `note` is ours. */
export function signInPage({ id, session, number }: Attempt, webUrl: string, note = ''): Page {
  const data = { outcome: `${webUrl}/outcome/${id}`, texts };
  const hidden = `<input type="hidden" name="id" value="${id}">`;
  return page(
    200,
    '2-Step Verification',
    `<div id="waiting">
<p>Signing in as <strong>${escapeHtml(session.email)}</strong>.</p>
<p>Open your eAuthenticator app and tap the number you see below:</p>
<p class="number">${number}</p>
<form method="post" action="${webUrl}/code">${hidden}
<p><label for="code">Or enter the code that the app shows:</label><br>
<input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" size="8">
<button>Verify</button></p>
<p role="alert">${note}</p>
</form>
<hr>
<p class="quiet">This is authrig's sandbox: you play the customer.</p>
<form method="post" action="${webUrl}/decision">${hidden}
<button name="decision" value="approve">Approve</button>
<button name="decision" value="deny">Reject</button>
<button name="decision" value="timeout">Time out</button>
<button name="decision" value="error">Error</button>
</form>
</div>
<div id="over" hidden>
<p id="why" role="status"></p>
<p><a id="back" class="button" hidden>Sign In</a></p>
</div>
<script type="application/json" id="data">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>`,
    policy,
  );
}

/**
 * A page for what can't be signed in with; it leads nowhere, since nothing of the request is to be trusted. `why` is
 * ASCII: it is the hint of the answer, too.
 */
export function refusedPage(status: number, why: string): SandboxAnswer {
  const shown = page(status, 'This sign-in can’t go on', `<p>${escapeHtml(why)}</p>`, {
    content: '',
    referrer: 'no-referrer',
  });
  return hinted(shown, why);
}
