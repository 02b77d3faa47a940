import { aborted } from '../aborted.ts';
import type { Clock } from '../clock.ts';

/** The sandbox's time: the machine's own, until someone moves it or makes it stand still. */
export interface SandboxClock extends Clock {
  readonly frozen: boolean;
  /** Moves the time forward, frozen or not, and wakes whoever slept until then. */
  advance(milliseconds: number): void;
  /** Makes the time stand still, or go on from where it stood. */
  freeze(frozen: boolean): void;
  /** Back to where it began. What was measured on the monotonic clock goes on. */
  reset(): void;
  /** Plain JSON: how far ahead of the machine's clock it is, or where it stands. */
  save(): SavedTime;
  load(saved: SavedTime): void;
}

export interface SavedTime {
  readonly frozen: boolean;
  /** Milliseconds since 1970 where it stands still, else milliseconds ahead of the machine's clock. */
  readonly at: number;
}

/** Where the sandbox's time begins, and whether it goes on from there. */
export interface Beginning {
  /** Milliseconds since 1970; without it the machine's own time. */
  readonly at?: number;
  readonly frozen?: boolean;
}

/** A clock that every expiry of the sandbox is read from, over the machine's `real` one. */
export function createSandboxClock(real: Clock, beginning: Beginning = {}): SandboxClock {
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

  const begin = (): void => {
    set({ now: beginning.at ?? real.now(), monotonic: monotonic() }, beginning.frozen === true);
  };

  begin();
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
    reset: begin,
    save: () =>
      stopped === undefined ? { frozen: false, at: wallAhead } : { frozen: true, at: stopped.now },
    load: ({ frozen, at }) => set({ now: frozen ? at : real.now() + at, monotonic: monotonic() }, frozen),
  };
}
