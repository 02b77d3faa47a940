import type { FaultKind, FaultSpec } from './fault-kinds.ts';
import type { Fault } from './faults.ts';

/** How a kind goes wrong where nothing else is said. */
export const faultDefaults: Readonly<Partial<Record<FaultKind, Partial<FaultSpec>>>> = {
  latency: { ms: 1000 },
  status: { status: 503 },
  'rate-limit': { retryAfter: 7 },
  'limit-data': { bytes: 0 },
  garbage: { bytes: 512 },
  dribble: { bytes: 1, ms: 1000 },
  bandwidth: { bytesPerSecond: 100 },
  'slow-close': { ms: 1000 },
};

const words: Readonly<Record<string, (value: string) => string>> = {
  ms: (value) => `delay ${value} ms`,
  jitterMs: (value) => `jitter ${value} ms`,
  retryAfter: (value) => `Retry-After ${value}`,
  bytesPerSecond: (value) => `${value} bytes per second`,
};

/** What a fault has met so far, and how it goes wrong: `seen 4, struck 1; times 1, delay 300 ms`. */
export function faultWords({
  id: _id,
  kind,
  provider: _p,
  operation: _o,
  seen,
  struck,
  ...rest
}: Fault): string {
  const details = Object.entries({ ...rest, ...unset(faultDefaults[kind] ?? {}, rest) }).map(
    ([name, value]) => {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      return words[name]?.(text) ?? `${name} ${text}`;
    },
  );
  return `seen ${seen}, struck ${struck}${details.length === 0 ? '' : `; ${details.join(', ')}`}`;
}

function unset(defaults: object, given: object): object {
  return Object.fromEntries(Object.entries(defaults).filter(([name]) => !(name in given)));
}
