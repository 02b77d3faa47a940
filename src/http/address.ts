/** The longest that finding, reaching and greeting a server may each take, in milliseconds. */
export const longestConnectMs = 5000;

/**
 * True where a URL's host is this machine itself: `localhost`, 127.0.0.0/8 and ::1. Names below `.localhost` are
 * not counted, since a resolver may send them out.
 */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

/** The port a URL means, written out or not. */
export function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}

/** `host:port`, which is all of a URL that a message may show. */
export function addressOf(url: URL): string {
  return `${url.hostname}:${portOf(url)}`;
}

/** True for a whole http or https URL. */
export function isWebAddress(text: string): boolean {
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
}
