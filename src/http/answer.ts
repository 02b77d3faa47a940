import type { IncomingMessage } from 'node:http';
import type { HttpAnswer } from './http.ts';

/** The most of a body that is read, in bytes after decompression. */
const largestBody = 10 * 1024 * 1024;

/** An answer that our limits or HTTP do not allow. Its message goes on after the server's name. */
export class BadAnswer extends Error {
  override readonly name = 'BadAnswer';
}

/** Reads a body to its end as UTF-8, without its byte order mark. Throws BadAnswer as soon as it is too large. */
export async function readBody(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > largestBody) throw new BadAnswer('sent an answer larger than 10 MB, which was not read on');
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

/** The answer as callers see it. Throws BadAnswer for a status that HTTP does not know. */
export function toAnswer(response: IncomingMessage, body: string): HttpAnswer {
  const { statusCode: status = 0, rawHeaders } = response;
  if (status < 200 || status > 599) {
    throw new BadAnswer(
      `answered with broken HTTP: the status ${String(status).padStart(3, '0')} does not exist`,
    );
  }
  const headers = new Map<string, string>();
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '').toLowerCase();
    if (!headers.has(name)) headers.set(name, rawHeaders[index + 1] ?? '');
  }
  return { status, headers: Object.fromEntries(headers), body };
}
