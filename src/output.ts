import type { Result } from './command.ts';
import { CliError } from './errors.ts';
import type { ColourChoice } from './terminal/colour.ts';
import { jsonText, plainLine } from './terminal/plain.ts';
import type { Terminal } from './terminal/terminal.ts';

/** How a command answers. */
export interface OutputMode {
  readonly json?: boolean | undefined;
  /** JSON over several lines, for a person. */
  readonly pretty?: boolean | undefined;
  /** The path of the one value to print. */
  readonly field?: string | undefined;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly colour?: ColourChoice;
}

/** Writes a command's result to stdout: one JSON document, one field, or text with its secrets masked. */
export async function printResult(
  terminal: Terminal,
  command: string,
  mode: OutputMode,
  result: Result,
): Promise<void> {
  if (result.silent) return;
  if (mode.json) await terminal.result(document({ ok: true, command, data: result.data }, mode));
  else if (mode.field !== undefined) await terminal.result(`${fieldOf(result.data, mode.field)}\n`);
  else if (result.alone !== undefined) await terminal.result(`${result.alone}\n`);
  else if (result.rows !== undefined) await terminal.result(table(terminal, result.rows));
}

/** Says on stderr why a command failed, and under --json on stdout; returns the exit code. */
export async function printFailure(
  terminal: Terminal,
  command: string,
  mode: OutputMode,
  failure: CliError,
  cause: unknown,
): Promise<number> {
  const { kind, message, exitCode, details } = failure;
  terminal.warning(message, kind === 'cancelled' ? 'plain' : 'bad');
  if (details.hint !== undefined) terminal.warning(details.hint, 'plain');
  if (kind === 'internal' && cause instanceof Error) terminal.trace(stackOf(cause));
  if (mode.json) {
    const error = {
      kind,
      exitCode,
      message: terminal.safe(message),
      ...(details.hint === undefined ? {} : { hint: terminal.safe(details.hint) }),
      retryable: details.retryable === true,
      ...(details.provider === undefined ? {} : { provider: details.provider }),
    };
    const text = document({ ok: false, command, error, ...(details.data && { data: details.data }) }, mode);
    return terminal.result(text).then(
      () => exitCode,
      (unwritable: CliError) => unwritable.exitCode,
    );
  }
  return exitCode;
}

function document(content: unknown, mode: OutputMode): string {
  return `${jsonText(content, { pretty: mode.pretty === true })}\n`;
}

function stackOf(error: Error): string {
  const stack = error.stack ?? error.message;
  return error.cause instanceof Error ? `${stack}\nCaused by: ${stackOf(error.cause)}` : stack;
}

function table(terminal: Terminal, rows: NonNullable<Result['rows']>): string {
  const width = Math.max(0, ...rows.map(([label]) => label.length));
  return rows
    .map(
      ([label, value]) => `${label.padEnd(width)}  ${terminal.safe(plainLine(value, 4000))}`.trimEnd() + '\n',
    )
    .join('');
}

/** One value of the data by its dotted path, raw: a text as it is, everything else as JSON. Throws `usage`. */
function fieldOf(data: Result['data'], path: string): string {
  let value: unknown = data;
  for (const name of path.split('.')) {
    const holder: unknown = value;
    if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, name)) {
      const names = typeof data === 'object' ? Object.keys(data).join(', ') : '';
      throw new CliError('usage', `The result has no field "${path}".`, {
        hint: `Its fields are: ${names}.`,
      });
    }
    value = (holder as Record<string, unknown>)[name];
  }
  return typeof value === 'string' ? plainLine(value, Number.POSITIVE_INFINITY) : jsonText(value);
}
