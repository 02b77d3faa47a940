import type { Declare } from '../../command.ts';
import { reportOption } from '../../report/option.ts';
import { annotate } from '../../notes.ts';
import { notes } from './notes.ts';

/** Declares `authrig report merge`. */
export const declareReport: Declare = (noun, action) => {
  reportOption(noun.command('merge'))
    .summary('make one report of those of several jobs')
    .description(
      'Reads reports that --report json=FILE wrote, joins them, and exits by the worst case of all of them.',
    )
    .argument('<files...>', 'the JSON reports, such as shard-*.json')
    .action(
      action(async () => (await import('./merge.ts')).merge, {
        fields: ['command', 'reports', 'total', 'passed', 'failed', 'inconclusive', 'skipped'],
      }),
    );
  annotate(noun, notes);
};
