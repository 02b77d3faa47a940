import type { Declare } from '../../command.ts';
import { integerOption, textOption } from '../../options/values.ts';
import { providers } from '../../providers/index.ts';
import { reportOption } from '../../report/option.ts';
import { shardOption } from './shard.ts';
import { annotate } from '../../notes.ts';
import { notes } from './notes.ts';

/** Declares `authrig smoke [PROVIDER…]`. */
export const declareSmoke: Declare = (smoke, action) => {
  smoke
    .usage('[options] [provider...]')
    .description(
      'Asks each provider whether its keys are good, of every profile and side by side, with one request for each key: nothing is sent to anybody, and nothing is used up.',
    )
    .addArgument(
      smoke
        .createArgument('[provider...]', 'the providers to ask; all of them where none is named')
        .choices(providers.map(({ name }) => name)),
    )
    .option('--calibrate', 'ask once more with an obviously false key, to be certain')
    .option('--active', 'also ask what leaves a trace at the provider, after saying which')
    .option('--concurrency <n>', 'keys tested at the same time', integerOption('--concurrency', 1, 256), 10)
    .option(
      '--keys <file>',
      'test the keys of this list instead: CSV or NDJSON with provider, label, source',
      textOption('--keys'),
    )
    .option('--shard <i/n>', 'test the i-th of n equal parts of the keys', shardOption)
    .action(action(async () => (await import('./smoke.ts')).smoke, { endsItself: true, fields: ['keys'] }));
  reportOption(smoke);
  annotate(smoke, notes);
};
