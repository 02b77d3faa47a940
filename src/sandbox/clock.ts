import type { Clock } from '../clock.ts';

/** The sandbox's time: the machine's own, until someone moves it or makes it stand still. */
export interface SandboxClock extends Clock {
  readonly frozen: boolean;
  /** Moves the time forward, frozen or not, and wakes whoever slept until then. */
  advance(milliseconds: number): void;
  /** Makes the time stand still, or go on from where it stood. */
  freeze(frozen: boolean): void;
  /** Back to the machine's wall clock, running. What was measured on the monotonic clock goes on. */
  reset(): void;
}

/** A clock that every expiry of the sandbox is read from, over the machine's `real` one. */
export function createSandboxClock(real: Clock): SandboxClock {
  let wallAhead = 0;
  let ahead = 0;
  let stopped: { readonly now: number; readonly monotonic: number } | undefined;
  const sleepers = new Set<() => void>();

  const now = (): number => stopped?.now ?? real.now() + wallAhead;
  const monotonic = (): number => stopped?.monotonic ?? real.monotonic() + ahead;

  function set(time: { now: number; monotonic: number }, frozen: boolean): void {
    wallAhead = time.now - real.now();
    ahead = time.monotonic - real.monotonic();
    stopped = frozen ? time : undefined;
    for (const wake of sleepers) wake();
  }

  /** Waits until the sleep may be over, the time was changed, or the signal is aborted. */
  async function doze(milliseconds: number, signal?: AbortSignal): Promise<void> {
    const end = new AbortController();
    const wake = (): void => end.abort();
    sleepers.add(wake);
    signal?.addEventListener('abort', wake, { once: true });
    try {
      await (stopped === undefined ? real.sleep(milliseconds, end.signal) : aborted(end.signal));
    } catch (error) {
      if (!end.signal.aborted) throw error;
    } finally {
      sleepers.delete(wake);
      signal?.removeEventListener('abort', wake);
    }
  }

  return {
    get frozen() {
      return stopped !== undefined;
    },
    now,
    monotonic,
    sleep: async (milliseconds, signal) => {
      const until = monotonic() + milliseconds;
      do {
        signal?.throwIfAborted();
        await doze(Math.max(0, until - monotonic()), signal);
      } while (monotonic() < until);
      signal?.throwIfAborted();
    },
    advance: (milliseconds) => {
      set({ now: now() + milliseconds, monotonic: monotonic() + milliseconds }, stopped !== undefined);
    },
    freeze: (frozen) => set({ now: now(), monotonic: monotonic() }, frozen),
    reset: () => set({ now: real.now(), monotonic: monotonic() }, false),
  };
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}
