import { Command } from 'commander';
import type { Action, ActionOptions, Declare } from './command.ts';
import { nouns } from './commands/index.ts';
import { helpPage } from './help-page.ts';
import { annotate } from './notes.ts';
import { durationOption, textOption } from './options/values.ts';
import { providers } from './providers/index.ts';
import { optionOf } from './settings/names.ts';
import type { SettingDefinition } from './settings/settings.ts';

/** A command that keeps what its action was declared with, for whoever reads the tree instead of running it. */
export class Verb extends Command {
  declared: ActionOptions | undefined;

  override createCommand(name?: string): Verb {
    return new Verb(name);
  }

  override action(listener: Parameters<Command['action']>[0] & { readonly declared?: ActionOptions }): this {
    this.declared = listener.declared;
    return super.action(listener);
  }
}

/** Where commander's own text goes. */
export interface ProgramOutput {
  readonly help: (text: string) => void;
  readonly columns: number | undefined;
}

/**
 * The command tree. Nouns stand here with their summaries alone; a noun's verbs are declared when it is named,
 * and a verb's own module is imported when it runs.
 */
export function createProgram(action: Action, version: string, output: ProgramOutput): Verb {
  const program = new Verb('authrig');
  program
    .description('A test rig for provider auth flows: runs, scripts and emulates the sign-ins of providers.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .exitOverride()
    .configureOutput({
      writeOut: output.help,
      writeErr: () => {},
      ...(output.columns === undefined ? {} : { getOutHelpWidth: () => output.columns ?? 80 }),
    })
    .configureHelp({
      showGlobalOptions: true,
      subcommandTerm: termOf,
      formatHelp: (command, helper) => helpPage(command as Verb, helper),
    })
    .showSuggestionAfterError()
    .helpCommand(false)
    .hook('preSubcommand', async (_program, noun) => loaders.get(noun)?.());
  addGlobalOptions(program);
  for (const { name, summary, settings, commands } of providers) {
    addNoun(program, { name, summary, load: commands, group: 'Providers:', settings }, action);
  }
  for (const noun of nouns) addNoun(program, noun, action);
  addHelp(program, action);
  annotate(program, notes);
  return program;
}

/** A command in a list of commands: its name and what it takes, without the word that it has options. */
function termOf(command: Command): string {
  const taken = command.registeredArguments.map(
    (argument) =>
      (argument.required ? '<' : '[') +
      argument.name() +
      (argument.variadic ? '...' : '') +
      (argument.required ? '>' : ']'),
  );
  return [command.name(), ...taken].join(' ');
}

const notes = {
  authrig: {
    examples: [
      ["a whole QR login, with nobody's phone and nobody's key", 'authrig jekimo login --sandbox'],
      ['keep a key, asked for without echo', 'authrig config set jekimo.apiKey'],
      ['complete commands, options and profiles with the Tab key', 'authrig completion install'],
    ],
    next: ['authrig COMMAND --help', 'authrig help exit-codes, environment, json, sources or scenarios'],
  },
  help: {
    examples: [
      ['what each exit code means', 'authrig help exit-codes'],
      ['where keys and codes can be read from', 'authrig help sources'],
      ['the help of a command', 'authrig help jekimo login'],
    ],
    exits: { usage: 'there is neither a topic nor a command of this name' },
    next: ['authrig --help'],
  },
} as const;

function addGlobalOptions(program: Command): void {
  const choice = (flags: string, text: string, choices: string[]) =>
    program.addOption(program.createOption(flags, text).choices(choices));
  program
    .option('--json', 'print one JSON document on stdout, on success and on failure')
    .option('--field <path>', 'print one value of the result, raw', textOption('--field'))
    .option('--profile <name>', 'use the settings of this profile', textOption('--profile'))
    .option('--sandbox', 'use the embedded sandbox, with its keys and a simulated customer')
    .option('--no-input', 'never ask; also where stdin is no terminal, or CI is set')
    .option(
      '--timeout <duration>',
      'end the whole command after this long (90s, 2m)',
      durationOption('--timeout'),
    );
  program
    .option(
      '--record <file>',
      'write what went over the wire to this file, redacted (HAR 1.2); an older one becomes FILE.1',
      textOption('--record'),
    )
    .option('--include-secrets', 'leave the secrets in the file of --record')
    .option('--curl', 'print the curl commands that do the same, and send nothing');
  choice('--color <when>', 'when to colour what is said', ['auto', 'always', 'never']);
  program
    .option('-v, --verbose', 'show each exchange as it happens, redacted, and the stack of a bug')
    .option('-q, --quiet', 'say nothing but results and errors');
}

/** `authrig help TOPIC` prints a page; `authrig help COMMAND` is another way to say `authrig COMMAND --help`. */
function addHelp(program: Command, action: Action): void {
  const topic = action(async () => (await import('./commands/help/help.ts')).help);
  program
    .command('help')
    .summary('explain exit codes, environment, JSON, sources, scenarios')
    .description(
      'Prints a topic (exit-codes, environment, json, sources, scenarios) or the help of a command.',
    )
    .helpGroup('The rig:')
    .argument('[words...]', 'a topic, or the words of a command')
    .action(async (given: unknown, ...rest: unknown[]) => {
      const named = await findCommand(program, given as string[]);
      if (named === undefined) await topic(given, ...rest);
      else named.outputHelp();
    });
}

async function findCommand(program: Command, given: readonly string[]): Promise<Command | undefined> {
  let found: Command | undefined = program;
  for (const word of given) {
    await loaders.get(found)?.();
    found = found.commands.find((command) => command.name() === word);
    if (found === undefined) return undefined;
  }
  await loaders.get(found)?.();
  return found;
}

/** A word behind `authrig` with verbs of its own, or a verb itself where it declares none. */
export interface Noun {
  readonly name: string;
  readonly summary: string;
  readonly group: string;
  readonly load: () => Promise<Declare>;
  readonly settings?: readonly SettingDefinition[];
}

const loaders = new WeakMap<Command, () => Promise<void>>();

function addNoun(
  program: Command,
  { name, summary, group, load, settings = [] }: Noun,
  action: Action,
): void {
  const noun = program
    .command(name)
    .summary(summary)
    .description(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`)
    .helpGroup(group)
    .usage('<command> [options]');
  loaders.set(noun, async () => {
    loaders.delete(noun);
    (await load())(noun, action);
    for (const verb of noun.commands) addSettingOptions(verb, settings);
  });
  noun.helpCommand(false);
}

/** Declares every verb of every noun: for help topics, completions and tests, which need the whole tree. */
export async function declareAll(program: Command): Promise<void> {
  for (const noun of program.commands) await loaders.get(noun)?.();
}

/**
 * Declares the verbs of the noun that a command line names, where the parser stopped before it came to them: what is told
 * of its mistake names the whole command.
 */
export async function declareNamed(program: Command, argv: readonly string[]): Promise<void> {
  const noun = argv.flatMap((word) => program.commands.find((each) => each.name() === word) ?? [])[0];
  if (noun !== undefined) await loaders.get(noun)?.();
}

/** Every setting of a provider is an option of its verbs; a secret is given by its source, never by its value. */
function addSettingOptions(verb: Command, settings: readonly SettingDefinition[]): void {
  verb.optionsGroup('Settings, for this run alone:');
  for (const { name, summary, secret } of settings) {
    const flag = optionOf(name, secret === true);
    const help =
      secret === true
        ? `where to read the ${summary}: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL`
        : summary;
    verb.option(`${flag} ${secret === true ? '<source>' : '<value>'}`, help, textOption(flag));
  }
}
