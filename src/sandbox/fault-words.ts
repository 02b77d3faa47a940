import type { Fault } from './faults.ts';

const words: Readonly<Record<string, (value: string) => string>> = {
  ms: (value) => `delay ${value} ms`,
  jitterMs: (value) => `jitter ${value} ms`,
  retryAfter: (value) => `Retry-After ${value}`,
  bytesPerSecond: (value) => `${value} bytes per second`,
};

/** What a fault has met so far, and how it was set: `seen 4, struck 1; times 1, delay 300 ms`. */
export function faultWords({
  id: _id,
  kind: _kind,
  provider: _p,
  operation: _o,
  seen,
  struck,
  ...rest
}: Fault): string {
  const details = Object.entries(rest).map(([name, value]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return words[name]?.(text) ?? `${name} ${text}`;
  });
  return `seen ${seen}, struck ${struck}${details.length === 0 ? '' : `; ${details.join(', ')}`}`;
}
