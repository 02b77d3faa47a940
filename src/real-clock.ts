import type { Clock } from './clock.ts';

/** The machine's own time. For the composition roots alone: everybody else is handed a clock. */
export const realClock: Clock = {
  now: () => Date.now(),
  // What `performance` is made of is loaded when its name is first said.
  monotonic: () => Number(process.hrtime.bigint()) / 1e6,
  sleep: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const abort = () => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', abort);
        resolve();
      }, milliseconds);
      signal?.addEventListener('abort', abort, { once: true });
    }),
};
