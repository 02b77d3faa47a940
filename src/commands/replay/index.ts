import type { Declare } from '../../command.ts';

/** Declares `authrig replay`. */
export const declareReplay: Declare = (noun, action) => {
  const against = noun
    .createOption('--against <what>', 'send the recorded calls anew, and compare the shapes of the answers')
    .choices(['sandbox', 'live']);
  noun
    .usage('<file> [options]')
    .argument('<file>', 'what --record wrote')
    .addOption(against)
    .option('--live', 'with --against live, allow calls that send, change or use up something')
    .description(
      'Runs the recorded command again against the recorded answers: offline, at once, with the same verdict and exit code.',
    )
    .addHelpText(
      'after',
      `
Try:
  authrig replay case.har
  authrig replay case.har --against sandbox    exits with 7 where the answers have another shape now
`,
    )
    .action(action(async () => (await import('./replay.ts')).replay));
};
