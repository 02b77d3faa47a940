import { customer, newcomer } from '../../../sandbox/portal/accounts.ts';
import { markup } from '../../../page/markup.ts';
import type { Attack, PortalCore } from '../../../sandbox/portal/part.ts';
import type { Login } from './login.ts';

/** What somebody could try from the page of this sign-in. */
export function attacksOn({ path }: PortalCore, { state, email }: Login): readonly Attack[] {
  if (state === 'pin')
    return [
      {
        mistake: 'pin-in-browser',
        text: 'Read the pin in what the browser got, and type it: the mailbox is not needed.',
      },
    ];
  if (state !== 'waiting') return [];
  const victim = email === customer ? newcomer : customer;
  return [
    {
      mistake: 'browsers-word',
      text: 'Say that the scan went well, without any phone.',
      control: markup`<form method="post" action="${path}/word">
        <button name="status" value="OK">Skip the scan</button>
      </form>`,
    },
    {
      mistake: 'unbound-identity',
      text: 'Send another customer’s address along, and approve on your own phone.',
      control: markup`<label for="as">Address to send</label>
        <input id="as" type="email" list="others" placeholder="${victim}" autocomplete="off" />
        <datalist id="others"><option value="${victim}"></option></datalist>`,
    },
    {
      mistake: 'key-in-page',
      text: 'Take the API key from the source of this page, and call Jekimo in the portal’s name.',
    },
  ];
}
