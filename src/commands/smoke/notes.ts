import type { Notes } from '../../notes.ts';

/** What the help of `authrig smoke` says beside the options. */
export const notes: Readonly<Record<string, Notes>> = {
  smoke: {
    examples: [
      ["the sandbox's own keys, to see how it looks", 'authrig smoke --sandbox'],
      ['two providers, and certainty', 'authrig smoke juvlon elixir --calibrate'],
      [
        'a quarter of a list of keys, with a report for CI',
        'authrig smoke --keys keys.csv --shard 1/4 --report junit=smoke.xml',
      ],
    ],
    exits: {
      ok: 'every key is good',
      credentials: 'a key is not good',
      inconclusive: 'a key could not be judged, or there was none to test',
    },
    next: ['authrig report merge'],
  },
};
