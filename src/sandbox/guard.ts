import type { IncomingMessage } from 'node:http';

/** True where the Host header or the request's own URL names a server other than this one. */
export function isForeignHost(header: string | undefined, url: URL, origin: string): boolean {
  const own = origin.slice('http://'.length);
  const isOwn = (host: string): boolean => host === own || host === own.replace('127.0.0.1', 'localhost');
  return header === undefined || !isOwn(header.toLowerCase()) || !isOwn(url.host);
}

/**
 * True where a browser sends a changing request for a page of another origin. Without an Origin header no browser
 * sent it; `null` is an origin of unknown kind, and foreign.
 */
export function isForeignPost(
  { method, headers }: Pick<IncomingMessage, 'method' | 'headers'>,
  origin: string,
): boolean {
  if (method === 'GET' || method === 'HEAD' || headers.origin === undefined) return false;
  return ![origin, origin.replace('127.0.0.1', 'localhost')].includes(headers.origin);
}
