import type { Clock } from '../clock.ts';
import { CliError } from '../errors.ts';

/** Time that passes as soon as nothing is left to do, and never past what is still to happen. */
export interface VirtualTime {
  readonly clock: Clock;
  /** Milliseconds since the beginning. */
  elapsed(): number;
  /** Something that began at this moment begins now: time has come at least so far. */
  reach(elapsedMs: number): void;
  /** Resolves when time has come to this moment; rejects with the signal's reason. */
  until(elapsedMs: number, signal?: AbortSignal): Promise<void>;
  /** While this work goes on, which takes real time, no time passes. */
  busy<T>(work: () => Promise<T>): Promise<T>;
  /** Ends the passing of time, and whoever still waits for it. */
  stop(reason: unknown): void;
}

export interface VirtualTimeOptions {
  /** Wall clock at the beginning, milliseconds since 1970. */
  readonly startedAt: number;
  /** Real time, to see when nothing is left to do. */
  readonly real: Clock;
  /** When the next thing begins that is still to happen, in milliseconds since the beginning; undefined for none. */
  readonly pending?: () => number | undefined;
  /** How often nothing must have happened before time passes; more where modules are still to be read. */
  readonly quietTurns?: number;
  /** Called when time can't go on: nobody waits for it, and nothing ends. */
  readonly onStill?: (reason: CliError) => void;
}

interface Waiter {
  readonly at: number;
  readonly wake: () => void;
  readonly fail: (reason: unknown) => void;
}

/** Timers of a real machine are this exact, so that what they did may have begun a little earlier. */
const slackMs = 50;
const fewTurns = 3;
/** A module may be read from a slow disk in the meantime. */
const heldMs = 1500;
const stillMs = 10_000;

/** Makes a clock whose sleeps take no longer than the work between them. */
export function createVirtualTime(options: VirtualTimeOptions): VirtualTime {
  const { startedAt, real, pending = () => undefined, quietTurns = fewTurns, onStill } = options;
  const waiters = new Set<Waiter>();
  let now = 0;
  let stir = 0;
  let working = 0;
  let running = false;
  let stopped = false;

  async function pass(): Promise<void> {
    if (running) return;
    running = true;
    let seen = -1;
    let quiet = 0;
    let since = real.monotonic();
    for (;;) {
      await real.sleep(0);
      if (stopped) return;
      if (seen !== stir || working > 0) {
        [seen, quiet, since] = [stir, 0, real.monotonic()];
        continue;
      }
      quiet += 1;
      const stillFor = real.monotonic() - since;
      const next = [...waiters]
        .filter(({ at }) => at < Number.POSITIVE_INFINITY)
        .toSorted((a, b) => a.at - b.at)[0];
      if (next !== undefined && quiet >= quietTurns && (mayPass(next.at) || stillFor > heldMs)) wake(next);
      else if (stillFor > stillMs) return stuck();
    }
  }

  function mayPass(at: number): boolean {
    const next = pending();
    return next === undefined || next >= at - slackMs;
  }

  function wake(waiter: Waiter): void {
    now = Math.max(now, waiter.at);
    stir += 1;
    waiter.wake();
  }

  function stuck(): void {
    const reason = new CliError(
      'failed',
      'The replay came to a stop: this is not the way that was recorded.',
    );
    stop(reason);
    onStill?.(reason);
  }

  function stop(reason: unknown): void {
    stopped = true;
    for (const { fail } of waiters) fail(reason);
  }

  async function until(at: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    stir += 1;
    if (at <= now) return;
    void pass();
    await new Promise<void>((resolve, reject) => {
      const leave = () => {
        stir += 1;
        waiters.delete(waiter);
        signal?.removeEventListener('abort', abort);
      };
      const abort = () => waiter.fail(signal?.reason);
      const waiter: Waiter = {
        at,
        wake: () => (leave(), resolve()),
        fail: (reason) => (leave(), reject(reason)),
      };
      waiters.add(waiter);
      signal?.addEventListener('abort', abort, { once: true });
    });
  }

  return {
    clock: {
      now: () => startedAt + now,
      monotonic: () => now,
      sleep: (milliseconds, signal) => until(now + Math.max(0, milliseconds), signal),
    },
    elapsed: () => now,
    reach: (elapsedMs) => {
      stir += 1;
      now = Math.max(now, elapsedMs);
    },
    until,
    busy: async (work) => {
      working += 1;
      void pass();
      try {
        return await work();
      } finally {
        working -= 1;
        stir += 1;
      }
    },
    stop,
  };
}
