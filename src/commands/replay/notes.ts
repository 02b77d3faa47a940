import type { Notes } from '../../notes.ts';

/** What the help of `authrig replay` says beside the options. */
export const notes: Readonly<Record<string, Notes>> = {
  replay: {
    examples: [
      ['the command again, against what was answered then', 'authrig replay case.har'],
      ['do the answers still have the shape they had', 'authrig replay case.har --against sandbox'],
    ],
    exits: {
      ok: 'or any other code: that of the recorded command',
      usage: 'the file is no recording, or --live is missing',
      provider: 'with --against: an answer has another shape now',
    },
    next: ['authrig explain FILE'],
  },
};
