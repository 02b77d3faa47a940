import type { Declare } from '../../command.ts';
import { annotate } from '../../notes.ts';
import { notes } from './notes.ts';

/** Declares `authrig explain FILE`. */
export const declareExplain: Declare = (noun, action) => {
  noun
    .usage('[options] <file>')
    .description(
      'Shows the timeline of a recording, or of a browser’s HAR file, how it ended, why, what to ask the customer and what to type next.',
    )
    .argument('<file>', 'what --record wrote, or a HAR file that a browser saved "with content"')
    .addOption(
      noun
        .createOption('--format <format>', 'how it is told: markdown for a ticket, html as one file')
        .choices(['text', 'markdown', 'html', 'json'])
        .default('text'),
    )
    .action(
      action(async () => (await import('./explain.ts')).explain, {
        fields: [
          'title',
          'source',
          'creator',
          'startedAt',
          'milliseconds',
          'calls',
          'others',
          'timeline',
          'verdict',
          'cause',
          'reason',
          'ask',
          'next',
          'remarks',
        ],
      }),
    );
  annotate(noun, notes);
};
