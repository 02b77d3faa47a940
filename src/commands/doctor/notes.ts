import type { Notes } from '../../notes.ts';

/** What the help of `authrig doctor` says beside the options. */
export const notes: Readonly<Record<string, Notes>> = {
  doctor: {
    examples: [
      ['what stands between this machine and the providers', 'authrig doctor'],
      ['the same for a script', 'authrig doctor --json'],
    ],
    exits: {
      ok: 'no check is bad; one may be doubtful',
      inconclusive: 'a check is bad: its hint says what to do',
    },
    next: ['authrig smoke'],
  },
};
