import type { IncomingMessage, Server } from 'node:http';
import { CliError, errorCode } from './errors.ts';

/** Where every server of ours listens, and nowhere else. */
export const loopback = '127.0.0.1';

/** Has the server listen on loopback, 0 being a free port. Throws `local` where the port can't be had; `who` begins the sentence. */
export async function bindLoopback(server: Server, port: number, who: string): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, loopback, () => {
        server.off('error', reject);
        resolve();
      });
    });
  } catch (error) {
    const code = errorCode(error);
    const why = code === 'EADDRINUSE' ? 'another program listens there' : (code ?? 'for an unknown reason');
    throw new CliError('local', `${who} can't listen on ${loopback}:${port}: ${why}.`, {
      cause: error,
      hint: 'Give another port with --port, or leave it out to get a free one.',
    });
  }
}

/** What became of a body: its text, or why there is none. */
export type IncomingBody = { readonly text: string } | 'too large' | 'without end' | 'left';

/**
 * Reads a body as UTF-8. One of more than `largest` bytes is read to its end and dropped, since a client that is answered
 * while it still sends may lose the answer with the connection; beyond `mostRead` bytes nobody waits for the end.
 */
export function readIncoming(
  incoming: IncomingMessage,
  { largest, mostRead }: { readonly largest: number; readonly mostRead: number },
): Promise<IncomingBody> {
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve) => {
    incoming.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= largest) chunks.push(chunk);
      else chunks.length = 0;
      if (size > mostRead) resolve('without end');
    });
    incoming.on('end', () =>
      resolve(size > largest ? 'too large' : { text: Buffer.concat(chunks).toString('utf8') }),
    );
    incoming.on('error', () => resolve('left'));
    incoming.on('close', () => resolve('left'));
  });
}
