import type { Readable } from 'node:stream';
import { CliError } from '../errors.ts';

/** What a pipe's stream has beyond a Readable: whether it keeps the process alive. */
interface Handle {
  ref?(): unknown;
  unref?(): unknown;
}

/** Reads a stream line by line without waiting for its end; what follows a line is kept for the next one. */
export function createLineReader(
  stream: Readable & Handle,
): (limitBytes: number, signal: AbortSignal) => Promise<string | undefined> {
  let chunks: AsyncIterator<Buffer | string> | undefined;
  let rest = Buffer.alloc(0);
  let ended = false;

  return async (limitBytes, signal) => {
    signal.throwIfAborted();
    chunks ??= (stream as AsyncIterable<Buffer | string>)[Symbol.asyncIterator]();
    // An open pipe would keep the process alive after a stop.
    const stop = () => stream.destroy(signal.reason instanceof Error ? signal.reason : undefined);
    signal.addEventListener('abort', stop, { once: true });
    stream.ref?.();
    try {
      for (;;) {
        const end = rest.indexOf('\n');
        if (end > limitBytes || (end < 0 && rest.length > limitBytes)) {
          throw new CliError('usage', `A line of standard input is longer than ${limitBytes} bytes.`);
        }
        if (end >= 0) {
          const line = rest.subarray(0, end);
          rest = rest.subarray(end + 1);
          return textOf(line);
        }
        if (ended) {
          const last = rest;
          rest = Buffer.alloc(0);
          return last.length === 0 ? undefined : textOf(last);
        }
        const next = await chunks.next();
        signal.throwIfAborted();
        if (next.done === true) ended = true;
        else rest = Buffer.concat([rest, Buffer.from(next.value)]);
      }
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      signal.removeEventListener('abort', stop);
      // Whoever writes may leave the pipe open; nobody waits for it between two lines.
      stream.unref?.();
    }
  };
}

function textOf(line: Buffer): string {
  return line
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .replace(/\r$/, '');
}
