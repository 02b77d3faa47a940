import type { Command } from 'commander';
import { CliError } from './errors.ts';
import type { Machine } from './machine.ts';
import type { OutputMode } from './output.ts';

/**
 * How the command line asks to be answered, read without parsing it: what a command line that does not parse, and
 * help, are answered by.
 */
export function outputModeOf(machine: Pick<Machine, 'argv' | 'stdout'>): OutputMode {
  const words = machine.argv.includes('--')
    ? machine.argv.slice(0, machine.argv.indexOf('--'))
    : machine.argv;
  const has = (...flags: string[]) => words.some((word) => flags.includes(word));
  const colour = words.find((word, at) => word.startsWith('--color=') || words[at - 1] === '--color');
  const choice = colour?.replace('--color=', '');
  return {
    json: has('--json'),
    pretty: machine.stdout.isTTY,
    quiet: has('-q', '--quiet'),
    verbose: has('-v', '--verbose'),
    ...(choice === 'always' || choice === 'never' ? { colour: choice } : {}),
  };
}

/** `jekimo login`, of a command that runs or, for a command line that does not parse, of the words it begins with. */
export function commandOf(command: Command, argv: readonly string[] = []): string {
  const path = [];
  for (let at: Command | null = commandAt(command, argv); at?.parent != null; at = at.parent)
    path.unshift(at.name());
  return path.join(' ');
}

function commandAt(command: Command, argv: readonly string[]): Command {
  let named = command;
  for (const word of argv) {
    const next = named.commands.find((candidate) => candidate.name() === word);
    if (next !== undefined) named = next;
    else if (named !== command && !word.startsWith('-')) break;
  }
  return named;
}

/** What commander's own suggestion misses: a secret's source, and a command of the user's with options of its own. */
function optionHint(command: Command, { code, message }: ParserError): string | undefined {
  if (code !== 'commander.unknownOption') return undefined;
  const unknown = /'(--?[\w-]+)/.exec(message)?.[1] ?? '';
  const source = command.options.find(({ long }) => long === `${unknown}-from`);
  if (source !== undefined) return `A secret is no argument: give its source with ${source.long}.`;
  if (command.registeredArguments.some((argument) => argument.variadic && argument.name() === 'command'))
    return 'Put -- before a command with options of its own.';
  const holders = message.includes('Did you mean') ? [] : holdersOf(unknown, command);
  return holders.length === 0 || holders.length > 2
    ? undefined
    : `It is an option of ${holders.map((holder) => `authrig ${commandOf(holder)}`).join(' and ')}.`;
}

/** The commands of the whole tree that have this option, as far as they are declared. */
function holdersOf(long: string, within: Command): readonly Command[] {
  let root = within;
  while (root.parent !== null) root = root.parent;
  return root.commands
    .flatMap((noun) => [noun, ...noun.commands])
    .filter(({ options }) => options.some((option) => option.long === long));
}

/** True where the parser met a word that the command does not know: another command may. */
export function mayBeElsewhere(error: unknown): boolean {
  return isParserError(error) && ['commander.unknownOption', 'commander.unknownCommand'].includes(error.code);
}

/** The commands that end in the word that no command begins with: `login` is a verb of two providers. */
function verbsNamed({ code, message }: ParserError, root: Command): string | undefined {
  const word = /unknown command '([\w-]+)'/.exec(message)?.[1];
  if (code !== 'commander.unknownCommand' || word === undefined || root.parent !== null) return undefined;
  const found = root.commands.flatMap((noun) => noun.commands.filter((verb) => verb.name() === word));
  return found.length === 0
    ? undefined
    : `There is: ${found.map((verb) => `authrig ${commandOf(verb)}`).join(', ')}.`;
}

/** Where commander means several words, and they are few, all that there are tell more. */
function choiceOf(command: Command, { code, message }: ParserError): string | undefined {
  const names = command.commands.map((each) => each.name());
  const isGuess = code === 'commander.unknownCommand' && message.includes('Did you mean one of');
  return isGuess && names.length <= 12 ? `There is: ${names.join(', ')}.` : undefined;
}

interface ParserError {
  readonly code: string;
  readonly message: string;
  readonly exitCode: number;
}

function isParserError(error: unknown): error is ParserError {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('commander.');
}

/** True where the parser stopped because help was printed, or where `authrig` alone is to print it. */
export function isHelp(error: unknown, program: Command, mode: OutputMode): boolean {
  if (!isParserError(error)) return false;
  if (error.exitCode === 0) return true;
  if (error.code !== 'commander.help' || program.args.length > 0 || mode.json) return false;
  program.outputHelp();
  return true;
}

/** Whatever was thrown, as the error that a user meets. What nobody foresaw is a bug of ours and says so. */
export function explain(error: unknown, program: Command, argv: readonly string[]): CliError {
  if (error instanceof CliError) return error;
  const named = commandOf(program, argv);
  const help = `authrig ${named === '' ? '' : `${named} `}--help`;
  if (!isParserError(error)) {
    return new CliError(
      'internal',
      `This is a bug in authrig: ${error instanceof Error ? error.message : 'unknown'}`,
      {
        hint: 'Run the command again with --verbose and report what it prints.',
        cause: error,
      },
    );
  }
  if (error.code === 'commander.help') {
    return new CliError('usage', `authrig ${named}`.trim() + ' needs a command.', { hint: `Run: ${help}` });
  }
  const near = optionHint(commandAt(program, argv), error);
  const [first = '', ...rest] = error.message.replace(/^error: /, '').split('\n');
  const suggestion =
    near ??
    verbsNamed(error, commandAt(program, argv)) ??
    choiceOf(commandAt(program, argv), error) ??
    rest.join(' ').replaceAll(/[()]/g, '').trim();
  const sentence = `${first.charAt(0).toUpperCase()}${first.slice(1)}`.replace(/\.?$/, '.');
  return new CliError('usage', sentence, { hint: `${suggestion} Run: ${help}`.trim() });
}
