import type { Declare } from '../../command.ts';
import { integerOption } from '../../options.ts';

/** Declares `authrig sandbox …`. */
export const declareSandbox: Declare = (noun, action) => {
  noun
    .command('start')
    .summary('run the sandbox until Ctrl-C or SIGTERM')
    .description(
      'Starts the sandbox on loopback and prints one line when it listens. SIGINT and SIGTERM stop it with 0.',
    )
    .option(
      '--port <number>',
      'listen on this port instead of a free one',
      integerOption('--port', 0, 65_535),
    )
    .action(action(async () => (await import('./start.ts')).startSandboxCommand, { endsItself: true }));
  noun
    .command('exec')
    .summary('run a command against a sandbox of its own')
    .description(
      'Starts the sandbox on a free port, runs the command with its base URLs and keys in the environment, and exits with its code.',
    )
    .argument('<command...>', 'the command and its arguments, after --')
    .usage('[options] -- <command...>')
    .action(action(async () => (await import('./exec.ts')).execCommand, { endsItself: true }));
};
