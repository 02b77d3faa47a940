import type { ChalkInstance } from 'chalk';
import { CliError, errorCode } from '../errors.ts';
import type { Machine } from '../machine.ts';
import { maskByShape } from '../redaction/by-shape.ts';
import { mask } from '../redaction/mask.ts';
import type { Redactor } from '../redaction/redactor.ts';
import { type ColourChoice, wantsColour } from './colour.ts';
import { plain, plainLine } from './plain.ts';
import { wrap } from './wrap.ts';

/** How a message is meant; decides its colour and nothing else. */
export type Tone = 'plain' | 'good' | 'bad' | 'warning' | 'dim' | 'strong';

/** A line that changes while something is waited for. */
export interface Progress {
  /** Replaces the line's text. */
  update(text: string): void;
  /** Removes the line. */
  stop(): void;
}

/** The two streams: results on stdout, everything said to a person on stderr. */
export interface Terminal {
  /** True where stderr is a terminal and a line may be redrawn. */
  readonly animated: boolean;
  /** True under --verbose, for whoever would work to say what is not said otherwise. */
  readonly verbose: boolean;
  /** True where stderr may carry colour. */
  readonly coloured: boolean;
  /** True where stderr understands more than ASCII. */
  readonly unicode: boolean;
  /** Size of the terminal behind stderr in cells; undefined where it is none. */
  readonly size: { readonly columns: number; readonly rows: number } | undefined;
  /** Writes the result to stdout and waits until it is out. A closed pipe ends quietly; else `local` errors. */
  result(text: string): Promise<void>;
  /** Says something to a person: stripped of control characters, redacted, on stderr. Nothing under --quiet. */
  message(text: string, tone?: Tone): void;
  /** As `message`, and under --quiet too: errors and warnings that must be seen. */
  warning(text: string, tone?: Tone): void;
  /** Says something only under --verbose. */
  trace(text: string): void;
  /** The one way to write a secret to a person who must act on it: a link, a pin to be mailed, an outbox code. */
  reveal(label: string, secret: string): void;
  /** Writes lines drawn by the rig itself (a QR code) as they are. */
  draw(lines: readonly string[]): void;
  /** Shows a line that changes; where stderr is no terminal its first text is a message and the rest is silence. */
  progress(text: string): Promise<Progress>;
  /** Text as a result shows it: stripped, and masked where it is secret. */
  safe(text: string): string;
}

export interface TerminalOptions {
  readonly colour?: ColourChoice;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

type Streams = Pick<Machine, 'stdout' | 'stderr' | 'env'>;

/** The terminal over the machine's streams. chalk is loaded where colour is wanted, ora where a line may move. */
export async function createTerminal(
  machine: Streams,
  redactor: Redactor,
  options: TerminalOptions = {},
): Promise<Terminal> {
  const { stdout, stderr, env } = machine;
  const coloured = wantsColour(stderr, env, options.colour);
  const chalk = coloured ? new (await import('chalk')).Chalk({ level: 1 }) : undefined;
  const unicode = speaksUnicode(env);
  const animated = stderr.isTTY === true && env['TERM'] !== 'dumb' && options.quiet !== true;
  const onRunner = env['GITHUB_ACTIONS'] === 'true';
  const safe = (text: string) => {
    const shown = redactor.redact(plain(text));
    return onRunner ? withoutCommands(shown) : shown;
  };
  let moving: { clear(): unknown; render(): unknown } | undefined;

  const write = (text: string): void => {
    moving?.clear();
    stderr.write(text);
    moving?.render();
  };
  const say = (text: string, tone: Tone): void => {
    const line = stderr.isTTY && stderr.columns > 0 ? wrap(safe(text), stderr.columns) : safe(text);
    write(`${tint(chalk, tone, line)}\n`);
  };

  return {
    animated,
    verbose: options.verbose === true,
    coloured,
    unicode,
    safe,
    get size() {
      const { isTTY, columns, rows } = stderr;
      return isTTY === true && columns > 0 && rows > 0 ? { columns, rows } : undefined;
    },
    result: (text) => writeResult(stdout, text),
    message: (text, tone = 'plain') => {
      if (options.quiet !== true) say(text, tone);
    },
    warning: (text, tone = 'warning') => say(text, tone),
    trace: (text) => {
      // What a server says may name people whom nobody has told us of.
      if (options.verbose === true) say(maskByShape(plain(text), mask, redactor.redact), 'dim');
    },
    reveal: (label, secret) =>
      write(`${tint(chalk, 'dim', label)} ${tint(chalk, 'strong', plainLine(secret, 4000))}\n`),
    draw: (lines) => write(lines.map((line) => `${line}\n`).join('')),
    progress: async (text) => {
      if (!animated) {
        if (options.quiet !== true) say(text, 'plain');
        return { update: () => {}, stop: () => {} };
      }
      const { default: ora } = await import('ora');
      const spinner = ora({
        stream: stderr,
        text: safe(text),
        color: coloured ? 'cyan' : false,
        spinner: unicode ? 'dots' : 'line',
        discardStdin: false,
        // Decided above, by the machine that was handed over.
        isEnabled: true,
      });
      moving = spinner.start();
      return {
        update: (next) => {
          spinner.text = safe(next);
        },
        stop: () => {
          moving = undefined;
          spinner.stop();
        },
      };
    },
  };
}

/**
 * The runner of GitHub Actions acts on lines that begin with `::`, and in the older form on `##[` anywhere (S32). Text
 * from a server keeps its look, and is no command any more.
 * https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
 */
function withoutCommands(text: string): string {
  return text.replaceAll(/^([^\S\n]*:):/gm, '$1 :').replaceAll('##[', '## [');
}

function tint(chalk: ChalkInstance | undefined, tone: Tone, text: string): string {
  if (chalk === undefined || tone === 'plain') return text;
  const styles = {
    good: chalk.green,
    bad: chalk.red,
    warning: chalk.yellow,
    dim: chalk.dim,
    strong: chalk.bold,
  };
  return styles[tone](text);
}

/** The locale says whether block characters will show: an unset one is taken for UTF-8, as terminals do today. */
function speaksUnicode(env: Machine['env']): boolean {
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find((value) => (value ?? '') !== '');
  return locale === undefined || /utf-?8/i.test(locale);
}

async function writeResult(stdout: NodeJS.WriteStream, text: string): Promise<void> {
  const failure = await new Promise<Error | null | undefined>((resolve) => {
    try {
      stdout.write(text, resolve);
    } catch (error) {
      resolve(error as Error);
    }
  });
  const code = errorCode(failure);
  if (failure === null || failure === undefined || code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED')
    return;
  throw new CliError('local', `The result could not be written to stdout: ${code ?? failure.message}.`, {
    hint: 'Free some space, or send the output elsewhere.',
    cause: failure,
  });
}
