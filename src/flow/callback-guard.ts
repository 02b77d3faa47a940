import type { Page } from '../page/shell.ts';
import type { Call } from './callback-listener.ts';
import { problemPage } from './callback-pages.ts';
import type { CallbackRequest, CallbackRoute } from './callback-server.ts';

/** A request as a route may see it, or the page that it is refused with and why, for a trace. */
export type Admission<T> =
  | { readonly route: CallbackRoute<T>; readonly request: CallbackRequest }
  | { readonly refused: Page; readonly why: string };

const longestUrl = 16_384;

/**
 * Lets a request through to its route, or says why not: foreign Host 421, long URL 414, unknown path 404, wrong method
 * 405, unexpected Origin 403, large body 413. Every page is static: nothing of a request is ever part of one.
 */
export function admit<T>(
  { incoming, body }: Call,
  origin: string,
  routes: readonly CallbackRoute<T>[],
): Admission<T> {
  const { method = '', url = '' } = incoming;
  if (!isOurHost(incoming.headersDistinct['host'], origin)) return foreignHost;
  if (url.length > longestUrl) return tooLong;
  // What is before `?` is compared as it came: no other spelling of a path, and no absolute URL, is ours.
  const [path = ''] = url.split('?', 1);
  const here = routes.filter((route) => route.path === path);
  if (here.length === 0) return unknownPath;
  const route = here.find((each) => each.method === method);
  if (route === undefined) return wrongMethod(here.map((each) => each.method));
  if (!isExpectedOrigin(incoming.headersDistinct['origin'], origin, route.origins)) return foreignOrigin;
  if (body === undefined) return tooLarge;
  const query = new URLSearchParams(url.slice(path.length + 1));
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
  return { route, request: { method, path, query, headers: Object.fromEntries(headers), body } };
}

/** Our own origin in its two spellings. */
function ownOrigins(origin: string): readonly string[] {
  return [origin, origin.replace('127.0.0.1', 'localhost')];
}

/** Keeps out a page whose name was made to point at this machine (DNS rebinding). */
function isOurHost(hosts: readonly string[] | undefined, origin: string): boolean {
  const [host = '', ...more] = hosts ?? [];
  return more.length === 0 && ownOrigins(origin).includes(`http://${host.toLowerCase()}`);
}

function isExpectedOrigin(
  given: readonly string[] | undefined,
  origin: string,
  others: readonly string[] = [],
): boolean {
  return (
    given === undefined || (given.length === 1 && [...ownOrigins(origin), ...others].includes(given[0] ?? ''))
  );
}

function refusal(status: number, title: string, text: string, why: string) {
  return { refused: problemPage(status, title, text), why: `${why} (${status})` };
}

const foreignHost = refusal(
  421,
  'Not this server',
  'This request was meant for another host.',
  'its Host header names another server',
);
const tooLong = refusal(414, 'Too long', 'The address is too long.', 'its URL is too long');
const unknownPath = refusal(404, 'Not found', 'Nothing is here.', 'nothing is expected at its path');
const foreignOrigin = refusal(
  403,
  'Not allowed',
  'A page of another origin sent this request.',
  'a page of another origin sent it',
);
const tooLarge = refusal(413, 'Too large', 'The request is too large.', 'its body is too large');

function wrongMethod(allowed: readonly string[]) {
  const { refused, why } = refusal(
    405,
    'Wrong method',
    'Another method is expected here.',
    'its method is wrong',
  );
  return { refused: { ...refused, headers: { ...refused.headers, allow: allowed.join(', ') } }, why };
}
