import type { Clock } from '../clock.ts';
import { CliError } from '../errors.ts';

/** What one check found: an end, or a state to wait on. An unknown state is waited on, and never success. */
export type Finding<T> = { readonly done: T } | { readonly pending: string; readonly unknown?: boolean };

/** Where a wait stands, for a countdown. */
export interface PollProgress {
  readonly attempt: number;
  readonly remainingMs: number;
  /** What the last check found, once there was one. */
  readonly state: string | undefined;
}

export interface PollOptions<T> {
  /** One check; it must end within `timeoutMs`. A `network` or `provider` error is survived, any other ends the wait. */
  readonly check: (attempt: number, timeoutMs: number) => Promise<Finding<T>>;
  /** The provider's interval in milliseconds; missing or absurd values become 5 s, and 1 s to 60 s is kept. */
  readonly intervalMs: number | undefined;
  /** Lifts the lower bound of one second: for loopback hosts alone. */
  readonly eager?: boolean;
  /** The longest the wait may last, in milliseconds from now. */
  readonly budgetMs: number;
  /** The most checks the provider allows. The wait lasts to its deadline all the same. */
  readonly attempts: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Called about once a second. */
  readonly onProgress?: (progress: PollProgress) => void;
  /** Told once when checks begin to fail, and once when they work again. */
  readonly onTrouble?: (trouble: CliError | undefined) => void;
  /** The error of a wait that ended with the provider still undecided. */
  readonly expired: () => CliError;
}

const defaultIntervalMs = 5000;
const longestIntervalMs = 60_000;
const slowestFailureMs = 30_000;
const longestCheckMs = 10_000;
/** How much too early a timer may end a check that has until the deadline. */
const timerSlackMs = 100;
/** RFC 8628 §3.5: a client that is told to slow down adds five seconds, for this and all later requests. */
const slowDownMs = 5000;

/**
 * Waits until a check finds an end. The first check goes out at once, each later one a whole interval after the
 * answer before it; no check starts after the deadline, which is kept on the clock that never jumps.
 * Throws what a check threw if waiting can't mend it, the last trouble if the wait ended in trouble, else `expired`;
 * a check that the deadline itself cut off is no trouble.
 */
export async function poll<T>(options: PollOptions<T>): Promise<T> {
  const { clock, signal } = options;
  const pace = createPace(options.intervalMs, options.eager === true);
  const deadline = clock.monotonic() + options.budgetMs;
  let state: string | undefined;
  let last: Attempt<T> | undefined;

  for (let attempt = 1; attempt <= options.attempts; attempt += 1) {
    const left = deadline - clock.monotonic();
    if (left <= 0) break;
    const before = last;
    last = await tryOnce(options, attempt, Math.min(longestCheckMs, left));
    if (before !== undefined && isCutOff(last, deadline - clock.monotonic())) last = before;
    if ('done' in last) return last.done;
    if ('pending' in last) state = last.pending;
    tellTrouble(options, before, last);
    pace.after('trouble' in last ? last.trouble : undefined);
    const until = attempt < options.attempts ? clock.monotonic() + pace.waitMs() : deadline;
    await waitUntil(Math.min(until, deadline), deadline, { ...options, attempt, state });
  }
  signal.throwIfAborted();
  throw verdict(last, options.expired);
}

type Attempt<T> = Finding<T> | { readonly trouble: CliError };

async function tryOnce<T>(options: PollOptions<T>, attempt: number, timeoutMs: number): Promise<Attempt<T>> {
  options.signal.throwIfAborted();
  try {
    return await options.check(attempt, timeoutMs);
  } catch (error) {
    options.signal.throwIfAborted();
    if (error instanceof CliError && (error.kind === 'network' || error.kind === 'provider')) {
      return { trouble: error };
    }
    throw error;
  }
}

/** Whether the end of the wait cut a check off: that says nothing about the network, and what was found before it stands. */
function isCutOff<T>(found: Attempt<T>, leftMs: number): boolean {
  return 'trouble' in found && found.trouble.kind === 'network' && leftMs <= timerSlackMs;
}

function tellTrouble<T>(options: PollOptions<T>, before: Attempt<T> | undefined, now: Attempt<T>): void {
  const wasTrouble = before !== undefined && 'trouble' in before;
  if ('trouble' in now && !wasTrouble) options.onTrouble?.(now.trouble);
  if (!('trouble' in now) && wasTrouble) options.onTrouble?.(undefined);
}

/** How long to stay away: the interval, more after each "slow down" and kept, doubled while checks fail. */
function createPace(intervalMs: number | undefined, eager: boolean) {
  const given = intervalMs !== undefined && Number.isFinite(intervalMs) && intervalMs > 0;
  const shortest = eager ? 10 : 1000;
  let base = given ? Math.min(Math.max(intervalMs, shortest), longestIntervalMs) : defaultIntervalMs;
  let failures = 0;
  let askedMs = 0;
  return {
    after(trouble: CliError | undefined): void {
      askedMs = trouble?.details.retryAfterMs ?? 0;
      if (trouble?.details.provider?.httpStatus === 429)
        base = Math.min(base + slowDownMs, longestIntervalMs);
      else failures = trouble === undefined ? 0 : failures + 1;
    },
    waitMs(): number {
      const doubled = Math.max(base, Math.min(base * 2 ** Math.min(failures, 10), slowestFailureMs));
      return Math.max(doubled, askedMs);
    },
  };
}

/** Sleeps in slices of a second, so that a countdown moves. */
async function waitUntil(
  until: number,
  deadline: number,
  at: {
    readonly clock: Clock;
    readonly signal: AbortSignal;
    readonly onProgress?: (progress: PollProgress) => void;
    readonly attempt: number;
    readonly state: string | undefined;
  },
): Promise<void> {
  for (;;) {
    const now = at.clock.monotonic();
    at.onProgress?.({ attempt: at.attempt, remainingMs: Math.max(0, deadline - now), state: at.state });
    if (now >= until) return;
    await at.clock.sleep(Math.min(1000, until - now), at.signal);
  }
}

function verdict<T>(last: Attempt<T> | undefined, expired: () => CliError): CliError {
  if (last !== undefined && 'trouble' in last) return last.trouble;
  if (last !== undefined && 'pending' in last && last.unknown === true) {
    return new CliError(
      'provider',
      `The wait ended on a status that the contract does not know: ${last.pending}.`,
      {
        hint: 'Run the command again with --verbose and compare the answer with the vendor’s page.',
      },
    );
  }
  return expired();
}
