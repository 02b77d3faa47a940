import type { Mistake } from '../../../sandbox/portal/part.ts';

/** What goes wrong with eKYC's sign-in. */
export const mistakes: readonly Mistake[] = [
  {
    id: 'state-unchecked',
    row: 'EKY-34, EKY-37',
    title: 'The state is not checked',
    explanation:
      'The portal takes any answer that a browser brings, and does not look whether this browser asked for it. Somebody plants the answer of his own sign-in in the customer’s browser, and the customer works in his account without noticing.',
  },
  {
    id: 'any-origin',
    row: 'EKY-36',
    title: 'Messages from any site are taken',
    explanation:
      'The page that opened the popup listens to whoever posts to it, and not to eKYC alone. Any site with a window next to it can end the sign-in, or feed it an answer.',
  },
  {
    id: 'front-grants',
    row: 'EKY-52',
    title: 'The browser’s return is enough',
    explanation:
      'The portal lets in whoever comes back with the session token, and does not wait for eKYC’s notice to its backend. The token stands in the browser’s address bar from the start, so whoever has the password comes back at once, without any phone.',
  },
  {
    id: 'guessable-callback',
    row: 'EKY-54',
    title: 'The callback address can be guessed',
    explanation:
      'The notice to the backend carries no signature, and the address it goes to is simply /callback. Whoever has the password calls it with the token from his address bar, and reports his own success.',
  },
  {
    id: 'late-true',
    row: 'EKY-55',
    title: 'A no can become a yes',
    explanation:
      'The backend keeps the last notice instead of the first no. After the customer refused on the phone, a second notice that says true, forged or sent twice, opens the door all the same.',
  },
];
