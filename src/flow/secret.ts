import { CliError } from '../errors.ts';
import { isLoopback } from '../http/address.ts';
import { taken } from '../outside.ts';
import type { SecretKind } from '../redaction/redactor.ts';
import { asShellWord } from '../shell-word.ts';
import type { SecretSource, SourceDeps } from './source.ts';
import { readBounded } from './sources/bounded-read.ts';
import { runCommand } from './sources/shell.ts';

/** What is read, for messages and for the redactor. */
export interface SecretNature {
  /** Such as `Jekimo API key`; without it the option's own words. */
  readonly what?: string;
  /** How the redactor remembers it: a key where nothing is said. */
  readonly kind?: SecretKind;
}

interface Named {
  readonly what: string;
  readonly option: string;
}

const limitBytes = 65_536;
/** One newline behind the longest secret. */
const limitWithNewline = limitBytes + 2;
const fetchTimeoutMs = 10_000;
const readableByAll = 0o004;

/**
 * Reads a lasting secret once, from what the option named. Throws `usage` for what can be no secret (empty, several
 * lines, NUL, over 64 KB) and for a source that holds none; `local` for a file that may not be read. The redactor
 * knows the secret from here on.
 */
export async function readSecret(
  source: SecretSource,
  deps: SourceDeps,
  option: string,
  nature: SecretNature = {},
): Promise<string> {
  const named = { option, what: nature.what ?? wordsOf(option) };
  const read = () => rawSecret(source, named, deps);
  const text = source.kind === 'prompt' ? await read() : await taken(deps, 'secret', named.what, read);
  const secret = cleanSecret(text, named);
  deps.redactor.learn(secret, nature.kind ?? 'key');
  return secret;
}

/** The secret in a text: without byte order mark and without one newline at its end. */
export function cleanSecret(text: string, { what, option }: Named): string {
  const secret = text.replace(/^\uFEFF/, '').replace(/\r?\n$/, '');
  const refuse = (problem: string) =>
    new CliError('usage', `${option} gave no usable ${what}: it ${problem}.`, {
      hint: `Let the source of ${option} hold the ${what} alone, on one line.`,
    });
  if (secret.trim() === '') throw refuse('is empty');
  if (secret.includes('\0')) throw refuse('contains a NUL character');
  if (/[\r\n]/.test(secret)) throw refuse('has more than one line');
  if (Buffer.byteLength(secret) > limitBytes) throw refuse('is longer than 64 KB');
  return secret;
}

/** `--api-key-from` asks for the `API key`. */
function wordsOf(option: string): string {
  const words = option.replaceAll(/^--|-from$/g, '').replaceAll('-', ' ');
  return words.replace(/\bapi\b/, 'API');
}

async function rawSecret(source: SecretSource, request: Named, deps: SourceDeps): Promise<string> {
  const { what, option } = request;
  switch (source.kind) {
    case 'prompt':
      return deps.prompter.secret({ message: `${what}:`, option });
    case 'stdin':
      return pipedSecret(request, deps);
    case 'file':
      return fileSecret(source.path, request, deps);
    case 'env':
      return variableSecret(source.name, request, deps);
    case 'cmd': {
      const run = { option, env: {}, limitBytes: limitWithNewline, signal: deps.signal };
      return decode(await runCommand(source.command, run, deps), option);
    }
    case 'url':
      warnOfPlainHttp(source.url, request, deps);
      return deps.fetchText(source.url, fetchTimeoutMs);
  }
}

async function pipedSecret({ what, option }: Named, { stdin }: SourceDeps): Promise<string> {
  if (!stdin.isTTY) return stdin.text(limitWithNewline);
  throw new CliError('usage', `Standard input is a terminal, which would show the ${what} as it is typed.`, {
    hint: `Use ${option} prompt, or pipe the ${what} in.`,
  });
}

/** An empty variable counts as unset, as everywhere. */
function variableSecret(name: string, { what, option }: Named, { env }: SourceDeps): string {
  const value = Object.hasOwn(env, name) ? (env[name] ?? '') : '';
  if (value !== '') return value;
  throw new CliError('usage', `${option} names the variable ${name}, which is not set.`, {
    hint: `Put the ${what} into ${name}, and see that it is exported.`,
  });
}

async function fileSecret(path: string, request: Named, deps: SourceDeps): Promise<string> {
  const { option, what } = request;
  const { clock, signal } = deps;
  const content = await readBounded(path, { option, limitBytes: limitWithNewline, clock, signal });
  if (content === undefined) {
    throw new CliError('usage', `${option} names a file that does not exist: ${path}`, {
      hint: `Check the path, or put the ${what} there.`,
    });
  }
  if (deps.platform !== 'win32' && content.regular && (content.mode & readableByAll) !== 0) {
    deps.terminal.warning(
      `${path} can be read by every user of this machine. Close it with: chmod 600 ${asShellWord(path)}`,
    );
  }
  return decode(content.bytes, option);
}

function warnOfPlainHttp(url: string, { what }: Named, { terminal }: SourceDeps): void {
  const { protocol, hostname, host } = new URL(url);
  if (protocol === 'https:' || isLoopback(hostname)) return;
  terminal.warning(`The ${what} comes from ${host} unencrypted: whoever is on the way can read it.`);
}

/** UTF-8, or UTF-16 by its mark, as PowerShell writes it. */
function decode(bytes: Buffer, option: string): string {
  const [first, second] = bytes;
  const little = first === 0xff && second === 0xfe;
  const big = first === 0xfe && second === 0xff;
  try {
    return new TextDecoder(little ? 'utf-16le' : big ? 'utf-16be' : 'utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new CliError('usage', `${option} gave something that is not UTF-8 text.`, {
      hint: 'Save it as UTF-8.',
      cause,
    });
  }
}
