import { CliError, errorCode } from '../errors.ts';
import { v } from '../http/contract.ts';
import { isObject } from '../json-object.ts';
import { readPlainFile } from '../plain-file.ts';
import { asShellWord } from '../shell-word.ts';
import { type Report, schemaVersion } from './result.ts';

/** No report of a hundred thousand keys comes near this; in bytes. */
const largest = 256 * 1024 * 1024;

const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const duration = v.pipe(v.number(), v.finite(), v.minValue(0));
const exitCode = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(255));
const optional = v.exactOptional(v.string());

const caseSchema = v.object({
  name: v.string(),
  outcome: v.picklist(['passed', 'failed', 'inconclusive', 'skipped']),
  milliseconds: duration,
  reason: optional,
  detail: optional,
  exitCode,
  place: v.exactOptional(v.object({ file: v.string(), line: count, column: count })),
});

const reportSchema = v.object({
  command: v.picklist(['smoke', 'run']),
  version: v.string(),
  startedAt: v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/), v.isoTimestamp()),
  milliseconds: duration,
  groups: v.array(v.object({ name: v.string(), file: optional, cases: v.array(caseSchema) })),
  shard: v.exactOptional(
    v.pipe(
      v.object({ index: count, of: v.pipe(count, v.maxValue(100_000)) }),
      v.check(({ index, of }) => index <= of, 'a part of that number is not among them'),
    ),
  ),
  ended: v.exactOptional(v.object({ exitCode, reason: v.string() })),
});

/** Reads a report that `--report json=FILE` wrote. Throws `usage` for what is none, `local` for what can't be read. */
export async function readReport(file: string): Promise<Report> {
  const text = await textOf(file);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw noReport(file, 'it is no JSON, or not all of it', error);
  }
  if (!isObject(parsed) || !Object.hasOwn(parsed, 'schemaVersion')) {
    throw noReport(file, 'it has no schemaVersion');
  }
  if (parsed['schemaVersion'] !== schemaVersion) {
    throw noReport(file, `its schemaVersion is not ${schemaVersion}, the one that this authrig reads`);
  }
  const result = v.safeParse(reportSchema, parsed, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw noReport(file, `${v.getDotPath(issue) ?? 'the document'} is not what it has to be`);
}

async function textOf(file: string): Promise<string> {
  try {
    const bytes = await readPlainFile(file, largest);
    if (bytes === 'no plain file') throw noReport(file, 'it is no file');
    if (bytes === 'too large') throw noReport(file, `it is larger than ${largest / 1024 / 1024} MB`);
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof CliError) throw error;
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') throw noReport(file, 'there is no such file', error);
    if (error instanceof TypeError) throw noReport(file, 'it is not UTF-8', error);
    throw new CliError('local', `The report ${file} could not be read: ${code ?? 'unknown reason'}.`, {
      hint: `Type \`ls -l ${asShellWord(file)}\` to look at it.`,
      cause: error,
    });
  }
}

function noReport(file: string, why: string, cause?: unknown): CliError {
  return new CliError('usage', `${file} is no report to merge: ${why}.`, {
    hint: 'Only what --report json=FILE wrote can be merged. Nothing was written.',
    ...(cause === undefined ? {} : { cause }),
  });
}
