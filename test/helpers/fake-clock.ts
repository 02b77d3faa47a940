import type { Clock } from '../../src/clock.ts';

export interface FakeClock extends Clock {
  /** Every sleep that was asked for, in milliseconds. */
  readonly sleeps: number[];
  /** Moves both clocks and wakes whoever slept until then. */
  advance(milliseconds: number): Promise<void>;
  /** Moves the wall clock alone, as a user or NTP would. */
  jump(milliseconds: number): void;
}

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

/** A clock that stands still. With `auto`, a sleep takes no time and moves the clock at once. */
export function fakeClock(options: { auto?: boolean; now?: number } = {}): FakeClock {
  let monotonic = 0;
  let offset = options.now ?? Date.UTC(2026, 0, 1);
  let sleepers: Sleeper[] = [];
  const sleeps: number[] = [];

  async function advance(milliseconds: number): Promise<void> {
    const target = monotonic + milliseconds;
    for (;;) {
      await flush();
      const next = sleepers.toSorted((a, b) => a.until - b.until)[0];
      if (next === undefined || next.until > target) break;
      monotonic = Math.max(monotonic, next.until);
      sleepers = sleepers.filter((sleeper) => sleeper !== next);
      next.wake();
    }
    monotonic = target;
    await flush();
  }

  return {
    sleeps,
    advance,
    jump: (milliseconds) => {
      offset += milliseconds;
    },
    now: () => offset + monotonic,
    monotonic: () => monotonic,
    sleep: async (milliseconds, signal) => {
      signal?.throwIfAborted();
      sleeps.push(milliseconds);
      if (options.auto) {
        monotonic += milliseconds;
        await Promise.resolve();
        signal?.throwIfAborted();
        return;
      }
      await new Promise<void>((resolve, reject) => {
        sleepers.push({ until: monotonic + milliseconds, wake: resolve });
        signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
    },
  };
}

/** Lets every promise that can settle do so. */
async function flush(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
