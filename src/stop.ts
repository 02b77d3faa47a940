import { CliError } from './errors.ts';
import type { Machine } from './machine.ts';

/** What ends a run before its time. */
export interface Stop {
  readonly signal: AbortSignal;
  /** Waits for the work, and ends the wait with the signal's reason if the run is stopped first. */
  guard<T>(work: Promise<T>): Promise<T>;
  /** Lets go of the timers. */
  release(): void;
}

/** The machine's own signal, and the deadline of --timeout in milliseconds. */
export function createStop(machine: Pick<Machine, 'signal' | 'clock'>, timeoutMs: number | undefined): Stop {
  const done = new AbortController();
  const signal =
    timeoutMs === undefined
      ? machine.signal
      : AbortSignal.any([machine.signal, startDeadline(machine, timeoutMs, done.signal)]);
  return {
    signal,
    guard: (work) => guard(work, signal, () => machine.clock.sleep(lastWordMs, done.signal)),
    release: () => done.abort(),
  };
}

function startDeadline({ clock }: Pick<Machine, 'clock'>, timeoutMs: number, done: AbortSignal): AbortSignal {
  const over = new AbortController();
  clock.sleep(timeoutMs, done).then(
    () =>
      over.abort(
        new CliError('expired', `The command did not end within ${timeoutMs / 1000} s (--timeout).`, {
          hint: 'Give it more time with --timeout.',
        }),
      ),
    () => {},
  );
  return over.signal;
}

/** The work hears of the signal itself, and may know better how it ended: it has this long to say so. */
const lastWordMs = 100;

function guard<T>(work: Promise<T>, signal: AbortSignal, lastWord: () => Promise<void>): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason);
    const stop = () => void lastWord().then(giveUp, giveUp);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
