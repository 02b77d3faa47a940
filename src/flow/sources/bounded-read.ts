import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { Clock } from '../../clock.ts';
import { CliError, errorCode } from '../../errors.ts';

export interface FileContent {
  readonly bytes: Buffer;
  /** False for a pipe or a device, whose content is gone once it is read. */
  readonly regular: boolean;
  /** Permission bits. */
  readonly mode: number;
  /** Changes whenever the file is written or replaced. */
  readonly stamp: string;
  /** Milliseconds since 1970. */
  readonly writtenAt: number;
}

export interface ReadLimits {
  readonly option: string;
  readonly limitBytes: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** True where a pipe is left alone, since what is read from it is gone. */
  readonly sparePipes?: boolean;
  /** True where a pipe's writer may still have to come. */
  readonly awaitWriter?: boolean;
  /** What is thrown beyond the limit, where it is not that a value was looked for. */
  readonly tooLarge?: () => CliError;
}

const pipePauseMs = 50;

/**
 * Reads a file, or a pipe to its end, without ever blocking a thread; undefined where there is none. Throws `usage` for
 * a directory and beyond the limit, `local` where the file may not be read.
 */
export async function readBounded(path: string, limits: ReadLimits): Promise<FileContent | undefined> {
  let handle: FileHandle | undefined;
  try {
    handle = await openForReading(path);
    const stats = await handle.stat();
    const regular = stats.isFile();
    const isPipe = !regular && !stats.isDirectory();
    return {
      bytes:
        isPipe && limits.sparePipes === true ? Buffer.alloc(0) : await readToEnd(handle, regular, limits),
      regular,
      mode: stats.mode & 0o777,
      stamp: [stats.dev, stats.ino, stats.size, stats.mtimeMs].join(' '),
      writtenAt: stats.mtimeMs,
    };
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT') return undefined;
    throw error instanceof CliError || code === undefined
      ? error
      : unreadable(path, limits.option, code, error);
  } finally {
    await handle?.close();
  }
}

/** A pipe without a writer would block the opening thread, and with it the end of the process. */
async function openForReading(path: string): Promise<FileHandle> {
  try {
    return await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    // No disk answers so to who reads. The files inside a single executable do, for any flag; no pipe is among them.
    if (errorCode(error) !== 'EROFS') throw error;
    return open(path, 'r');
  }
}

async function readToEnd(handle: FileHandle, regular: boolean, limits: ReadLimits): Promise<Buffer> {
  const { limitBytes, option, clock, signal, awaitWriter = false } = limits;
  const { tooLarge = () => noValue(option, limitBytes) } = limits;
  const buffer = Buffer.alloc(limitBytes + 1);
  let size = 0;
  for (;;) {
    signal.throwIfAborted();
    const count = await readSome(handle, buffer, size);
    const isUnopened = count === 0 && size === 0 && awaitWriter && !regular;
    if (count === 0 && !isUnopened) return buffer.subarray(0, size);
    if (count === undefined || isUnopened) await clock.sleep(pipePauseMs, signal);
    else size += count;
    if (size > limitBytes) throw tooLarge();
  }
}

function noValue(option: string, limitBytes: number): CliError {
  return new CliError('usage', `${option} names a file of more than ${limitBytes} bytes.`, {
    hint: 'Name a file that holds the value and nothing else.',
  });
}

/** The number of bytes read, 0 at the end; undefined where a pipe has nothing yet. */
async function readSome(handle: FileHandle, buffer: Buffer, size: number): Promise<number | undefined> {
  try {
    return (await handle.read(buffer, size, buffer.length - size, null)).bytesRead;
  } catch (error) {
    if (errorCode(error) === 'EAGAIN') return undefined;
    throw error;
  }
}

function unreadable(path: string, option: string, code: string, cause: unknown): CliError {
  const directory = code === 'EISDIR';
  return new CliError(
    directory ? 'usage' : 'local',
    directory ? `${option} names a directory: ${path}` : `${path} could not be read: ${code}.`,
    { hint: `Name a file that you may read${formOf(option)}`, cause },
  );
}

/** `: --otp-from file:PATH`, `: --image PATH`, or a full stop where an argument names the file. */
function formOf(option: string): string {
  const [name = ''] = option.split(' ');
  if (!name.startsWith('--')) return '.';
  return `: ${name} ${name.endsWith('-from') ? 'file:' : ''}PATH`;
}
