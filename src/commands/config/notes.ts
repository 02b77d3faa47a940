import type { Notes } from '../../notes.ts';

const noSetting = 'there is no setting of this name';

/** What the help of `authrig config …` says beside the options. */
export const notes: Readonly<Record<string, Notes>> = {
  set: {
    examples: [
      ['a key, asked for without echo', 'authrig config set jekimo.apiKey'],
      ['a key from a file', 'authrig config set jekimo.apiKey < key.txt'],
      ['a setting that is no secret', 'authrig config set elixir.email you@example.com'],
    ],
    exits: { usage: `${noSetting}, or it does not take the value`, local: "the store can't be written" },
    next: ['authrig config list'],
  },
  get: {
    examples: [
      ['a value and where it comes from', 'authrig config get jekimo.baseUrl'],
      ['the value alone', 'authrig config get jekimo.baseUrl --field value'],
    ],
    exits: { usage: `${noSetting}, or it is not set`, credentials: 'the secret is not set' },
    next: ['authrig config set NAME'],
  },
  list: {
    examples: [
      ['every setting, secrets masked', 'authrig config list'],
      ['those of another profile', 'authrig config list --profile staging'],
    ],
    exits: { usage: 'there is no profile of this name' },
    next: ['authrig config set NAME'],
  },
  unset: {
    examples: [['back to the environment, or to the default', 'authrig config unset jekimo.baseUrl']],
    exits: { ok: 'also where it was not set', usage: noSetting },
    next: ['authrig config list'],
  },
  path: {
    examples: [['where the file is', 'authrig config path']],
    exits: { local: 'there is no folder to keep settings in' },
    next: ['authrig config list'],
  },
  export: {
    examples: [
      ['everything but the secrets, for a colleague', 'authrig config export > settings.json'],
      ['with the secrets, for a machine of yours', 'authrig config export --include-secrets > settings.json'],
    ],
    next: ['authrig config import settings.json'],
  },
  import: {
    examples: [
      ['from a file', 'authrig config import settings.json'],
      ['from another profile', 'authrig config export --profile staging | authrig config import'],
    ],
    exits: { usage: 'it is no export, or one of its settings is not right: then none is kept' },
    next: ['authrig config list'],
  },
};
