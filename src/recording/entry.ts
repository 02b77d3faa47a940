import type { Step } from '../http/watch.ts';
import { decode, hideBody, hideHeader, hideUrl, type IsSecret, secretNames, tells } from './hide.ts';
import { type Seen, unfinished } from './exchange-log.ts';
import { recordedFailure } from './failure.ts';
import type { Pseudonyms } from './pseudonyms.ts';
import type { HarEntry, HarPair, HarTimings, RecordedFailure } from './recording.ts';

/** The moment from which a run's times are counted, and its end, on the clock that never jumps. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** One exchange as HAR has it, secrets replaced. */
export function entryOf(seen: Seen, span: Span, pseudonyms: Pseudonyms): HarEntry {
  const { call, answer, address, direction, started } = seen;
  const ended = seen.ended ?? span.to;
  const [asked, answered] = [secretsOf(call?.sentSecrets), secretsOf(call?.answeredSecrets)];
  const timings = timingsOf(seen, ended);
  const failure = answer === undefined ? failureOf(seen, pseudonyms) : undefined;
  const { blocked, dns, connect, send, wait, receive } = timings;
  const time = [blocked, dns, connect, send, wait, receive].reduce((sum, part) => sum + Math.max(0, part), 0);
  return {
    startedDateTime: new Date(seen.startedAt).toISOString(),
    time: rounded(time),
    request: requestOf(seen, asked, pseudonyms),
    response: responseOf(answer, answered, pseudonyms, seen.confidential === true),
    cache: {},
    timings,
    ...(address === undefined ? {} : { serverIPAddress: address }),
    ...(failure === undefined ? {} : { _error: failure.message }),
    _authrig: {
      direction,
      ...(call === undefined
        ? {}
        : { provider: call.provider, operation: call.operation, effect: call.effect }),
      startedMs: rounded(started - span.from),
      endedMs: rounded(ended - span.from),
      ...(failure === undefined ? {} : { failure }),
    },
  };
}

/** A message's code and its recipient stand under names that elsewhere say other things. */
const tellsAll: IsSecret = (name) => tells(name) || /^(?:code|to)$/i.test(name);

/** Behind a contract its own names say what is secret; everywhere else names that tell by themselves do. */
function secretsOf(names: readonly string[] | undefined): IsSecret {
  return names === undefined ? tellsAll : secretNames(names);
}

function requestOf(seen: Seen, isSecret: IsSecret, pseudonyms: Pseudonyms): HarEntry['request'] {
  const { method, headers, body, confidential } = seen;
  const url =
    confidential === true ? `${new URL(seen.url).origin}/` : hideUrl(seen.url, isSecret, pseudonyms);
  const mimeType = headerOf(headers, 'content-type');
  return {
    method,
    url,
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: pairsOf(headers, isSecret, pseudonyms),
    queryString: queryOf(url),
    ...(body === undefined || body === ''
      ? {}
      : { postData: { mimeType, text: hideBody(body, mimeType, isSecret, pseudonyms) } }),
    headersSize: -1,
    bodySize: Buffer.byteLength(body ?? ''),
  };
}

function responseOf(
  answer: Seen['answer'],
  isSecret: IsSecret,
  pseudonyms: Pseudonyms,
  confidential: boolean,
): HarEntry['response'] {
  const { status = 0, headers = {}, body = '' } = answer ?? {};
  const mimeType = headerOf(headers, 'content-type');
  const location = headerOf(headers, 'location');
  return {
    status,
    statusText: '',
    httpVersion: answer === undefined ? '' : 'HTTP/1.1',
    cookies: [],
    headers: pairsOf(headers, isSecret, pseudonyms),
    content: {
      size: Buffer.byteLength(body),
      mimeType,
      ...(body === '' || confidential
        ? {}
        : { text: hideBody(shortened(body), mimeType, isSecret, pseudonyms) }),
    },
    redirectURL: location === '' ? '' : hideUrl(location, tells, pseudonyms),
    headersSize: -1,
    bodySize: answer === undefined ? -1 : Buffer.byteLength(body),
  };
}

/** No vendor's answer comes near this; a page that is a hundred times larger says no more. In characters. */
const longestBody = 256 * 1024;

/** The ellipsis tells a redactor that what is before it was cut, and may be the half of a secret. */
function shortened(body: string): string {
  return body.length <= longestBody ? body : `${body.slice(0, longestBody)}…`;
}

function headerOf(headers: Seen['headers'], name: string): string {
  return Object.entries(headers).find(([each]) => each.toLowerCase() === name)?.[1] ?? '';
}

function pairsOf(headers: Seen['headers'], isSecret: IsSecret, pseudonyms: Pseudonyms): HarPair[] {
  return Object.entries(headers).map(([name, value]) => ({
    name,
    value: hideHeader(name, value, isSecret, pseudonyms),
  }));
}

function queryOf(url: string): HarPair[] {
  const query = /\?([^#]*)/.exec(url)?.[1] ?? '';
  const pairs = query.split('&').filter((pair) => pair !== '');
  return pairs.map((pair) => {
    const [name = '', ...value] = pair.split('=');
    return { name: decode(name), value: decode(value.join('=')) };
  });
}

function failureOf({ failure }: Seen, pseudonyms: Pseudonyms): RecordedFailure {
  return hideFailure(recordedFailure(failure ?? unfinished()), pseudonyms);
}

/** An error's own words name no secret, and may repeat what a server said. */
export function hideFailure(failure: RecordedFailure, { hide }: Pseudonyms): RecordedFailure {
  const { message, hint, provider } = failure;
  return {
    ...failure,
    message: hide(message),
    ...(hint === undefined ? {} : { hint: hide(hint) }),
    ...(provider === undefined
      ? {}
      : {
          provider: {
            ...provider,
            ...(provider.code === undefined ? {} : { code: hide(provider.code) }),
            ...(provider.sandboxHint === undefined ? {} : { sandboxHint: hide(provider.sandboxHint) }),
          },
        }),
  };
}

/** The phases between the steps that were reached; an exchange that failed ends in the phase that it was in. */
function timingsOf({ steps, started }: Seen, ended: number): HarTimings {
  const at = (step: Step): number | undefined => steps.get(step);
  const connected = at('secure') ?? at('connect');
  const socket = at('socket');
  const resolved = at('lookup');
  const from = connected ?? socket ?? started;
  const sent = at('sent') ?? from;
  const answered = at('answer') ?? ended;
  const between = (low: number | undefined, high: number | undefined): number =>
    low === undefined || high === undefined ? -1 : rounded(Math.max(0, high - low));
  const dialled =
    socket === undefined ? undefined : (connected ?? (at('sent') === undefined ? ended : undefined));
  return {
    blocked: between(started, socket),
    dns: between(socket, resolved),
    connect: between(resolved ?? socket, dialled),
    ssl: between(at('connect'), at('secure')),
    send: Math.max(0, between(from, sent)),
    wait: dialled === ended && connected === undefined ? 0 : Math.max(0, between(sent, answered)),
    receive: Math.max(0, between(answered, ended)),
  };
}

/** To a microsecond. */
function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
