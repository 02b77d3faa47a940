import type { Command, Option } from 'commander';
import { CliError } from './errors.ts';
import { providers } from './providers/index.ts';
import { isSecretOption, isSource, partsOf } from './recording/command-line.ts';
import { mask } from './redaction/mask.ts';
import { optionOf } from './settings/names.ts';
import { asShellWord } from './shell-word.ts';
import { commandOf } from './usage.ts';

/** An option as it was typed, by its name. */
type Typed = ReadonlyMap<string, string>;

/** What was typed, by whom it is worth to be told again. */
interface TypedOptions {
  /** `jekimo login` */
  readonly command: string;
  readonly sandbox: Typed;
  readonly profile: Typed;
  /** The provider's settings, which every verb of it takes. */
  readonly settings: Typed;
  /** What only the same command takes. */
  readonly own: Typed;
}

/** A command line in a sentence, with what stands behind its words; not one that another command is handed. */
const commandLine = /(?<!-- )authrig ([a-z]+)(?: ([a-z][a-z-]*))?((?:(?!authrig )[^,`])*)/g;
/** Commands beside the providers' own that look at a profile, and those of them that take a sandbox. */
const ofProfile = new Set(['config', 'smoke', 'run', 'doctor']);
const ofSandbox = new Set(['smoke', 'run']);

/** Verbs of a noun that do not take the option which says where the others go. */
const nowhere = new Set(['sandbox start', 'sandbox exec']);
const ofAccount = new Set(['--country-code', '--phone', '--email']);
const personal: Readonly<Record<string, 'phone' | 'email'>> = { '--phone': 'phone', '--email': 'email' };

/**
 * The error with the command lines of its hint as they have to be typed after this command: at the same sandbox, in the
 * same profile and for the same account. What was typed there is told again, but no source of a secret, no code, and no
 * consent; whose account it is stands there masked.
 */
export function hintAsTyped(error: CliError, argv: readonly string[], command: Command): CliError {
  const { hint } = error.details;
  if (hint === undefined || !hint.includes('authrig ')) return error;
  const typed = typedOptions(argv, command);
  const told = hint.replaceAll(commandLine, (_line, noun: string, verb: string | undefined, rest: string) => {
    const words = verb === undefined ? noun : `${noun} ${verb}`;
    // A challenge knows whose it is.
    const isKnown = (name: string) => rest.includes('--challenge') && ofAccount.has(name);
    const more = optionsFor(words, typed).filter(([name]) => !rest.includes(name) && !isKnown(name));
    return [`authrig ${words}`, ...more.map(([, text]) => text)].join(' ') + rest;
  });
  return told === hint ? error : new CliError(error.kind, error.message, { ...error.details, hint: told });
}

function optionsFor(words: string, { command, sandbox, profile, settings, own }: TypedOptions) {
  const [noun = ''] = words.split(' ');
  const isProvider = providers.some(({ name }) => name === noun);
  return [
    ...(isProvider || ofSandbox.has(noun) ? sandbox : []),
    ...(isProvider || ofProfile.has(noun) ? profile : []),
    ...(command.startsWith(`${noun} `) && !nowhere.has(words) ? settings : []),
    ...(isProvider && command === words ? own : []),
  ];
}

function typedOptions(argv: readonly string[], command: Command): TypedOptions {
  const typed = new Map<string, string>();
  const own = new Map<string, string>();
  for (const part of partsOf(argv, command)) {
    if (!('option' in part)) continue;
    const { option, flag, value } = part;
    const name = option.long ?? flag;
    typed.set(name, textOf(flag, value));
    if (command.options.includes(option) && isHarmless(option, value)) own.set(name, textOf(flag, value));
  }
  const settings = settingNames(commandOf(command).split(' ')[0] ?? '');
  for (const name of settings) own.delete(name);
  const only = (...names: readonly string[]): Typed =>
    new Map([...typed].filter(([name]) => names.includes(name)));
  return {
    command: commandOf(command),
    sandbox: only('--sandbox'),
    profile: only('--profile'),
    settings: only(...settings),
    own,
  };
}

/** Whose account it is, masked; everything else as it was typed. */
function textOf(flag: string, value: string | undefined): string {
  if (value === undefined) return flag;
  const kind = personal[flag];
  return `${flag} ${kind === undefined ? asShellWord(value) : mask(value, kind)}`;
}

/** The options that say where a noun's verbs go: a provider's settings that are no secrets, and which sandbox. */
function settingNames(noun: string): readonly string[] {
  if (noun === 'sandbox') return ['--url'];
  const { settings = [] } = providers.find(({ name }) => name === noun) ?? {};
  return settings.filter(({ secret }) => secret !== true).map(({ name }) => optionOf(name, false));
}

/** An account, a switch, a word out of a few, or a number: what says how the command goes, and not how it looks. */
function isHarmless(option: Option, value: string | undefined): boolean {
  const name = (option.long ?? '').slice(2);
  if (isSource(option) || name === 'yes' || name.startsWith('qr')) return false;
  if (value === undefined || option.long === '--email') return true;
  return !isSecretOption(name) && /^(?:[a-z-]+|\d+(?:ms|s|m|h|d)?)$/.test(value);
}
