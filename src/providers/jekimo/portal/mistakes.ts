import type { Mistake } from '../../../sandbox/portal/part.ts';

/** What goes wrong with Jekimo, most of it in the vendor's own sample code. */
export const mistakes: readonly Mistake[] = [
  {
    id: 'key-in-page',
    row: 'JEK-35',
    title: 'The API key is in the page',
    explanation:
      'The page asks Jekimo itself, so the secret key is sent to every browser. Whoever opens “View source” can request tokens and read answers in your name, at your cost.',
  },
  {
    id: 'pin-in-browser',
    row: 'JEK-36',
    title: 'The pin is sent to the browser',
    explanation:
      'The backend hands Jekimo’s whole answer on, as the sample code does, and the pin is in it. Whoever is being challenged reads the pin there and needs no access to the mailbox.',
  },
  {
    id: 'browsers-word',
    row: 'JEK-37',
    title: 'The browser’s word is believed',
    explanation:
      'The page tells the backend that the scan went well, and may name any token. Whoever has the password says so himself, or names a token that his own phone approved, and is in without the customer’s phone.',
  },
  {
    id: 'unbound-identity',
    row: 'JEK-39',
    title: 'The e-mail address comes from the page',
    explanation:
      'Jekimo’s OK names nobody. This backend lets in whichever address the page sends along with its last question, so somebody signs in with his own phone, changes the address, and is another customer.',
  },
];
