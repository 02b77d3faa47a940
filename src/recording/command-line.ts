import type { Command, Option } from 'commander';
import { type IsSecret, tells } from './hide.ts';
import type { Pseudonyms } from './pseudonyms.ts';

/** Positional arguments that say which thing is meant, and are none themselves. */
const harmless = new Set(['provider', 'file', 'name', 'profile', 'shell', 'words', 'duration', 'kind', 'id']);
/** Options that take what is secret, beside those whose names tell. */
const isSecretOption: IsSecret = (name) =>
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
  const path = pathOf(command);
  const options = optionsOf(command);
  const rest = [...argv];
  const out: string[] = [];
  let words = 0;
  let positional = 0;
  const argument = (word: string): string => {
    const declared = command.registeredArguments;
    const name = declared[Math.min(positional, declared.length - 1)]?.name() ?? '';
    positional += 1;
    return harmless.has(name) ? pseudonyms.hide(word) : pseudonyms.of(word);
  };
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') {
      out.push('--', ...rest.map(argument));
      break;
    }
    const [, flag = word, inline] = /^(--[^=]+)=(.*)$/s.exec(word) ?? [];
    const option = word.startsWith('-')
      ? options.find(({ long, short }) => long === flag || short === flag)
      : undefined;
    if (option !== undefined && (option.required || option.optional)) {
      const value = inline ?? (option.required ? rest.shift() : undefined);
      out.push(value === undefined ? flag : `${flag}=${hiddenOption(option, value, pseudonyms)}`);
    } else if (word.startsWith('-') && word !== '-')
      out.push(option === undefined ? pseudonyms.hide(word) : word);
    else if (words < path.length && word === path[words]) {
      out.push(word);
      words += 1;
    } else out.push(argument(word));
  }
  return out;
}

function hiddenOption(option: Option, value: string, pseudonyms: Pseudonyms): string {
  const name = (option.long ?? '').replace(/^--/, '');
  if (option.flags.includes('<source>') || name.endsWith('-from')) return sourceKind(value);
  return isSecretOption(name) && !shownOptions.has(name) ? pseudonyms.of(value) : pseudonyms.hide(value);
}

/** The source without what may be secret in it, in a form that is a source still. */
function sourceKind(source: string): string {
  const [, kind = ''] = /^(cmd|file|env|url):/.exec(source) ?? [];
  if (kind === 'url') return 'url:https://hidden.invalid/';
  if (kind !== '') return `${kind}:hidden`;
  return /^(?:prompt|stdin|sandbox)$/.test(source) ? source : 'hidden';
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
