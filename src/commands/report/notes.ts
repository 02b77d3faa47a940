import type { Notes } from '../../notes.ts';

/** What the help of `authrig report …` says beside the options. */
export const notes: Readonly<Record<string, Notes>> = {
  merge: {
    examples: [
      ['one report of the parts of a matrix', 'authrig report merge shard-*.json --report html=report.html'],
    ],
    exits: {
      ok: 'every case of every part passed',
      usage: 'a file is no report',
      credentials: 'a key is not good',
      inconclusive: 'a case could not be told',
      failed: 'a scenario did not meet its expectations',
    },
    next: ['authrig help exit-codes'],
  },
};
