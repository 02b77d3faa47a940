import type { Notes } from '../../notes.ts';

const noProfile = 'there is no profile of this name';

/** What the help of `authrig profile …` says beside the options. */
export const notes: Readonly<Record<string, Notes>> = {
  list: {
    examples: [['every profile, the current one marked', 'authrig profile list']],
    next: ['authrig profile use NAME'],
  },
  use: {
    examples: [['for every command from now on', 'authrig profile use staging']],
    exits: { usage: noProfile },
    next: ['authrig config list'],
  },
  create: {
    examples: [['an empty one', 'authrig profile create staging']],
    exits: { usage: 'the name is taken, or is none for a profile' },
    next: ['authrig profile use NAME', 'authrig config set jekimo.apiKey --profile NAME'],
  },
  delete: {
    examples: [
      ['with its settings, tokens and sessions', 'authrig profile delete staging'],
      ['without being asked', 'authrig profile delete staging --yes'],
    ],
    exits: { usage: `${noProfile}, it is "default", or there is nobody to ask` },
    next: ['authrig profile list'],
  },
};
