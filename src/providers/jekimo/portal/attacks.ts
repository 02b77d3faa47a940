import { attacker, customer } from '../../../sandbox/portal/accounts.ts';
import { html, type Html, nothing } from '../../../sandbox/portal/html.ts';
import type { PortalCore } from '../../../sandbox/portal/part.ts';
import type { Login } from './login.ts';

/** What somebody could try from this page: each of them is refused until its mistake is on. */
export function attacksOn({ path, mistakes, settings }: PortalCore, login: Login): Html {
  const { state, email } = login;
  if (state === 'waiting') {
    const victim = email === customer ? attacker : customer;
    return html`<p>Each of these is refused until its mistake is switched on.</p>
      <form method="post" action="${path}/word">
        <p>
          Say that the scan went well, without a phone:<br /><button name="status" value="OK">
            Skip the scan
          </button>
        </p>
      </form>
      <p>
        <label for="as"
          >Send another address along with the next question, then approve on your own phone:</label
        ><br />
        <input id="as" type="email" list="others" placeholder="${victim}" autocomplete="off" />
      </p>
      <datalist id="others"><option value="${victim}"></option></datalist>
      ${mistakes.has('key-in-page') ? html`<p>The key <code>${settings['jekimo.apiKey'] ?? ''}</code> stands in this page: take it, and call Jekimo in the portal’s name.</p>` : html`<p>Look for the API key in the source of this page: it is not there.</p>`}`;
  }
  if (state === 'pin') {
    return mistakes.has('pin-in-browser')
      ? html`<p>
          The pin stands above, in the answer that the browser got. Type it, and the mailbox was never needed.
        </p>`
      : html`<p>Look for the pin above: the browser never got it. Only the mailbox has it.</p>`;
  }
  return state === 'in' ? html`<p>Nothing more: the sign-in is over.</p>` : nothing;
}
