import type { Clock } from '../clock.ts';
import { CliError } from '../errors.ts';
import { isWebAddress } from '../http/address.ts';
import type { Machine } from '../machine.ts';
import type { Take } from '../outside.ts';
import type { Redactor } from '../redaction/redactor.ts';
import type { EmbeddedSandbox } from '../sandbox/embedded.ts';
import type { Prompter } from '../terminal/prompter.ts';
import type { Stdin } from '../terminal/stdin.ts';
import type { Terminal } from '../terminal/terminal.ts';

type EitherSource =
  | { readonly kind: 'prompt' | 'stdin' }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'cmd'; readonly command: string }
  | { readonly kind: 'url'; readonly url: string };

/** Where a lasting secret comes from: SOURCE of --api-key-from, --secret-from and their siblings. */
export type SecretSource = EitherSource | { readonly kind: 'env'; readonly name: string };

/** Where a one-time code comes from: SOURCE of --otp-from. A variable was set before the code was sent. */
export type Source = EitherSource | { readonly kind: 'sandbox' };

/** What the sources touch, handed over so that each can be tried alone. */
export interface SourceDeps {
  readonly prompter: Prompter;
  readonly stdin: Stdin;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly terminal: Pick<Terminal, 'message' | 'warning'>;
  readonly redactor: Pick<Redactor, 'learn'>;
  readonly env: Machine['env'];
  readonly platform: Machine['platform'];
  readonly sandbox?: Pick<EmbeddedSandbox, 'outbox'> | undefined;
  /** There while the run is recorded or replayed. */
  readonly take?: Take | undefined;
  /** GETs the address, plain http included, within `timeoutMs`; empty where nothing is there yet (204, 404). */
  readonly fetchText: (url: string, timeoutMs: number) => Promise<string>;
  /** Signals a process, or with a negative id its whole group, as `process.kill` does. */
  readonly kill: (pid: number, signal: 'SIGTERM' | 'SIGKILL') => void;
}

const secretForms = 'prompt, stdin, env:NAME, file:PATH, cmd:COMMAND or url:URL';
const codeForms = 'prompt, stdin, file:PATH, cmd:COMMAND, url:URL or sandbox';

/** Reads the SOURCE of a code as it is typed; throws `usage` naming the option and the forms. */
export function parseSource(text: string, option = '--otp-from'): Source {
  if (text === 'sandbox') return { kind: 'sandbox' };
  if (text.startsWith('env:')) {
    return refuse(`${option} can't read a variable: it was set before the code was sent.`, option, codeForms);
  }
  return parse(text) ?? refuse(`${option} does not say where to read from.`, option, codeForms);
}

/** Reads the SOURCE of a lasting secret as it is typed; throws `usage` naming the option and the forms. */
export function parseSecretSource(text: string, option: string): SecretSource {
  if (text === 'sandbox')
    return refuse(
      `${option} can't read from the sandbox's outbox: it holds codes only.`,
      option,
      secretForms,
    );
  const name = /^env:([A-Za-z_]\w*)$/.exec(text)?.[1];
  if (name !== undefined) return { kind: 'env', name };
  return parse(text) ?? refuse(`${option} does not say where to read from.`, option, secretForms);
}

function parse(text: string): EitherSource | undefined {
  const [, kind = text, rest = ''] = /^(file|cmd|url):(.*)$/s.exec(text) ?? [];
  if (kind === 'prompt' || kind === 'stdin') return { kind };
  if (rest.trim() === '') return undefined;
  if (kind === 'file') return { kind, path: rest };
  if (kind === 'cmd') return { kind, command: rest };
  return kind === 'url' && isWebAddress(rest) ? { kind, url: rest } : undefined;
}

/** What was typed may be the secret itself, so it is not repeated. */
function refuse(problem: string, option: string, forms: string): never {
  throw new CliError('usage', problem, { hint: `Give ${option} one of: ${forms}.` });
}

/** The source in words, without what may be secret in it. */
export function describeSource(source: Source): string {
  if (source.kind === 'file') return source.path;
  if (source.kind === 'url') return new URL(source.url).host;
  if (source.kind === 'cmd') return 'the command';
  if (source.kind === 'sandbox') return "the sandbox's outbox";
  return source.kind === 'stdin' ? 'standard input' : 'the prompt';
}
