import type { Argument, Command, Option } from 'commander';
import type { ActionOptions } from './command.ts';
import type { CliError } from './errors.ts';
import { createProgram, declareAll, Verb } from './program.ts';
import { explain } from './usage.ts';

/** An option as the command tree declares it. */
export interface VerbOption {
  /** Without its dashes: `country-code`, and `no-browser` for one that switches something off. */
  readonly name: string;
  readonly summary: string;
  readonly takesValue: boolean;
  /** True where the value says where a secret or a code is read from. */
  readonly isSource: boolean;
  readonly choices?: readonly string[];
}

/** A positional argument. */
export interface VerbInput {
  readonly name: string;
  readonly summary: string;
  readonly required: boolean;
  readonly variadic: boolean;
}

/** A command as the tree declares it, without running or loading it. */
export interface VerbCard {
  /** `juvlon verify` */
  readonly name: string;
  readonly summary: string;
  /** Its own, and the two that every command has and a script may want for one alone: `profile` and `timeout`. */
  readonly options: ReadonlyMap<string, VerbOption>;
  readonly inputs: readonly VerbInput[];
  readonly declared: ActionOptions;
}

const shared = new Set(['--profile', '--timeout']);

/** All commands, to be looked up and to be tried. */
export interface VerbTree {
  /** By their words, in the order of the help. */
  readonly verbs: ReadonlyMap<string, VerbCard>;
  /** What the parser has against a command line, which is not run; undefined where it takes it. */
  check(argv: readonly string[]): Promise<CliError | undefined>;
}

/** The whole command tree, to be read and not to be run; its help is 80 columns wide. */
export async function declaredTree(): Promise<Verb> {
  const program = createProgram((_load, declared = {}) => Object.assign(async () => {}, { declared }), '', {
    help: () => {},
    columns: 80,
  });
  await declareAll(program);
  return program;
}

/** Reads the command tree. */
export async function readVerbs(): Promise<VerbTree> {
  const program = await declaredTree();
  const common = program.options.filter(({ long }) => shared.has(long ?? ''));
  const cards = leavesOf(program, []).map(([words, verb]) => cardOf(words, verb, common));
  return {
    verbs: new Map(cards.map((card) => [card.name, card])),
    check: async (argv) => {
      try {
        await program.parseAsync([...argv], { from: 'user' });
        return undefined;
      } catch (error) {
        return explain(error, program, argv);
      }
    },
  };
}

function leavesOf(command: Command, words: readonly string[]): [readonly string[], Verb][] {
  if (command.commands.length > 0)
    return command.commands.flatMap((child) => leavesOf(child, [...words, child.name()]));
  return command instanceof Verb ? [[words, command]] : [];
}

function cardOf(words: readonly string[], verb: Verb, common: readonly Option[]): VerbCard {
  const options = [...verb.options, ...common].map(optionOf);
  return {
    name: words.join(' '),
    summary: verb.summary(),
    options: new Map(options.map((option) => [option.name, option])),
    inputs: verb.registeredArguments.map(inputOf),
    declared: verb.declared ?? {},
  };
}

function optionOf({ long, description, argChoices, required, optional, flags }: Option): VerbOption {
  return {
    name: (long ?? '').replace(/^--/, ''),
    summary: description,
    takesValue: required || optional,
    isSource: flags.endsWith('<source>'),
    ...(argChoices === undefined ? {} : { choices: argChoices }),
  };
}

function inputOf(argument: Argument): VerbInput {
  const { description: summary, required, variadic } = argument;
  return { name: argument.name(), summary, required, variadic };
}
