import type { IncomingMessage } from 'node:http';

const largest = 1_000_000;
/** Beyond this nobody waits for the end of a body. */
const readAtMost = 100_000_000;

/**
 * The body as UTF-8, or undefined where it is larger than 1 MB. What is too much is read to its end and dropped: a client
 * that is answered while it still sends may lose the answer with the connection. Rejects where it leaves in the middle.
 */
export async function readBody(incoming: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    incoming.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= largest) chunks.push(chunk);
      else chunks.length = 0;
      if (size > readAtMost) resolve(undefined);
    });
    incoming.on('end', () => resolve(size > largest ? undefined : Buffer.concat(chunks).toString('utf8')));
    incoming.on('error', reject);
    incoming.on('close', () => {
      if (!incoming.complete) reject(new Error('The client left.'));
    });
  });
}
