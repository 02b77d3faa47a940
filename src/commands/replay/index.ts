import type { Declare } from '../../command.ts';
import { annotate } from '../../notes.ts';
import { notes } from './notes.ts';

/** Declares `authrig replay`. */
export const declareReplay: Declare = (noun, action) => {
  const against = noun
    .createOption('--against <what>', 'send the recorded calls anew, and compare the shapes of the answers')
    .choices(['sandbox', 'live']);
  noun
    .usage('[options] <file>')
    .argument('<file>', 'what --record wrote')
    .addOption(against)
    .option('--live', 'with --against live, allow calls that send, change or use up something')
    .description(
      'Runs the recorded command again against the recorded answers: offline, at once, with the same verdict and exit code.',
    )
    .action(action(async () => (await import('./replay.ts')).replay));
  annotate(noun, notes);
};
