import type { Clock } from '../clock.ts';
import { CliError } from '../errors.ts';

export interface Deadline {
  /** Aborted with the run's reason, or with an `expired` error at the deadline. */
  readonly signal: AbortSignal;
  /** Lets go of the clock; to be called when the work is done. */
  release(): void;
}

/** A signal for work that can't look at the clock itself; `deadline` is in milliseconds on the monotonic clock. */
export function startDeadline(
  deadline: number,
  expired: () => CliError,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Deadline {
  const end = new AbortController();
  const released = new AbortController();
  const left = Math.max(0, deadline - clock.monotonic());
  clock.sleep(left, AbortSignal.any([signal, released.signal])).then(
    () => end.abort(expired()),
    () => {},
  );
  return { signal: AbortSignal.any([signal, end.signal]), release: () => released.abort() };
}
