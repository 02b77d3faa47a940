import { type Page, page } from '../../page/shell.ts';

/** What the page is told; none of it comes from a request. */
export interface PopupData {
  /** The sign-in page, for the popup. */
  readonly url: string;
  /** The one origin whose messages count (EKY-36). */
  readonly origin: string;
  /** Where the page reports what came. */
  readonly result: string;
}

/**
 * The integrator's side of the popup, as https://authen.ekyc.com/docs wants it: origin, then source (EKY-36, EKY-38);
 * state and token are judged by whoever waits behind `result`, in constant time.
 */
const script = `'use strict';
const data = JSON.parse(document.getElementById('data').textContent);
const button = document.getElementById('open');
const status = document.getElementById('status');
let popup = null;
let over = false;
const say = (text) => { status.textContent = text; };
const report = async (message) => {
  const answer = await fetch(data.result, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(message),
  });
  return answer.json();
};
const watch = setInterval(() => {
  if (over || popup === null || !popup.closed) return;
  popup = null;
  say('The window was closed before the sign-in ended. Open it again, or stop the command in the terminal.');
  report({ popup: 'closed' });
}, 300);
button.addEventListener('click', () => {
  popup = window.open(data.url, '_blank', 'width=500,height=600');
  if (popup === null) {
    say('Popup blocked. Please allow pop-ups and try again.');
    report({ popup: 'blocked' });
  } else say('Waiting for the sign-in in the other window.');
});
window.addEventListener('message', async (event) => {
  if (over) return;
  if (event.origin !== data.origin) return void report({ refused: 'origin' });
  if (popup === null || event.source !== popup) return void report({ refused: 'source' });
  const { session_token, state, error } = Object(event.data);
  over = true;
  const { end, title, text } = await report({ session_token, state, error });
  over = end;
  say(text);
  if (!end) return;
  clearInterval(watch);
  document.title = title;
  document.querySelector('h1').textContent = title;
  document.getElementById('how').remove();
  if (popup !== null) popup.close();
});
button.focus();
`;

/** The page that opens the popup of 500x600 (EKY-39); a click opens it, since browsers block all else. */
export function popupPage(data: PopupData): Page {
  const json = JSON.stringify(data).replaceAll('<', '\\u003c');
  return page(
    200,
    'Sign in with eAuthenticator',
    `<div id="how">
<p>A window of eKYC opens, and its answer comes back to this page. Keep both open.</p>
<p><button id="open" type="button">Sign in</button></p>
<p class="quiet">On a phone a popup may not work: use the method <code>redirect</code> there.</p>
</div>
<p id="status" role="status"></p>
<script type="application/json" id="data">${json}</script>`,
    { content: "connect-src 'self'", referrer: 'no-referrer', script },
  );
}
