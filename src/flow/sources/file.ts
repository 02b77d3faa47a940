import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CliError } from '../../errors.ts';
import { asShellWord } from '../../shell-word.ts';
import { findCodes, onlyCode } from '../code.ts';
import type { CodeReader, SourceRequest } from '../code-source.ts';
import { poll } from '../poll.ts';
import type { SourceDeps } from '../source.ts';
import { type FileContent, readBounded } from './bounded-read.ts';
import { codeMissing } from './expired.ts';

const largestFile = 1_000_000;
const intervalMs = 1000;

/** Waits until somebody writes a code to the file; what stood there before is never taken. */
export async function fileReader(
  path: string,
  { option, alreadySent }: { readonly option: string; readonly alreadySent: boolean },
  deps: SourceDeps,
): Promise<CodeReader> {
  const { clock, signal } = deps;
  const from = `${option} file:${path}`;
  const read = (sparePipes = false) =>
    readBounded(path, { option: from, limitBytes: largestFile, clock, signal, sparePipes });
  await refuseMissingFolder(path, from);
  // A pipe is left alone: reading it now would swallow what its writer has for us.
  let before = alreadySent ? undefined : await read(true);

  return (request) => {
    let exists = before !== undefined;
    let unended: string | undefined;
    return poll({
      check: async () => {
        const now = await read();
        exists = now !== undefined;
        if (now === undefined || isStale(now, before, alreadySent, request)) return { pending: 'no code' };
        const code = onlyCode(freshCodes(now, before, request), from);
        if (code === undefined) return { pending: 'no code' };
        if (now.stamp !== unended && mayGoOn(now)) {
          unended = now.stamp;
          return { pending: 'may not be whole' };
        }
        before = now;
        return { done: code };
      },
      expired: () => missing(request, path, exists),
      budgetMs: request.deadline - clock.monotonic(),
      intervalMs,
      attempts: Number.POSITIVE_INFINITY,
      clock,
      signal,
    });
  };
}

/** The file may come later; where there is no folder for it, nobody can write it. */
async function refuseMissingFolder(path: string, option: string): Promise<void> {
  const folder = dirname(path);
  const stats = await stat(folder).catch(() => undefined);
  if (stats?.isDirectory() === true) return;
  throw new CliError('usage', `${option} names a file in a folder that does not exist: ${folder}`, {
    hint: `Make it with \`mkdir -p ${asShellWord(folder)}\`, or correct the path.`,
  });
}

function isStale(
  now: FileContent,
  before: FileContent | undefined,
  alreadySent: boolean,
  { challenge }: SourceRequest,
): boolean {
  if (!now.regular) return false;
  if (before !== undefined) return now.stamp === before.stamp;
  // Some file systems keep whole seconds.
  return alreadySent && now.writtenAt < Math.floor(challenge.sentAt / 1000) * 1000;
}

/** Its writer may be in the middle of the code; where that is all, the file is still the same at the next look. */
function mayGoOn({ regular, bytes }: FileContent): boolean {
  return regular && /[0-9A-Za-z]$/.test(bytes.toString('latin1'));
}

/** Of a file that has grown the new part alone counts; of one that was written anew all does, new codes first. */
function freshCodes(now: FileContent, before: FileContent | undefined, request: SourceRequest): string[] {
  const text = now.bytes.toString('utf8');
  const old = before?.bytes.toString('utf8') ?? '';
  if (old !== '' && text.length > old.length && text.startsWith(old)) {
    return findCodes(text.slice(old.length), request);
  }
  const codes = findCodes(text, request);
  const known = findCodes(old, request);
  const fresh = codes.filter((code) => !known.includes(code));
  return fresh.length > 0 ? fresh : codes;
}

function missing({ what, option }: SourceRequest, path: string, exists: boolean): CliError {
  const state = exists ? 'The file holds no new code.' : 'The file does not exist.';
  return codeMissing(what, path, `${state} Write the ${what} to it while ${option} waits.`);
}
