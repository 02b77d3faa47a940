import type { Notes } from '../../notes.ts';

const notRunning = 'no sandbox is running, or none answers there';

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
