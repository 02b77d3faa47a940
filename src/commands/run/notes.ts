import type { Notes } from '../../notes.ts';

/** What the help of `authrig run` says beside the options. */
export const notes: Readonly<Record<string, Notes>> = {
  run: {
    examples: [
      ['a scenario that ships with authrig', 'authrig run --sandbox --example juvlon'],
      ['your own, with a report for CI', 'authrig run --sandbox scenarios/*.yaml --report junit=report.xml'],
      [
        'what would be called, without calling it',
        'authrig run login.yaml --var email=you@example.com --live --dry-run',
      ],
      ['for completion in an editor', 'authrig run --schema > authrig.schema.json'],
    ],
    exits: {
      ok: 'every file met its expectations',
      usage: 'a file is no scenario: the line is said, and nothing was called',
      inconclusive: 'a step was skipped, or could not be told',
      failed: 'a file did not meet its expectations',
    },
    next: ['authrig help scenarios', 'authrig report merge'],
  },
};
