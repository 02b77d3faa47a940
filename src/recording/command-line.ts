import type { Command, Option } from 'commander';
import { type IsSecret, tells } from './hide.ts';
import type { Pseudonyms } from './pseudonyms.ts';

/** One part of a command line: a word of the command, an argument, or an option with its value. */
export type Part =
  | { readonly word: string }
  | { readonly argument: string; readonly name: string }
  | { readonly option: Option; readonly flag: string; readonly value: string | undefined };

/** The command line in its parts, as the command's declaration has them. An option that is none counts as a word. */
export function partsOf(argv: readonly string[], command: Command): Part[] {
  const path = pathOf(command);
  const options = optionsOf(command);
  const rest = [...argv];
  const parts: Part[] = [];
  const declared = command.registeredArguments;
  let words = 0;
  let placed = 0;
  const argument = (given: string): Part => {
    const name = declared[Math.min(placed, declared.length - 1)]?.name() ?? '';
    placed += 1;
    return { argument: given, name };
  };
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') return [...parts, { word }, ...rest.map(argument)];
    const [, flag = word, inline] = /^(--[^=]+)=(.*)$/s.exec(word) ?? [];
    const option = word.startsWith('-')
      ? options.find(({ long, short }) => long === flag || short === flag)
      : undefined;
    if (option !== undefined) {
      const value = inline ?? (option.required ? rest.shift() : undefined);
      parts.push({ option, flag, value });
    } else if (word.startsWith('-') && word !== '-') parts.push({ word });
    else if (words < path.length && word === path[words]) {
      parts.push({ word });
      words += 1;
    } else parts.push(argument(word));
  }
  return parts;
}

/** Positional arguments that say which thing is meant, and are none themselves. */
const harmless = new Set(['provider', 'file', 'name', 'profile', 'shell', 'words', 'duration', 'kind', 'id']);
/** Options that take what is secret, beside those whose names tell. */
export const isSecretOption: IsSecret = (name) =>
  tells(name) || /^(?:to|value|var|challenge|user|callback-path)$/.test(name);
const shownOptions = new Set(['two-fa-header', 'method']);

/**
 * A command line as it can be typed again: secrets replaced, and of a source only its kind, since a command or an
 * address may hold anything.
 */
export function hiddenCommandLine(
  argv: readonly string[],
  command: Command,
  pseudonyms: Pseudonyms,
): string[] {
  return partsOf(argv, command).map((part) => {
    if ('word' in part) return pseudonyms.hide(part.word);
    if ('argument' in part)
      return harmless.has(part.name) ? pseudonyms.hide(part.argument) : pseudonyms.of(part.argument);
    const { option, flag, value } = part;
    return value === undefined ? flag : `${flag}=${hiddenOption(option, value, pseudonyms)}`;
  });
}

/** True where the option says where a secret or a code is read from. */
export function isSource({ flags, long }: Option): boolean {
  return flags.includes('<source>') || (long ?? '').endsWith('-from');
}

function hiddenOption(option: Option, value: string, pseudonyms: Pseudonyms): string {
  const name = (option.long ?? '').replace(/^--/, '');
  if (isSource(option)) return sourceKind(value, pseudonyms);
  return isSecretOption(name) && !shownOptions.has(name) ? pseudonyms.of(value) : pseudonyms.hide(value);
}

/** The source without what may be secret in it, in a form that is a source still. */
function sourceKind(source: string, { hide }: Pseudonyms): string {
  if (/^(?:prompt|stdin|sandbox)$/.test(source)) return source;
  if (/^https?:/.test(source)) return hide(source);
  const [, kind = ''] = /^(cmd|file|env|url):/.exec(source) ?? [];
  if (kind === 'url') return 'url:https://hidden.invalid/';
  return kind === '' ? 'hidden' : `${kind}:hidden`;
}

function pathOf(command: Command): string[] {
  const path: string[] = [];
  for (let at: Command | null = command; at?.parent != null; at = at.parent) path.unshift(at.name());
  return path;
}

function optionsOf(command: Command): Option[] {
  const all: Option[] = [];
  for (let at: Command | null = command; at !== null; at = at.parent) all.push(...at.options);
  return all;
}
