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
  garbage: 'after: random bytes in place of the answer, then the connection is closed',
  'malformed-chunk': 'after: good headers, then a chunk whose size is no number',
  'bad-json': 'after: the body breaks off as JSON, whole as HTTP',
  'wrong-type': 'after: the body is an HTML page',
  dribble: 'after: `bytes` of the body every `ms`',
  bandwidth: 'after: the body comes at `bytesPerSecond`',
  'slow-close': 'after: the body is there, and the connection that ends it is closed `ms` later',
} as const;

export type FaultKind = keyof typeof faultKinds;

/** The names that toxiproxy and WireMock have for the same things. */
const otherNames: Readonly<Record<string, FaultKind>> = {
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

const kindShape = v.pipe(
  v.string(),
  v.transform((name) => (Object.hasOwn(otherNames, name) ? otherNames[name] : name)),
  v.picklist(Object.keys(faultKinds) as [FaultKind, ...FaultKind[]]),
);

/** One fault as it is asked for. */
export const faultShape = v.strictObject({
  kind: kindShape,
  /** Without it every provider's calls. */
  provider: v.exactOptional(v.pipe(v.string(), v.nonEmpty())),
  /** Without it every call of the provider. */
  operation: v.exactOptional(v.pipe(v.string(), v.nonEmpty())),
  /** Strikes so often and no more. */
  times: v.exactOptional(v.pipe(count(1_000_000), v.minValue(1))),
  /** Lets so many calls pass first. */
  after: v.exactOptional(count(1_000_000)),
  /** Strikes each n-th call. */
  every: v.exactOptional(v.pipe(count(1_000_000), v.minValue(1))),
  probability: v.exactOptional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  /** The same seed strikes the same calls. */
  seed: v.exactOptional(v.union([v.string(), v.number()])),
  ms: v.exactOptional(milliseconds),
  jitterMs: v.exactOptional(milliseconds),
  sigma: v.exactOptional(v.pipe(v.number(), v.minValue(0), v.maxValue(3))),
  status: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(599))),
  body: v.exactOptional(v.unknown()),
  retryAfter: v.exactOptional(v.union([count(86_400), v.pipe(v.string(), v.regex(/^[\x20-\x7E]{1,100}$/))])),
  bytes: v.exactOptional(count(1_000_000)),
  bytesPerSecond: v.exactOptional(v.pipe(count(100_000_000), v.minValue(1))),
});

export type FaultSpec = v.InferOutput<typeof faultShape>;

export const faultForm =
  '{"kind":"reset","provider":"verifik","operation":"phoneConfirm","times":1}; the kinds are ' +
  Object.keys(faultKinds).join(', ');
