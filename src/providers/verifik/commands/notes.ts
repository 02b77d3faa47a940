import type { Notes } from '../../../notes.ts';

const refusals = {
  denied: 'Verifik refused the OTP, or knows no client with this phone or address',
  expired: 'the OTP ran out, or none came in time',
} as const;

/** What the help of `authrig verifik …` says beside the options. */
export const notes: Readonly<Record<string, Notes>> = {
  phone: {
    examples: [
      ['the whole login, with a simulated customer', 'authrig verifik phone --sandbox'],
      ['your own phone', 'authrig verifik phone --country-code +1 --phone 1234566663'],
      [
        'unattended: the OTP is read from a mailbox',
        'authrig verifik phone --otp-from url:http://127.0.0.1:8025/api/v1/messages',
      ],
    ],
    exits: { ok: 'the token is printed and kept', ...refusals },
    next: ['authrig verifik token'],
  },
  send: {
    examples: [
      [
        'send the OTP, and go on in another process',
        'authrig verifik send --country-code +1 --phone 1234566663',
      ],
    ],
    exits: {
      denied: 'Verifik knows no client with this phone',
      provider: 'too many messages, or an answer that is none',
    },
    next: ['authrig verifik confirm --otp CODE'],
  },
  confirm: {
    examples: [
      ['confirm what `verifik send` began', 'authrig verifik confirm --otp 123456'],
      ['one challenge of several', 'authrig verifik confirm --challenge "$CHALLENGE" --otp-from stdin'],
    ],
    exits: { credentials: 'no challenge is kept', ...refusals },
    next: ['authrig verifik token'],
  },
  token: {
    examples: [
      [
        'a token for a script: the kept one, or a fresh one',
        "TOKEN=$(authrig verifik token --otp-from cmd:'./read-otp.sh')",
      ],
      ['one that is good for half a day more', 'authrig verifik token --min-ttl 12h --field accessToken'],
      ['for the later steps of a GitHub workflow', 'authrig verifik token --export github'],
    ],
    exits: {
      ok: 'stdout holds the token and nothing else',
      ...refusals,
      credentials:
        'no token is kept that is good for long enough, and nothing says where an OTP would come from',
    },
    next: ['authrig verifik status'],
  },
  status: {
    examples: [['what is kept, and until when', 'authrig verifik status']],
    exits: { credentials: 'nothing is kept' },
    next: ['authrig verifik forget'],
  },
  forget: {
    examples: [
      ['drop the token of the phone in the settings', 'authrig verifik forget'],
      ['that of another phone', 'authrig verifik forget --country-code +1 --phone 1234566663'],
    ],
    exits: { credentials: 'nothing was kept' },
    next: ['authrig verifik phone'],
  },
  email: {
    examples: [
      ['the whole login by e-mail, with a simulated customer', 'authrig verifik email --sandbox'],
      ['your own address', 'authrig verifik email --email you@example.com'],
    ],
    exits: { ok: 'the token is printed and kept', ...refusals },
    next: ['authrig verifik token'],
  },
};
