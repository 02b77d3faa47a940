import type { Result } from './command.ts';
import { CliError, type CliErrorOptions, type ProviderFault } from './errors.ts';
import type { ColourChoice } from './terminal/colour.ts';
import { jsonText, plainLine } from './terminal/plain.ts';
import type { Terminal } from './terminal/terminal.ts';
import { wrap } from './terminal/wrap.ts';

/** How a command answers. */
export interface OutputMode {
  readonly json?: boolean | undefined;
  /** JSON over several lines, for a person. */
  readonly pretty?: boolean | undefined;
  /** The path of the one value to print. */
  readonly field?: string | undefined;
  readonly quiet?: boolean;
  /** True where whoever runs the command tells what went wrong, and its document alone has it. */
  readonly errorsUntold?: boolean;
  readonly verbose?: boolean;
  readonly colour?: ColourChoice;
}

/**
 * Writes a command's result to stdout: one JSON document, one field, or text with its secrets masked. What went wrong
 * behind the result is told after it, and under --json beside it. Returns the exit code.
 */
export async function printResult(
  terminal: Terminal,
  command: string,
  mode: OutputMode,
  result: Result,
): Promise<number> {
  const { data, afterwards, exitCode = 0 } = result;
  if (afterwards !== undefined && mode.json) {
    const failure = new CliError(afterwards.kind, afterwards.message, { ...afterwards.details, data });
    return printFailure(terminal, command, mode, failure, afterwards);
  }
  const text = textOf(terminal, command, mode, result);
  if (text !== undefined) await terminal.result(text);
  return afterwards === undefined ? exitCode : printFailure(terminal, command, mode, afterwards, afterwards);
}

function textOf(terminal: Terminal, command: string, mode: OutputMode, result: Result): string | undefined {
  const { data, rows, alone, silent } = result;
  if (silent) return undefined;
  if (mode.json) return document(resultDocument(command, data), mode);
  if (mode.field !== undefined) return `${fieldOf(data, mode.field)}\n`;
  if (alone !== undefined) return `${alone}\n`;
  return rows === undefined ? undefined : table(terminal, rows, mode);
}

/** Says on stderr why a command failed, and under --json on stdout; returns the exit code. */
export async function printFailure(
  terminal: Terminal,
  command: string,
  mode: OutputMode,
  failure: CliError,
  cause: unknown,
): Promise<number> {
  const { kind, exitCode } = failure;
  if (mode.errorsUntold !== true) tellFailure(terminal, failure);
  if (kind === 'internal' && cause instanceof Error) terminal.trace(stackOf(cause));
  if (mode.json) {
    const text = document(failureDocument(terminal, command, failure), mode);
    return terminal.result(text).then(
      () => exitCode,
      (unwritable: CliError) => printFailure(terminal, command, {}, unwritable, unwritable),
    );
  }
  return exitCode;
}

/** The two lines of a failure: what happened, and what to do. */
export function tellFailure(
  { warning }: Pick<Terminal, 'warning'>,
  { kind, message, details }: CliError,
): void {
  const hint = hintOf(details);
  warning(message, kind === 'cancelled' ? 'plain' : 'bad');
  if (hint !== undefined) warning(hint, 'plain');
}

/** What --json prints for a command that ended well. */
export function resultDocument(command: string, data: Result['data']): Readonly<Record<string, unknown>> {
  return { ok: true, command, data };
}

/** What --json prints for a command that failed. */
export function failureDocument(
  { safe }: Pick<Terminal, 'safe'>,
  command: string,
  { kind, exitCode, message, details }: CliError,
): Readonly<Record<string, unknown>> {
  const { provider, data, retryable } = details;
  const hint = hintOf(details);
  const error = {
    kind,
    exitCode,
    message: safe(message),
    ...(hint === undefined ? {} : { hint: safe(hint) }),
    retryable: retryable === true,
    ...(provider === undefined ? {} : { provider: safeFault({ safe }, provider) }),
  };
  return { ok: false, command, error, ...(data && { data }) };
}

/** What to do next, behind the reason where a sandbox tells it. */
function hintOf({ hint, provider }: CliErrorOptions): string | undefined {
  const reason = provider?.sandboxHint;
  return reason === undefined ? hint : `The sandbox says why: ${reason}. ${hint ?? ''}`.trimEnd();
}

/** The code is the server's own word, and a server may repeat what it was sent. */
function safeFault(
  { safe }: Pick<Terminal, 'safe'>,
  { sandboxHint: _hint, ...fault }: ProviderFault,
): ProviderFault {
  return fault.code === undefined ? fault : { ...fault, code: safe(fault.code) };
}

function document(content: unknown, mode: OutputMode): string {
  return `${jsonText(content, { pretty: mode.pretty === true })}\n`;
}

function stackOf(error: Error): string {
  const stack = error.stack ?? error.message;
  return error.cause instanceof Error ? `${stack}\nCaused by: ${stackOf(error.cause)}` : stack;
}

/** A last column that is narrower is left to the terminal. */
const narrowest = 16;

/**
 * Every column but the last is as wide as its widest entry. At a terminal the last one is broken between words; what is
 * piped has a line for each row.
 */
function table(terminal: Terminal, rows: NonNullable<Result['rows']>, { pretty }: OutputMode): string {
  const shown = rows.map(([label, ...values]) => [
    label,
    ...values.map((value) => terminal.safe(plainLine(value, 4000))),
  ]);
  const widths = (shown[0] ?? []).map((_, column) =>
    Math.max(...shown.map((row) => row[column]?.length ?? 0)),
  );
  const before = widths.slice(0, -1).reduce((sum, width) => sum + width + 2, 0);
  const room = pretty === true ? (terminal.size?.columns ?? Number.POSITIVE_INFINITY) - before : Number.NaN;
  const broken = (cell: string) =>
    room >= narrowest ? wrap(cell, room).replaceAll('\n', `\n${' '.repeat(before)}`) : cell;
  return shown
    .map((row) => {
      const cells = row.map((cell, column) =>
        column < row.length - 1 ? cell.padEnd(widths[column] ?? 0) : broken(cell),
      );
      return `${cells.join('  ').trimEnd()}\n`;
    })
    .join('');
}

/** Refuses a --field that the command will not have, before it does anything. Throws `usage`. */
export function checkField({ field }: OutputMode, fields: readonly string[] | undefined): void {
  const [name = ''] = field?.split('.') ?? [];
  if (field !== undefined && fields !== undefined && !fields.includes(name)) throw noField(field, fields);
}

function noField(path: string, fields: readonly string[]): CliError {
  return new CliError('usage', `The result has no field "${path.slice(0, 60)}".`, {
    hint: `Its fields are: ${fields.join(', ')}.`,
  });
}

/** One value of the data by its dotted path, raw: a text as it is, everything else as JSON. Throws `usage`. */
function fieldOf(data: Result['data'], path: string): string {
  let value: unknown = data;
  for (const name of path.split('.')) {
    const holder: unknown = value;
    // What is null as a whole has no parts, and a script may ask for one of them.
    if (holder === null) break;
    if (typeof holder !== 'object' || !Object.hasOwn(holder, name)) {
      throw noField(path, Object.keys(data));
    }
    value = (holder as Record<string, unknown>)[name];
  }
  return typeof value === 'string' ? plainLine(value, Number.POSITIVE_INFINITY) : jsonText(value);
}
