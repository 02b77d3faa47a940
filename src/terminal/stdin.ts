import type { Readable } from 'node:stream';
import { CliError } from '../errors.ts';

/** What is piped into the rig. */
export interface Stdin {
  /** True where a person types, so that there is nothing to be read to its end. */
  readonly isTTY: boolean;
  /** All of it as text, byte order mark removed; empty where stdin is closed. Throws `usage` beyond `limitBytes`. */
  text(limitBytes: number): Promise<string>;
  /**
   * The next line without its end, as soon as it is there; undefined at the end. Throws `usage` beyond `limitBytes`,
   * and the signal's reason when it is aborted first; then nothing is lost for the next call.
   */
  line(limitBytes: number, signal: AbortSignal): Promise<string | undefined>;
}

/** Wraps the process's stdin; reading ends with the reason of `stop` when it is aborted. */
export function createStdin(stream: Readable & { readonly isTTY?: boolean }, stop: AbortSignal): Stdin {
  let held = Buffer.alloc(0);
  /** Reads on; false at the end. */
  const more = async (limitBytes: number, signal: AbortSignal): Promise<boolean> => {
    if (held.length > limitBytes) throw tooLong(stream, limitBytes);
    const chunk = await nextChunk(stream, signal);
    if (chunk !== undefined) held = Buffer.concat([held, chunk]);
    return chunk !== undefined;
  };
  const take = (bytes: number): Buffer => {
    const taken = held.subarray(0, bytes);
    held = held.subarray(bytes);
    return taken;
  };

  return {
    isTTY: stream.isTTY === true,
    text: async (limitBytes) => {
      while (await more(limitBytes, stop));
      return decode(take(held.length));
    },
    line: async (limitBytes, signal) => {
      const either = AbortSignal.any([stop, signal]);
      while (!held.includes('\n') && (await more(limitBytes, either)));
      if (held.length === 0) return undefined;
      const end = held.indexOf('\n');
      const bytes = take(end === -1 ? held.length : end + 1);
      if (bytes.length > limitBytes + 2) throw tooLong(stream, limitBytes);
      return decode(bytes).replace(/\r?\n$/, '');
    },
  };
}

/** What a pipe has beyond a Readable: whether it keeps the process alive. */
interface Pipe extends Readable {
  ref?(): unknown;
  unref?(): unknown;
}

/** What comes next; undefined at the end. In between the stream rests, and does not keep the process alive. */
function nextChunk(stream: Pipe, signal: AbortSignal): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const rest = (): void => {
      stream.off('data', data).off('end', end).off('close', end).off('error', failed).pause();
      stream.unref?.();
      signal.removeEventListener('abort', aborted);
    };
    const data = (chunk: Buffer | string): void => {
      rest();
      resolve(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
    };
    const end = (): void => {
      rest();
      resolve(undefined);
    };
    const failed = (cause: unknown): void => {
      rest();
      reject(
        new CliError('usage', 'Standard input could not be read.', {
          hint: 'Pipe the value in, as with: printf %s "$VALUE" | authrig …',
          cause,
        }),
      );
    };
    const aborted = (): void => {
      rest();
      reject(signal.reason);
    };
    if (signal.aborted) return aborted();
    if (stream.readableEnded || stream.destroyed) return resolve(undefined);
    stream.on('data', data).on('end', end).on('close', end).on('error', failed);
    signal.addEventListener('abort', aborted, { once: true });
    stream.ref?.();
    stream.resume();
  });
}

function tooLong(stream: Readable, limitBytes: number): CliError {
  // A pipe that is still open would keep its writer waiting.
  stream.destroy();
  return new CliError('usage', `Standard input is longer than ${limitBytes} bytes.`, {
    hint: 'Pipe in the one value that is asked for, and not a whole file or a log.',
  });
}

/** UTF-8, or UTF-16 by its mark, as PowerShell pipes it. */
function decode(bytes: Buffer): string {
  const [first, second] = bytes;
  const utf16 = first === 0xff && second === 0xfe ? 'utf-16le' : 'utf-16be';
  const encoding = utf16 === 'utf-16le' || (first === 0xfe && second === 0xff) ? utf16 : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new CliError('usage', 'Standard input is not UTF-8 text.', {
      hint: 'Pipe in the value as text, without compression or another encoding.',
    });
  }
}
