import { isLoopback } from '../http/address.ts';
import type { Har, HarEntry } from '../recording/recording.ts';
import type { Exchange, Fields, Headers } from './case.ts';
import { membersOf, parseBody, textAt } from './fields.ts';
import { type Place, placeOf } from './places.ts';
import { stateOf } from './state.ts';

type Named = Pick<Exchange, 'provider' | 'operation' | 'relayed'>;
type Read = Omit<Exchange, 'number' | 'state' | keyof Named>;

/** The exchanges with the providers that the file holds, in the order of time. */
export function findExchanges(
  { log: { entries: recorded, _authrig: run } }: Har,
  places: readonly Place[],
): Exchange[] {
  const began = run === undefined ? undefined : Date.parse(run.startedAt);
  const entries = recorded
    .map((entry) => ({ entry, read: readEntry(entry, began) }))
    .filter(({ read }) => read.method !== 'OPTIONS')
    .toSorted((one, other) => one.read.at - other.read.at);
  const returns = waysBack(entries.map(({ read }) => read.url));
  const found: Exchange[] = [];
  for (const { entry, read } of entries) {
    const named = ourOwn(entry, read, places) ?? byAddress(read, places, returns) ?? byAnswer(read);
    if (named === undefined) continue;
    const exchange = { ...read, ...named, number: found.length + 1 };
    found.push({ ...exchange, state: stateOf(exchange) });
  }
  return found;
}

function readEntry(entry: HarEntry, began: number | undefined): Read {
  const { request, response, _error: told, _authrig: own } = entry;
  const { _error: toldInside } = response;
  const url = new URL(request.url);
  const [headers, answerHeaders] = [headersOf(request.headers), headersOf(response.headers)];
  const body = textOf(response.content);
  const form = parseBody(request.postData?.text, request.postData?.mimeType ?? headers['content-type']);
  const span = own === undefined ? entry.time : own.endedMs - own.startedMs;
  return {
    method: request.method.toUpperCase(),
    url,
    at: beginningOf(entry, began),
    tookMs: Number.isFinite(span) && span >= 0 ? span : undefined,
    headers,
    sent: { ...Object.fromEntries(url.searchParams), ...form },
    status: response.status > 0 ? response.status : 0,
    answerHeaders,
    answer: parseBody(body, response.content.mimeType),
    body,
    error: own?.failure?.message ?? told ?? toldInside,
  };
}

/** The clock that never jumps orders a recording of ours; others have the wall clock alone. */
function beginningOf({ startedDateTime, _authrig: own }: HarEntry, began: number | undefined): number {
  const ours = own === undefined || began === undefined ? Number.NaN : began + own.startedMs;
  return Number.isNaN(new Date(ours).getTime()) ? Date.parse(startedDateTime) : ours;
}

function headersOf(pairs: HarEntry['request']['headers']): Headers {
  return Object.fromEntries(pairs.map(({ name, value }) => [name.toLowerCase(), value]));
}

/** Pictures and the like are none of a provider's answers, and the most of a file. */
function textOf({ text, encoding, mimeType }: HarEntry['response']['content']): string | undefined {
  if (/^(?:image|font|audio|video)\//i.test(mimeType)) return undefined;
  return text !== undefined && encoding === 'base64' ? Buffer.from(text, 'base64').toString('utf8') : text;
}

/** What authrig wrote beside the exchange: it knows whom it called. */
function ourOwn({ _authrig: own }: HarEntry, read: Read, places: readonly Place[]): Named | undefined {
  if (own?.direction === 'in') return incoming(read.sent);
  const known = places.some((place) => place.provider === own?.provider && place.operation === own.operation);
  return known
    ? { provider: own?.provider ?? '', operation: own?.operation ?? '', relayed: false }
    : undefined;
}

/** EKY-50, EKY-44, EKY-45: what comes to the callback server is a notice, or the browser. */
function incoming(sent: Fields): Named | undefined {
  if (textAt(sent, 'result') !== undefined) return ekyc('callback');
  const back = textAt(sent, 'session_token') ?? textAt(sent, 'error');
  return back === undefined ? undefined : ekyc('wayBack');
}

const ekyc = (operation: string): Named => ({ provider: 'ekyc', operation, relayed: false });

function byAddress(read: Read, places: readonly Place[], returns: ReadonlySet<string>): Named | undefined {
  const { url, sent } = read;
  const place = placeOf(url, places);
  if (place !== undefined) return { provider: place.provider, operation: place.operation, relayed: false };
  if (isStart(url)) return ekyc('startAuthentication');
  const told = textAt(sent, 'session_token') !== undefined;
  if (told && textAt(sent, 'result') !== undefined) return ekyc('callback');
  const answered = told || textAt(sent, 'error') !== undefined;
  return answered && returns.has(url.origin + url.pathname) ? ekyc('wayBack') : undefined;
}

/** The sign-in page of https://authen.ekyc.com/docs, "Redirect to eAuthenticator server". */
function isStart({ hostname, pathname, searchParams }: URL): boolean {
  const host = hostname === 'identifier.ekyc.com' || isLoopback(hostname);
  return host && pathname.endsWith('/start-authentication') && searchParams.has('session_token');
}

/** The addresses that browsers are to be sent back to. */
function waysBack(urls: readonly URL[]): ReadonlySet<string> {
  const targets = urls.filter(isStart).map((url) => url.searchParams.get('redirect_uri') ?? '');
  return new Set(
    targets.flatMap((target) =>
      URL.canParse(target) ? [new URL(target).origin + new URL(target).pathname] : [],
    ),
  );
}

/** JEK-36: an integrator's own endpoint that hands Jekimo's answer on is known by that answer alone. */
function byAnswer({ answer }: Read): Named | undefined {
  const { status, risk, pin, token, url } = membersOf(answer);
  const check = ['created', 'OK', 'KO'].includes(status as string) && risk !== undefined && pin !== undefined;
  if (check) return { provider: 'jekimo', operation: 'check', relayed: true };
  const made = typeof token === 'string' && typeof url === 'string' && url.includes('/user/login/');
  return made ? { provider: 'jekimo', operation: 'gettoken', relayed: true } : undefined;
}
