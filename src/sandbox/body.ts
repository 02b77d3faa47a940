import type { IncomingMessage } from 'node:http';

const largest = 1_000_000;

/**
 * The body as UTF-8, or undefined where it is larger than 1 MB. What is too much is read and dropped, so that the
 * client can finish and sees the answer. Rejects where the client leaves in the middle.
 */
export async function readBody(incoming: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    incoming.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= largest) chunks.push(chunk);
      else {
        chunks.length = 0;
        resolve(undefined);
      }
    });
    incoming.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    incoming.on('error', reject);
    incoming.on('close', () => {
      if (!incoming.complete) reject(new Error('The client left.'));
    });
  });
}
