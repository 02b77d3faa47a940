import type { Notes } from '../../../notes.ts';

const refusedKey = 'eKYC refused the API key, the client ID, the user or the address of this machine';

/** What the help of `authrig ekyc …` says beside the options. */
export const notes: Readonly<Record<string, Notes>> = {
  enroll: {
    examples: [
      ['the whole enrolment, with a simulated phone', 'authrig ekyc enroll --sandbox'],
      [
        'your own address and the name of your portal',
        "authrig ekyc enroll --email you@example.com --issuer 'My Portal'",
      ],
      ['a secret that you have', 'authrig ekyc enroll --secret-from file:totp.secret --otp-from prompt'],
    ],
    exits: {
      ok: 'the code was right, and eKYC was told',
      denied: 'the code was wrong and eKYC never heard of it, or eKYC refused the change',
      credentials: refusedKey,
    },
    next: ['authrig ekyc login'],
  },
  'toggle-mfa': {
    examples: [
      [
        'tell eKYC that the second factor is on',
        'authrig ekyc toggle-mfa --enable --secret-from file:totp.secret',
      ],
      ['and that it is off', 'authrig ekyc toggle-mfa --disable --email you@example.com'],
    ],
    exits: { denied: 'eKYC refused the change', credentials: refusedKey },
    next: ['authrig ekyc login'],
  },
  uri: {
    examples: [
      ['a new secret, as an authenticator scans it', 'authrig ekyc uri --sandbox'],
      [
        'of a secret that you have',
        'authrig ekyc uri --email you@example.com --secret-from file:totp.secret',
      ],
    ],
    exits: { usage: "no e-mail address or issuer, or the secret can't be read" },
    next: ['authrig ekyc enroll'],
  },
  session: {
    examples: [['a session token, good for 120 s', 'authrig ekyc session --email you@example.com']],
    exits: { credentials: refusedKey },
    next: ['authrig ekyc auth-url', 'authrig ekyc callback'],
  },
  login: {
    examples: [
      ['the whole sign-in, with a simulated customer and browser', 'authrig ekyc login --sandbox --callback'],
      ['on the sandbox, with you as the customer', 'authrig ekyc login --sandbox --browser --method popup'],
      ['the link alone, to open by hand', 'authrig ekyc login --email you@example.com --no-browser'],
    ],
    exits: {
      ok: 'our own session token came back',
      denied: 'the customer refused, another token came back, or the backend said false',
      credentials: refusedKey,
      expired: 'TIMEOUT, or nothing came back in 120 s',
      provider: 'INTERNAL_SERVER_ERROR, or an answer that is none',
    },
    next: ['authrig ekyc audit'],
  },
  'auth-url': {
    examples: [
      [
        'the page that a portal sends the browser to',
        'authrig ekyc auth-url --redirect-uri https://portal.example.com/back',
      ],
      [
        'as a portal with a popup builds it',
        'authrig ekyc auth-url --method popup --redirect-uri https://portal.example.com',
      ],
    ],
    exits: { credentials: 'no session token is kept', expired: 'the kept one is older than 120 s' },
    next: ['authrig ekyc callback'],
  },
  callback: {
    examples: [
      ['wait for the notice of the kept session', 'authrig ekyc callback'],
      ['where the Domain Console sends it', 'authrig ekyc callback --port 8080 --callback-path /cb/SECRET'],
    ],
    exits: {
      ok: 'result=true, with our own token',
      denied: 'result=false, or another token',
      expired: 'no notice came in time',
      local: 'the port is taken',
    },
    next: ['authrig ekyc audit'],
  },
  audit: {
    examples: [
      [
        'a callback URL that can be guessed',
        'authrig ekyc audit --callback-url https://portal.example.com/callback',
      ],
    ],
    exits: { ok: 'nothing is bad', inconclusive: 'something is bad: the checks say what' },
    next: ['authrig sandbox start, and then open its demo portal at /__sandbox/portal'],
  },
};
