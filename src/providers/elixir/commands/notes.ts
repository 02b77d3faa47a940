import type { Notes } from '../../../notes.ts';

const refusals = {
  denied: 'Elixir did not take the code: it is wrong, used or has run out',
  credentials: 'no API key, or the account is banned',
} as const;

/** What the help of `authrig elixir …` says beside the options. */
export const notes: Readonly<Record<string, Notes>> = {
  otp: {
    examples: [
      ['the whole sign-in, with a simulated customer', 'authrig elixir otp --sandbox'],
      ['your own address', 'authrig elixir otp --email you@example.com'],
      [
        'unattended: the code is read from a mailbox',
        'authrig elixir otp --json --otp-from url:http://127.0.0.1:8025/api/v1/messages',
      ],
    ],
    exits: { ok: 'the session is kept', ...refusals, expired: 'no code came in time' },
    next: ['authrig elixir token'],
  },
  send: {
    examples: [['mail a code, and go on in another process', 'authrig elixir send --email you@example.com']],
    exits: { credentials: refusals.credentials },
    next: ['authrig elixir verify --otp CODE'],
  },
  verify: {
    examples: [
      ['verify what `elixir send` began', 'authrig elixir verify --otp 123456'],
      ['one challenge of several', 'authrig elixir verify --challenge "$CHALLENGE" --otp-from stdin'],
    ],
    exits: { denied: refusals.denied, credentials: 'no challenge is kept, or the account is banned' },
    next: ['authrig elixir token'],
  },
  refresh: {
    examples: [
      ['a new pair in the place of the kept one', 'authrig elixir refresh'],
      ['from a refresh token of your own', 'authrig elixir refresh --refresh-token-from file:refresh.token'],
    ],
    exits: { credentials: 'no session is kept, or Elixir refused its refresh token' },
    next: ['authrig elixir token'],
  },
  token: {
    examples: [['a valid access token, for a script', 'TOKEN=$(authrig elixir token)']],
    exits: {
      ok: 'stdout holds the token and nothing else',
      credentials: 'no session is kept, or it could not be refreshed',
    },
    next: ['authrig elixir status'],
  },
  signout: {
    examples: [
      ['end the session for this device', 'authrig elixir signout'],
      ['every session that is kept for this base URL', 'authrig elixir signout --all'],
    ],
    exits: { credentials: 'no session is kept, or Elixir refused it: it is forgotten here all the same' },
    next: ['authrig elixir otp'],
  },
  status: {
    examples: [['what is kept, and until when', 'authrig elixir status']],
    exits: { credentials: 'nothing is kept' },
    next: ['authrig elixir signout'],
  },
  qr: {
    examples: [
      ['the QR sign-in, with the value of a simulated customer', 'authrig elixir qr --sandbox'],
      ['the QR code in a picture', 'authrig elixir qr --image screenshot.png'],
    ],
    exits: {
      ok: 'the session is kept',
      denied: 'Elixir did not take the value: it is wrong, used or has run out',
      credentials: refusals.credentials,
    },
    next: ['authrig elixir token'],
  },
};
