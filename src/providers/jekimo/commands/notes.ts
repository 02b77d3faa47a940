import type { Notes } from '../../../notes.ts';

/** What the help of `authrig jekimo …` says beside the options. */
export const notes: Readonly<Record<string, Notes>> = {
  login: {
    examples: [
      ['the whole login, with a simulated customer', 'authrig jekimo login --sandbox'],
      ['an age limit, and a pin where Jekimo sees a risk', 'authrig jekimo login --min-age 18 --two-fa'],
      ['unattended: a script reads the pin', "authrig jekimo login --json --otp-from cmd:'./read-pin.sh'"],
    ],
    exits: {
      ok: 'the customer authorised, and the pin matched where one was asked for',
      usage: 'a pin is wanted, and there is nobody to ask',
      denied: 'the customer refused or is too young, or the pin is wrong',
      credentials: 'Jekimo refused the API key',
      expired: 'nobody authorised within 120 s',
    },
    next: ['authrig help sources'],
  },
  request: {
    examples: [
      ['the token, its link and its deadline', 'authrig jekimo request --sandbox'],
      [
        'the token alone, for a script; link and QR code are on stderr',
        'TOKEN=$(authrig jekimo request --field token)',
      ],
    ],
    exits: { credentials: 'no API key, or Jekimo refused it' },
    next: ['authrig jekimo wait TOKEN'],
  },
  check: {
    examples: [['where a token stands', 'authrig jekimo check "$TOKEN" --field status']],
    exits: {
      ok: 'the status is created or OK: read which',
      denied: 'the status is KO',
      expired: 'the token is unknown or older than 120 s',
    },
    next: ['authrig jekimo wait TOKEN'],
  },
  wait: {
    examples: [
      ['wait for the customer, and print the verdict as JSON', 'authrig jekimo wait "$TOKEN" --json'],
    ],
    exits: {
      ok: 'the customer authorised',
      denied: 'the customer refused, or the pin is wrong',
      expired: 'nobody authorised within 120 s of the request',
    },
    next: ['authrig jekimo request'],
  },
};
