import { CliError, type ErrorKind, errorCode, exitCodes } from '../errors.ts';
import { v } from '../http/contract.ts';
import { readPlainFile } from '../plain-file.ts';
import { asShellWord } from '../shell-word.ts';
import { forms, type Har, type RecordedRun } from './recording.ts';

/** A recording of ours, or a HAR file that a browser saved: `log._authrig` tells them apart. */
export type Recording = Har;

/** A recording that `--record` wrote. */
export interface OwnRecording extends Recording {
  readonly log: Recording['log'] & { readonly _authrig: RecordedRun };
}

/** The most that is read, in bytes: a browser's export of a whole sign-in, pictures included, is far below. */
const largestFile = 100 * 1024 * 1024;

/**
 * Reads a recording or a browser's HAR file. Throws `usage` for what is neither, naming the first thing that is wrong
 * with it, and `local` for a file that can't be read.
 */
export async function readRecording(path: string): Promise<Recording> {
  const text = (await readText(path)).replace(/^\uFEFF/, '');
  const problem = (what: string) => noRecording(path, what);
  const json = parse(text);
  if (json === undefined)
    throw problem(isCutOff(text) ? 'it is cut off, and its end is missing' : 'it is no JSON');
  if (isNewer(json)) {
    throw new CliError('usage', `${path} was recorded by a newer authrig, and this one can't read it.`, {
      hint: 'Update authrig on this machine, or look at it where it was recorded.',
    });
  }
  const read = v.safeParse(har, json, { abortEarly: true });
  if (read.success) return read.output;
  const where = v.getDotPath(read.issues[0]);
  throw problem(
    where === null ? 'it holds something else' : `its member "${where}" is not what HAR 1.2 says`,
  );
}

/** As `readRecording`, for what can only be done with a recording of ours: a browser's file is a `usage` error too. */
export async function readOwnRecording(path: string): Promise<OwnRecording> {
  const { log } = await readRecording(path);
  const { _authrig: run } = log;
  if (run === undefined)
    throw noRecording(
      path,
      'it was saved by another program and does not say which command was run',
      `See what happened in it with: authrig explain ${asShellWord(path)}`,
    );
  return { log: { ...log, _authrig: run } };
}

function noRecording(
  path: string,
  why: string,
  hint = 'Make one by adding --record FILE to the command that is to be looked at.',
): CliError {
  return new CliError('usage', `${path} is no recording: ${why}.`, { hint });
}

