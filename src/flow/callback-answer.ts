import { type ServerResponse, STATUS_CODES } from 'node:http';
import { errorCode } from '../errors.ts';
import type { Page } from '../page/shell.ts';

/** What the request line and the headers may take, in bytes; cookies of every local server are among them. */
export const largestHead = 32_768;

/** No CORS header is among them, here or anywhere: no page of another origin may read an answer. */
const strict = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  connection: 'close',
};
/** For an answer without a policy of its own. */
const fallback = {
  'content-security-policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
};

/** Answers with a page under the headers that every answer has; they win over the page's own. */
export function send(response: ServerResponse, { status, headers, body }: Page): ServerResponse {
  return response.writeHead(status, { ...fallback, ...headers, ...strict }).end(body);
}

/** The status for what Node's parser gave up on; undefined where nobody is left to be told. */
export function statusOf(error: Error): number | undefined {
  const code = errorCode(error) ?? '';
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 408;
  if (code === 'HPE_HEADER_OVERFLOW') {
    const { rawPacket } = error as { rawPacket?: Buffer };
    // Without a line's end within the limit, the first line is what was too long.
    return rawPacket?.subarray(0, largestHead).includes('\n') === true ? 431 : 414;
  }
  return code.startsWith('HPE_') ? 400 : undefined;
}

/** The same answer as bytes, where Node has no response object for it. */
export function asText({ status, headers, body }: Page): string {
  const length = { 'content-length': String(Buffer.byteLength(body)) };
  const lines = Object.entries({ ...fallback, ...headers, ...strict, ...length });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${head}\r\n${body}`;
}
