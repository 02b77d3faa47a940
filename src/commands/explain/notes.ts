import type { Notes } from '../../notes.ts';

/** What the help of `authrig explain` says beside the options. */
export const notes: Readonly<Record<string, Notes>> = {
  explain: {
    examples: [
      [
        'a recording of a login that went wrong',
        'authrig elixir otp --sandbox --otp 00000 --record case.har',
      ],
      ['what went wrong in it', 'authrig explain case.har'],
      ['the same for a ticket', 'authrig explain case.har --format markdown > ticket.md'],
    ],
    exits: { ok: 'however the recording ended', usage: 'the file is no recording' },
    next: ['authrig replay FILE'],
  },
};
