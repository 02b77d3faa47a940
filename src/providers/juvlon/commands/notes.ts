import type { Notes } from '../../../notes.ts';

/** What the help of `authrig juvlon …` says beside the options. */
export const notes: Readonly<Record<string, Notes>> = {
  verify: {
    examples: [
      [
        "the sandbox's own pair, which is right once",
        'authrig juvlon verify --sandbox --token OJUWLB --otp 9078',
      ],
      ['a code that you type', 'authrig juvlon verify --token OJUWLB --otp-from prompt'],
    ],
    exits: {
      ok: 'the pair is verified, and used up',
      denied: 'it is wrong, has run out, or was used before',
      credentials: 'Juvlon refused the API key, or the account is blocked',
    },
    next: ['authrig help sources'],
  },
};
