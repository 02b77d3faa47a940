import { v } from '../http/contract.ts';

const count = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(most));
const milliseconds = count(600_000);

/** How each kind goes wrong. Before: the vendor never sees the call. After: it acted, and its answer is lost or spoilt. */
export const faultKinds = {
  latency:
    'before: the call waits `ms`, give or take `jitterMs`; with `sigma` the wait is log-normal around `ms`',
  down: 'before: the connection is reset and the call never read by the vendor',
  timeout: 'before: no answer, until the client leaves, or the connection is closed after `ms`',
  status: 'before: HTTP `status` with `body`',
  'rate-limit': 'before: HTTP 429 with Retry-After: `retryAfter`',
  reset: 'after: the connection is reset in place of the answer',
  empty: 'after: the connection is closed in place of the answer',
  truncated: 'after: the headers promise the whole body, and `bytes` of it come (half of it without)',
  'limit-data': 'after: the connection is closed after `bytes` of the whole answer, headers included',
  garbage:
    'after: random bytes (512, or `bytes` of them) in place of the answer, then the connection is closed',
  'malformed-chunk': 'after: good headers, then a chunk whose size is no number',
  'bad-json': 'after: the body breaks off as JSON, whole as HTTP',
  'wrong-type': 'after: the body is an HTML page',
  dribble: 'after: `bytes` of the body every `ms`',
  bandwidth: 'after: the body comes at `bytesPerSecond`',
  'slow-close': 'after: the body is there, and the connection that ends it is closed `ms` later',
} as const;

export type FaultKind = keyof typeof faultKinds;

/** What says how a kind goes wrong; the other members, such as `times`, say when any of them does. */
export type OwnMember =
  | 'ms'
  | 'jitterMs'
  | 'sigma'
  | 'status'
  | 'body'
  | 'retryAfter'
  | 'bytes'
  | 'bytesPerSecond';

/** The members that each kind has a use for. */
const ownMembers: Readonly<Record<FaultKind, readonly OwnMember[]>> = {
  latency: ['ms', 'jitterMs', 'sigma'],
  down: [],
  timeout: ['ms'],
  status: ['status', 'body'],
  'rate-limit': ['retryAfter'],
  reset: [],
  empty: [],
  truncated: ['bytes'],
  'limit-data': ['bytes'],
  garbage: ['bytes'],
  'malformed-chunk': [],
  'bad-json': [],
  'wrong-type': [],
  dribble: ['bytes', 'ms'],
  bandwidth: ['bytesPerSecond'],
  'slow-close': ['ms'],
};

/** The names that toxiproxy and WireMock have for the same things. */
export const otherNames: Readonly<Record<string, FaultKind>> = {
  reset_peer: 'reset',
  slow_close: 'slow-close',
  slicer: 'dribble',
  limit_data: 'limit-data',
  EMPTY_RESPONSE: 'empty',
  MALFORMED_RESPONSE_CHUNK: 'malformed-chunk',
  RANDOM_DATA_THEN_CLOSE: 'garbage',
  CONNECTION_RESET_BY_PEER: 'reset',
  fixedDelayMilliseconds: 'latency',
  chunkedDribbleDelay: 'dribble',
};

const everyOwnMember = [...new Set(Object.values(ownMembers).flat())];

/**
 * Why a fault of this kind, by whichever name, can't be given these members; undefined where it can, or where there is no
 * such kind. `called` is what a member is called where it was given; what can't be given there has no name.
 */
export function strayMember(
  kind: string,
  given: readonly string[],
  called: (member: OwnMember) => string | undefined = (member) => member,
): string | undefined {
  const known = Object.hasOwn(otherNames, kind) ? otherNames[kind] : kind;
  const takes = Object.entries(ownMembers).find(([name]) => name === known)?.[1];
  const stray = everyOwnMember.find((member) => given.includes(member) && takes?.includes(member) === false);
  if (takes === undefined || stray === undefined) return undefined;
  const uses = takes.flatMap((member) => called(member) ?? []).join(', ') || 'nothing of its own';
  return `${kind} has no use for ${called(stray) ?? stray}; it takes ${uses}.`;
}

/** Seconds, or a date as HTTP writes it: RFC 9110, 10.2.3. */
const retryAfterText =
  /^(?:\d{1,5}|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d GMT)$/;

/** True for what Retry-After may say. */
export function isRetryAfter(text: string): boolean {
  return retryAfterText.test(text);
}

const ownKind = v.picklist(Object.keys(faultKinds) as [FaultKind, ...FaultKind[]]);
const kindShape = v.union([
  ownKind,
  v.pipe(
    v.picklist(Object.keys(otherNames)),
    v.description('what toxiproxy and WireMock call it'),
    v.transform((name) => otherNames[name] as FaultKind),
  ),
]);

/** Words for the reader of the OpenAPI document. */
const says = <Shape extends v.GenericSchema>(shape: Shape, text: string) =>
  v.exactOptional(v.pipe(shape, v.description(text)));

const text = v.pipe(v.string(), v.nonEmpty());
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const status = v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(599));
const retryAfter = v.union([count(86_400), v.pipe(v.string(), v.regex(retryAfterText))]);

const entries = {
  provider: says(text, 'without it the calls of every provider'),
  operation: says(text, 'without it every call of the provider'),
  times: says(v.pipe(count(1_000_000), v.minValue(1)), 'strikes so often and no more'),
  after: says(count(1_000_000), 'lets so many calls pass first'),
  every: says(v.pipe(count(1_000_000), v.minValue(1)), 'strikes each n-th call'),
  probability: says(share, 'strikes this share of the calls'),
  seed: says(v.union([v.string(), v.number()]), 'the same seed strikes the same calls'),
  ms: says(milliseconds, 'of latency, timeout, dribble and slow-close, in milliseconds'),
  jitterMs: says(milliseconds, 'of latency: at most so much more or less'),
  sigma: says(v.pipe(v.number(), v.minValue(0), v.maxValue(3)), 'of latency: log-normal around ms'),
  status: says(status, 'of status: 503 without it'),
  body: says(v.unknown(), 'of status: a text as it is, anything else as JSON'),
  retryAfter: says(
    retryAfter,
    'of rate-limit: seconds, or a date such as Wed, 21 Oct 2026 07:28:00 GMT; 7 without it',
  ),
  bytes: says(count(1_000_000), 'of truncated, limit-data, garbage and dribble'),
  bytesPerSecond: says(v.pipe(count(100_000_000), v.minValue(1)), 'of bandwidth: 100 without it'),
};

/** One fault as it is asked for. */
export const faultShape = v.pipe(
  v.strictObject({ kind: kindShape, ...entries }),
  v.metadata({
    examples: [
      { kind: 'reset', provider: 'verifik', operation: 'phoneConfirm', times: 1 },
      { kind: 'latency', ms: 800, jitterMs: 200, probability: 0.5, seed: 7 },
      { kind: 'RANDOM_DATA_THEN_CLOSE', after: 2, every: 3 },
    ],
  }),
);

/** A fault as it waits for its calls. */
export const waitingFaultShape = v.object({
  kind: ownKind,
  ...entries,
  id: v.string(),
  seen: v.pipe(v.number(), v.integer(), v.description('calls that it was meant for, so far')),
  struck: v.pipe(v.number(), v.integer(), v.description('those that it struck')),
});

export type FaultSpec = v.InferOutput<typeof faultShape>;

export const faultForm =
  '{"kind":"reset","provider":"verifik","operation":"phoneConfirm","times":1}; the kinds are ' +
  Object.keys(faultKinds).join(', ');
