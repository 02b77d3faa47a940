import type { Argument, Command, Option } from 'commander';
import type { Verb } from '../program.ts';
import { type Place, type Values, valuesAt } from './values.ts';
import type { VendorWords } from './vendor-words.ts';

/** An option as a shell completes it. */
export interface OptionShape {
  /** `--country-code` */
  readonly long: string;
  /** `-y` */
  readonly short: string | undefined;
  readonly summary: string;
  /** What its value is called, and what it may be; undefined for a switch. */
  readonly value: { readonly placeholder: string; readonly values: Values } | undefined;
}

/** A positional argument. */
export interface InputShape {
  readonly name: string;
  readonly variadic: boolean;
  readonly summary: string;
  readonly values: Values;
}

/** A command as a shell completes it: a noun with its verbs, or what runs. */
export interface CommandShape {
  /** `authrig jekimo login` without its first word. */
  readonly words: readonly string[];
  readonly name: string;
  readonly summary: string;
  /** Its own options alone. */
  readonly options: readonly OptionShape[];
  readonly inputs: readonly InputShape[];
  readonly commands: readonly CommandShape[];
  /** What --field may name. */
  readonly fields: readonly string[];
}

/** The options that every command has, and the commands. */
export interface TreeShape {
  readonly options: readonly OptionShape[];
  readonly nouns: readonly CommandShape[];
}

/** Every command of the tree, those that only hold others included. */
export function everyCommand({ nouns }: TreeShape): readonly CommandShape[] {
  return nouns.flatMap((noun) => [noun, ...noun.commands]);
}

/** Reads a tree whose every verb is declared. */
export function shapeOf(program: Verb, vendor: VendorWords): TreeShape {
  const nouns = program.commands.map((noun) => commandShape(noun, [noun.name()], vendor));
  const topics = nouns.flatMap(({ name }) => name);
  return {
    options: [...optionsOf(program, vendor), help].filter(({ long }) => long !== '--version'),
    nouns: nouns.map((noun) => (noun.name === 'help' ? withWords(noun, topics) : noun)),
  };
}

/** Behind `help` stands a topic or a command. */
function withWords(help: CommandShape, words: readonly string[]): CommandShape {
  const inputs = help.inputs.map((input) => ({
    ...input,
    values: { ...input.values, words: [...input.values.words, ...words.filter((word) => word !== 'help')] },
  }));
  return { ...help, inputs };
}

const help: OptionShape = { long: '--help', short: '-h', summary: 'print help', value: undefined };

function commandShape(command: Command, words: readonly string[], vendor: VendorWords): CommandShape {
  const { declared } = command as Verb;
  const place = { command: words.join(' '), fields: declared?.fields ?? [] };
  return {
    words,
    name: command.name(),
    summary: command.summary(),
    options: optionsOf(command, vendor),
    inputs: command.registeredArguments.map((argument) => inputShape(argument, place, vendor)),
    commands: command.commands.map((verb) => commandShape(verb, [...words, verb.name()], vendor)),
    fields: place.fields,
  };
}

function optionsOf(command: Command, vendor: VendorWords): readonly OptionShape[] {
  return command.options
    .filter(({ hidden }) => !hidden)
    .map((option) => optionShape(option, wordsOf(command), vendor));
}

function wordsOf(command: Command): string {
  return command.parent === null ? '' : `${wordsOf(command.parent)} ${command.name()}`.trim();
}

function optionShape(option: Option, command: string, vendor: VendorWords): OptionShape {
  const { long, short, description: summary, argChoices: choices } = option;
  const [, placeholder] = /[<[]([^>\].]+)/.exec(option.flags) ?? [];
  const name = long ?? '';
  return {
    long: name,
    short,
    summary,
    value:
      placeholder === undefined
        ? undefined
        : {
            placeholder,
            values: valuesAt({ command, name, placeholder, summary, choices, fields: [] }, vendor),
          },
  };
}

function inputShape(
  argument: Argument,
  { command, fields }: Pick<Place, 'command' | 'fields'>,
  vendor: VendorWords,
): InputShape {
  const { description: summary, variadic, argChoices: choices } = argument;
  const name = argument.name();
  return {
    name,
    variadic,
    summary,
    values: valuesAt({ command, name, placeholder: name, summary, choices, fields }, vendor),
  };
}
