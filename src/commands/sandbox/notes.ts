import type { Notes } from '../../notes.ts';

const notRunning = 'no sandbox is running, or none answers there';

/** Each kind in a line; its defaults are those of the sandbox. */
const faultRows: NonNullable<Notes['words']>['rows'] = [
  ['latency', 'the call waits --delay (1s), give or take --jitter (0s)'],
  ['down', 'the connection is reset, and the vendor never sees the call'],
  ['timeout', 'no answer; the connection is closed after --delay (never)'],
  ['status', 'HTTP --status (503) without a body, and the vendor never sees the call'],
  ['rate-limit', 'HTTP 429 with Retry-After: --retry-after (7), and the same'],
  ['reset', 'the vendor acts, and the connection is reset in place of its answer'],
  ['empty', 'it acts, and the connection is closed in place of its answer'],
  ['truncated', 'of the promised body --bytes come (half of it)'],
  ['limit-data', '--bytes (0) of the answer come, headers included'],
  ['garbage', '--bytes (512) random bytes in place of the answer'],
  ['malformed-chunk', 'good headers, then a chunk whose size is no number'],
  ['bad-json', 'the body breaks off as JSON, whole as HTTP'],
  ['wrong-type', 'the body is an HTML page'],
  ['dribble', '--bytes (1) of the body each --delay (1s)'],
  ['bandwidth', 'the body comes at --bytes-per-second (100)'],
  ['slow-close', 'the connection is closed --delay (1s) after the body'],
];

/** What the help of `authrig sandbox …` says beside the options. */
export const notes: Readonly<Record<string, Notes>> = {
  start: {
    examples: [
      ['on a free port, until Ctrl-C', 'authrig sandbox start'],
      ['at a known place, the same in every run', 'authrig sandbox start --port 4010 --seed demo'],
      [
        'with a code of yours, and a clock that stands still',
        'authrig sandbox start --code +447700900123=123456 --freeze',
      ],
    ],
    exits: {
      ok: 'it was asked to stop',
      usage: 'an option is not right',
      local: "the port is taken, or --state can't be used",
    },
    next: ['authrig sandbox otp --wait 30s', 'authrig sandbox approve --wait 30s', 'authrig sandbox stop'],
  },
  exec: {
    examples: [
      [
        'a command with its base URLs and keys in the environment',
        'authrig sandbox exec -- authrig juvlon verify --token OJUWLB --otp 9078',
      ],
      ['the tests of your own product', 'authrig sandbox exec --seed demo -- npm test'],
    ],
    exits: { ok: 'or any other code: that of the command', local: "the command can't be started" },
    next: ['authrig sandbox start'],
  },
  otp: {
    examples: [
      ['the newest code', 'authrig sandbox otp'],
      ['the next one to this recipient', 'authrig sandbox otp --to +447700900123 --wait 30s'],
    ],
    exits: {
      ok: 'stdout holds the code and nothing else',
      expired: 'there is none, or none came in time',
      local: notRunning,
    },
    next: ['authrig sandbox log'],
  },
  approve: {
    examples: [
      ['the next sign-in', 'authrig sandbox approve --wait 30s'],
      ['as a customer of 17 whom Jekimo flags', 'authrig sandbox approve --risk --age 17'],
    ],
    exits: {
      usage: 'several are pending: name one',
      expired: 'none is pending, or none came in time',
      local: notRunning,
    },
    next: ['authrig sandbox log'],
  },
  deny: {
    examples: [['the next sign-in, after a while', 'authrig sandbox deny --wait 30s --after 5s']],
    exits: {
      usage: 'several are pending: name one',
      expired: 'none is pending, or none came in time',
      local: notRunning,
    },
    next: ['authrig sandbox log'],
  },
  advance: {
    examples: [
      ['past the deadline of a QR code', 'authrig sandbox advance 121s'],
      ['past the life of a token', 'authrig sandbox advance 30d'],
    ],
    exits: { local: notRunning },
    next: ['authrig sandbox log'],
  },
  fault: {
    examples: [
      ['the next answer of Verifik is lost', 'authrig sandbox fault reset --provider verifik --times 1'],
      [
        'a fifth of the calls waits, the same ones in every run',
        'authrig sandbox fault latency --delay 800ms --probability 0.2 --seed demo',
      ],
      ['what is arranged, and an end to it', 'authrig sandbox fault --list; authrig sandbox fault --clear'],
    ],
    words: { heading: 'Kinds, with what they take and what holds without it:', rows: faultRows },
    exits: { usage: 'there is no such kind, provider, operation or id', local: notRunning },
    next: ['authrig sandbox fault --list'],
  },
  log: {
    examples: [
      ['what arrived, redacted', 'authrig sandbox log'],
      ['as it comes, one JSON document a line', 'authrig sandbox log --follow --json'],
    ],
    exits: { local: notRunning },
    next: ['authrig sandbox otp'],
  },
  stop: {
    examples: [['the one that runs', 'authrig sandbox stop']],
    exits: { local: notRunning },
    next: ['authrig sandbox start'],
  },
};