async function readText(path: string): Promise<string> {
  try {
    const bytes = await readPlainFile(path, largestFile);
    if (bytes === 'no plain file') throw noRecording(path, 'it is no plain file');
    if (bytes === 'too large') throw noRecording(path, `it is larger than ${largestFile / 1024 / 1024} MB`);
    return bytes.toString('utf8');
  } catch (error) {
    if (error instanceof CliError) throw error;
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') throw noRecording(path, 'there is no such file');
    throw new CliError('local', `${path} could not be read: ${code ?? 'unknown reason'}.`, {
      hint: `Type \`ls -l ${asShellWord(path)}\` to look at it.`,
      cause: error,
    });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The parser was content with all that is there, and wanted more. */
function isCutOff(text: string): boolean {
  try {
    JSON.parse(text);
    return false;
  } catch (error) {
    const { message } = error as Error;
    const atEnd = Number(/at position (\d+)/.exec(message)?.[1] ?? 0) >= text.length;
    return /^\s*\{/.test(text) && (atEnd || /end of JSON input|Unterminated string/.test(message));
  }
}

function isNewer(json: unknown): boolean {
  const read = v.safeParse(versioned, json);
  if (!read.success) return false;
  const { _authrig: run } = read.output.log;
  return run.schemaVersion > 1;
}

const versioned = v.object({ log: v.object({ _authrig: v.object({ schemaVersion: v.number() }) }) });

const text = v.fallback(v.string(), '');
const optionalText = v.fallback(v.optional(v.string()), undefined);
const size = v.fallback(v.number(), -1);
const pair = v.object({ name: v.string(), value: text });
/** Browsers leave lists out, and put into them what is none of our business. */
const pairs = v.fallback(v.array(pair), []);
const url = v.pipe(
  v.string(),
  v.check((value) => URL.canParse(value)),
);
const kind = v.picklist(Object.keys(exitCodes) as ErrorKind[]);
const number = v.pipe(v.number(), v.finite());

const fault = v.object({
  name: v.string(),
  operation: v.string(),
  httpStatus: v.optional(number),
  code: v.optional(v.string()),
  sandboxHint: v.optional(v.string()),
});

const failure = v.object({
  kind,
  message: v.string(),
  hint: v.optional(v.string()),
  exitCode: v.optional(number),
  retryable: v.optional(v.boolean()),
  retryAfterMs: v.optional(number),
  sent: v.optional(v.boolean()),
  provider: v.optional(fault),
});

const input = v.object({
  what: v.string(),
  question: v.optional(v.string()),
  value: v.optional(v.unknown()),
  failure: v.optional(failure),
  startedMs: number,
  endedMs: number,
});

const run = v.object({
  schemaVersion: v.literal(1),
  includesSecrets: v.boolean(),
  // `explain` gives it to people to type again.
  command: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]*(?: [a-z][a-z0-9-]*){0,2}$/)),
  argv: v.array(v.string()),
  versions: v.object({ authrig: v.string(), node: v.string(), platform: v.string() }),
  profile: v.optional(v.object({ name: v.string(), origin: v.string() })),
  settings: v.record(v.string(), v.object({ value: v.string(), origin: v.string() })),
  startedAt: v.pipe(v.string(), v.isoTimestamp()),
  milliseconds: number,
  exchanges: v.optional(number),
  attended: v.boolean(),
  stdinIsTTY: v.boolean(),
  answers: v.array(input),
  inputs: v.array(input),
  stopped: v.optional(v.object({ afterMs: number, failure })),
  pseudonyms: v.record(
    v.string(),
    v.object({
      form: v.picklist(forms),
      length: v.pipe(number, v.minValue(0), v.maxValue(1_000_000)),
      prefix: v.optional(v.string()),
      claims: v.optional(v.record(v.string(), number)),
    }),
  ),
  verdict: v.object({ exitCode: number, error: v.optional(failure) }),
  document: v.record(v.string(), v.unknown()),
});

const exchange = v.object({
  direction: v.picklist(['out', 'in']),
  provider: v.optional(v.string()),
  operation: v.optional(v.string()),
  effect: v.optional(v.picklist(['reads', 'sends', 'consumes', 'changes'])),
  startedMs: number,
  endedMs: number,
  failure: v.optional(failure),
});

const timings = v.fallback(
  v.object({ blocked: size, dns: size, connect: size, ssl: size, send: size, wait: size, receive: size }),
  { blocked: -1, dns: -1, connect: -1, ssl: -1, send: -1, wait: -1, receive: -1 },
);

const entry = v.object({
  startedDateTime: v.pipe(
    v.string(),
    v.check((value) => Number.isFinite(Date.parse(value))),
  ),
  time: v.fallback(v.number(), 0),
  request: v.object({
    method: v.string(),
    url,
    httpVersion: text,
    cookies: pairs,
    headers: pairs,
    queryString: pairs,
    postData: v.fallback(v.optional(v.object({ mimeType: text, text })), undefined),
    headersSize: size,
    bodySize: size,
  }),
  response: v.object({
    status: v.number(),
    statusText: text,
    httpVersion: text,
    cookies: pairs,
    headers: pairs,
    content: v.fallback(v.object({ size, mimeType: text, text: optionalText, encoding: optionalText }), {
      size: 0,
      mimeType: '',
    }),
    redirectURL: text,
    headersSize: size,
    bodySize: size,
    _error: optionalText,
  }),
  cache: v.fallback(v.record(v.string(), v.unknown()), {}),
  timings,
  serverIPAddress: optionalText,
  _error: optionalText,
  _authrig: v.optional(exchange),
});

const har = v.object({
  log: v.object({
    version: v.string(),
    creator: v.fallback(v.object({ name: text, version: text }), { name: '', version: '' }),
    entries: v.array(entry),
    comment: optionalText,
    _authrig: v.optional(run),
  }),
});
