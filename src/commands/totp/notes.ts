import type { Notes } from '../../notes.ts';

const noSecret = 'no secret, or none that can be read';

/** What the help of `authrig totp …` says beside the options. */
export const notes: Readonly<Record<string, Notes>> = {
  code: {
    examples: [
      ['the code of this moment', 'authrig totp code --secret-from file:totp.secret'],
      ['typed without echo', 'authrig totp code --secret-from prompt'],
      [
        "by eKYC's clock, and how far off ours is",
        'authrig totp code --secret-from prompt --clock-from https://authen.ekyc.com',
      ],
    ],
    exits: { usage: noSecret, network: 'the server of --clock-from did not answer' },
    next: ['authrig totp verify --otp CODE'],
  },
  verify: {
    examples: [
      ['is this code right', 'authrig totp verify --secret-from file:totp.secret --otp 287082'],
      [
        'was it, at another moment',
        'authrig totp verify --secret-from file:totp.secret --otp 287082 --at 59',
      ],
    ],
    exits: {
      ok: 'the code belongs to this moment, or to a step beside it',
      denied: 'it does not',
      usage: noSecret,
    },
    next: ['authrig totp code'],
  },
  uri: {
    examples: [
      [
        'what an authenticator scans',
        'authrig totp uri --secret-from file:totp.secret --issuer Portal --account you',
      ],
    ],
    exits: { usage: noSecret },
    next: ['authrig totp code'],
  },
};
