import type { Action, Declare } from '../../command.ts';
import type { Command } from 'commander';
import { durationOption, integerOption, shareOption, textOption } from '../../options/values.ts';
import { addSetupOptions } from './setup.ts';
import { annotate } from '../../notes.ts';
import { notes } from './notes.ts';

/** Nobody sleeps that long: the clock is moved. In milliseconds. */
const tenYears = 3650 * 86_400_000;

/** Declares `authrig sandbox …`. */
export const declareSandbox: Declare = (noun, action) => {
  const start = noun
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
    .option(
      '--state <file>',
      'go on from this file, and keep there what is known; --clock, --freeze, --set and --code stand above it',
      textOption('--state'),
    )
    .action(action(async () => (await import('./start.ts')).startSandboxCommand, { endsItself: true }));
  addSetupOptions(start);
  const exec = noun
    .command('exec')
    .summary('run a command against a sandbox of its own')
    .description(
      'Starts the sandbox on a free port, runs the command with its base URLs and keys in the environment, and exits with its code.',
    )
    .argument('<command...>', 'the command and its arguments, after --')
    .usage('[options] -- <command...>')
    .action(action(async () => (await import('./exec.ts')).execCommand, { endsItself: true }));
  addSetupOptions(exec);
  declareRemote(noun, action);
  annotate(noun, notes);
};

/** The verbs that act on a sandbox of another process. */
function declareRemote(noun: Command, action: Action): void {
  const remote = (command: Command): Command =>
    command.option('--url <url>', 'the sandbox, where it is not found by itself', textOption('--url'));
  remote(noun.command('otp'))
    .summary('print the newest code that the sandbox sent')
    .description(
      'Prints the code alone, of the newest message in the outbox. --wait waits where none is there, and gives one that is there at once; a code that comes after a message that you know takes --since ID. Codes that the sandbox begins with are given where you name their --provider, or where there is no other and no --wait.',
    )
    .option(
      '--to <recipient>',
      'the phone number, however it is written, or the address it was sent to',
      textOption('--to'),
    )
    .option('--provider <name>', 'the provider that sent it', textOption('--provider'))
    .option('--since <id>', 'only messages after the one with this id', textOption('--since'))
    .option('--wait <duration>', 'wait this long where none is there (30s)', durationOption('--wait'))
    .action(
      action(async () => (await import('./otp.ts')).otp, {
        calls: [],
        reads: true,
        fields: ['id', 'provider', 'to', 'code', 'sentAt'],
      }),
    );
  for (const name of ['approve', 'deny'] as const) {
    remote(noun.command(name))
      .summary(`let the customer ${name} a pending sign-in`)
      .description(
        `Lets the sandbox's customer ${name} a sign-in: the one that is named, or the only one pending.`,
      )
      .argument('[id]', 'the id, or its beginning')
      .option('--after <duration>', 'the customer takes this long', durationOption('--after'))
      .option('--wait <duration>', 'wait this long for a sign-in', durationOption('--wait'))
      .option('--risk', 'Jekimo flags a risk')
      .option('--no-risk', 'Jekimo flags none')
      .option('--age <years>', "the customer's age", integerOption('--age', 0, 150))
      .action(
        action(
          async () => {
            const verbs = await import('./decide.ts');
            return (context, options, id) => verbs[name](context, options, id);
          },
          { calls: [], fields: ['id', 'provider', 'decision', 'state'] },
        ),
      );
  }
  remote(noun.command('advance'))
    .summary("move the sandbox's clock forward")
    .description('Moves the one clock that drives every expiry, without waiting.')
    .argument('<duration>', 'such as 121s or 30d', durationOption('<duration>', tenYears))
    .action(
      action(async () => (await import('./advance.ts')).advance, { calls: [], fields: ['now', 'frozen'] }),
    );
  declareFault(remote(noun.command('fault')), action);
  remote(noun.command('log'))
    .summary('print what reached the sandbox, redacted')
    .description('Prints the newest requests, one line each; with --json and --follow one document each.')
    .option('-f, --follow', 'go on as they come')
    .action(
      action(async () => (await import('./log.ts')).log, { calls: [], reads: true, fields: ['requests'] }),
    );
  remote(noun.command('stop'))
    .summary('stop a sandbox that runs')
    .description('Asks a sandbox of another process to stop; that process ends with 0.')
    .action(action(async () => (await import('./stop.ts')).stop, { fields: ['url', 'stopped'] }));
}

function declareFault(command: Command, action: Action): void {
  const count = (option: string, least = 0) => integerOption(option, least, 1_000_000);
  command
    .summary('let calls of a running sandbox go wrong, on purpose')
    .description(
      'Adds a fault. It strikes the calls that it is meant for, before the vendor sees them or after it has acted. Faults do not combine: of several that would strike a call the one that was added first does.',
    )
    .argument('[kind]', 'what goes wrong (below); the names of toxiproxy and WireMock are understood too')
    .option('--list', 'print the faults that are there')
    .option('--clear', 'drop them all')
    .option('--drop <id>', 'drop this one', textOption('--drop'))
    .option('--provider <name>', 'only calls of this provider', textOption('--provider'))
    .option('--operation <name>', 'only this call, such as phoneConfirm', textOption('--operation'))
    .option('--times <count>', 'strike so often and no more', count('--times', 1))
    .option('--after <count>', 'let so many calls pass first', count('--after'))
    .option('--every <count>', 'strike each n-th call', count('--every', 1))
    .option('--probability <share>', 'strike this share of the calls (0.2)', shareOption('--probability'))
    .option('--seed <text>', 'the same seed strikes the same calls', textOption('--seed'))
    .option(
      '--delay <duration>',
      'how long latency, timeout, dribble or slow-close take',
      durationOption('--delay'),
    )
    .option('--jitter <duration>', 'give or take so much of it', durationOption('--jitter'))
    .option('--status <code>', 'the HTTP status that status answers', integerOption('--status', 200, 599))
    .option('--retry-after <value>', 'what rate-limit says, seconds or a date', textOption('--retry-after'))
    .option('--bytes <count>', 'how much gets through, or how much at a time', count('--bytes'))
    .option(
      '--bytes-per-second <count>',
      'how fast bandwidth is',
      integerOption('--bytes-per-second', 1, 100_000_000),
    )
    .action(
      action(async () => (await import('./fault.ts')).fault, {
        calls: [],
        fields: ['id', 'kind', 'provider', 'operation', 'seen', 'struck', 'faults'],
      }),
    );
}
