import { describe, expect, test } from 'vitest';
import { CliError } from '../../src/errors.ts';
import { type Finding, poll, type PollOptions } from '../../src/flow/poll.ts';
import { type FakeClock, fakeClock } from '../helpers/fake-clock.ts';

const pending: Finding<string> = { pending: 'created' };
const reset = new CliError('network', 'The connection was reset.');
const garbage = new CliError('provider', 'Not JSON.', {
  provider: { name: 'p', operation: 'o', httpStatus: 200 },
});
const unavailable = new CliError('provider', 'HTTP 503.', {
  provider: { name: 'p', operation: 'o', httpStatus: 503 },
});
const slowDown = new CliError('provider', 'HTTP 429.', {
  provider: { name: 'p', operation: 'o', httpStatus: 429 },
});
const timedOut = () => new CliError('expired', 'Nobody came.');

type Script = (Finding<string> | CliError)[];

/** Runs a wait against a script whose last entry repeats; says when each check started. */
function waiting(
  script: Script,
  more: Partial<PollOptions<string>> = {},
  clock: FakeClock = fakeClock({ auto: true }),
) {
  const starts: number[] = [];
  const ended = poll<string>({
    clock,
    intervalMs: 5000,
    budgetMs: 120_000,
    attempts: 24,
    signal: new AbortController().signal,
    expired: timedOut,
    check: async (attempt) => {
      starts.push(clock.monotonic());
      const step = script[Math.min(attempt, script.length) - 1];
      if (step instanceof CliError) throw step;
      return step ?? pending;
    },
    ...more,
  });
  return { starts, ended, clock };
}

const gaps = (starts: number[]) => starts.slice(1).map((start, at) => start - (starts[at] ?? 0));

describe('the pace', () => {
  test('JEK-11, JEK-13: checks at once, then every 5 s, 24 times at most, and lasts to the deadline', async () => {
    const { starts, ended, clock } = waiting([pending]);
    await expect(ended).rejects.toMatchObject({ kind: 'expired' });
    expect(starts).toEqual(Array.from({ length: 24 }, (_, at) => at * 5000));
    expect(clock.monotonic()).toBe(120_000);
  });

  test('JEK-14: a slow server uses up the time, not the checks, and no check starts after the deadline', async () => {
    const clock = fakeClock({ auto: true });
    const starts: number[] = [];
    const limits: number[] = [];
    const ended = poll<string>({
      clock,
      intervalMs: 5000,
      budgetMs: 120_000,
      attempts: 24,
      expired: timedOut,
      signal: new AbortController().signal,
      check: async (_attempt, timeoutMs) => {
        starts.push(clock.monotonic());
        limits.push(timeoutMs);
        await clock.sleep(3000);
        return pending;
      },
    });
    await expect(ended).rejects.toMatchObject({ kind: 'expired' });
    expect(starts).toHaveLength(15);
    expect(Math.max(...starts)).toBeLessThan(120_000);
    expect(limits.slice(0, 14)).toEqual(Array.from({ length: 14 }, () => 10_000));
    expect(limits.at(-1)).toBe(8000);
  });

  test.each([
    ['missing', undefined, 5000],
    ['zero', 0, 5000],
    ['negative', -1, 5000],
    ['not a number', Number.NaN, 5000],
    ['endless', Number.POSITIVE_INFINITY, 5000],
    ['tiny', 1, 1000],
    ['absurdly long', 1e9, 60_000],
  ])('F35: an interval that is %s never makes a busy loop', async (_name, intervalMs, expected) => {
    const { starts, ended } = waiting([pending], { intervalMs });
    await expect(ended).rejects.toMatchObject({ kind: 'expired' });
    expect(new Set(gaps(starts))).toEqual(new Set([expected]));
  });

  test('a loopback host may be asked faster, and still not in a busy loop', async () => {
    const { starts, ended } = waiting([pending, pending, { done: 'OK' }], { intervalMs: 0.001, eager: true });
    await expect(ended).resolves.toBe('OK');
    expect(gaps(starts)).toEqual([10, 10]);
  });

  test('F36: a wall clock that jumps an hour changes nothing', async () => {
    const clock = fakeClock({ auto: true });
    const { starts, ended } = waiting(
      [pending, pending, { done: 'OK' }],
      { onProgress: () => clock.jump(3_600_000) },
      clock,
    );
    await expect(ended).resolves.toBe('OK');
    expect(gaps(starts)).toEqual([5000, 5000]);
  });
});

describe('trouble in mid-poll (the five columns of the polling table)', () => {
  test.each([
    ['a network error', reset],
    ['a 503', unavailable],
    ['garbage', garbage],
  ])('F01, F23, OA-22: %s is survived, told once each way, and waits longer', async (_name, trouble) => {
    const told: (string | undefined)[] = [];
    const { starts, ended } = waiting([pending, trouble, trouble, pending, { done: 'OK' }], {
      onTrouble: (current) => told.push(current?.message),
    });
    await expect(ended).resolves.toBe('OK');
    expect(gaps(starts)).toEqual([5000, 10_000, 20_000, 5000]);
    expect(told).toEqual([trouble.message, undefined]);
  });

  test('F31: "slow down" adds five seconds each time, and the pace is kept', async () => {
    const { starts, ended } = waiting([pending, slowDown, slowDown, pending, pending, { done: 'OK' }]);
    await expect(ended).resolves.toBe('OK');
    expect(gaps(starts)).toEqual([5000, 10_000, 15_000, 15_000, 15_000]);
  });

  test('F22: Retry-After is respected where it is longer, and for its one wait', async () => {
    const asked = new CliError('provider', 'HTTP 429.', { ...slowDown.details, retryAfterMs: 33_000 });
    const { starts, ended } = waiting([asked, pending, { done: 'OK' }]);
    await expect(ended).resolves.toBe('OK');
    expect(gaps(starts)).toEqual([33_000, 10_000]);
  });

  test('F22: a Retry-After of a day ends at the deadline, with the provider named', async () => {
    const asked = new CliError('provider', 'HTTP 429.', { ...slowDown.details, retryAfterMs: 86_400_000 });
    const { starts, ended, clock } = waiting([asked]);
    await expect(ended).rejects.toBe(asked);
    expect(starts).toHaveLength(1);
    expect(clock.monotonic()).toBe(120_000);
  });

  test.each(['denied', 'credentials', 'expired', 'usage', 'internal', 'cancelled'] as const)(
    'F21, F33: a refusal of kind %s ends the wait at once',
    async (kind) => {
      const refusal = new CliError(kind, 'No.');
      const { starts, ended } = waiting([pending, refusal]);
      await expect(ended).rejects.toBe(refusal);
      expect(starts).toHaveLength(2);
    },
  );

  test('a bug in a check is not taken for trouble', async () => {
    const bug = new TypeError('undefined is not a function');
    const { ended } = waiting([], {
      check: () => Promise.reject(bug),
    });
    await expect(ended).rejects.toBe(bug);
  });
});

describe('the end', () => {
  test('JEK-20: a wait whose last checks failed ends with that failure, not with a timeout', async () => {
    const { ended } = waiting([pending, reset]);
    await expect(ended).rejects.toBe(reset);
  });

  test.each([
    ['after an answer, it is the end of the time', pending, 10_000, 'expired'],
    ['after trouble, it is that trouble', garbage, 12_000, 'provider'],
    ['at its own limit, it is trouble', pending, 20_000, 'network'],
  ] as const)('F30: a check that the deadline cuts off: %s', async (_name, before, budgetMs, kind) => {
    const clock = fakeClock({ auto: true });
    const told: (string | undefined)[] = [];
    const { ended } = waiting(
      [],
      {
        budgetMs,
        attempts: 2,
        onTrouble: (trouble) => told.push(trouble?.message),
        check: async (attempt, timeoutMs) => {
          if (attempt === 2) {
            await clock.sleep(timeoutMs - 1);
            throw reset;
          }
          if (before instanceof CliError) throw before;
          return before;
        },
      },
      clock,
    );
    await expect(ended).rejects.toMatchObject({ kind });
    expect(told).toEqual(kind === 'expired' ? [] : [kind === 'network' ? reset.message : garbage.message]);
  });

  test.each([
    ['the only check', [], reset, 'network'],
    ['an answer that is none', [pending], garbage, 'provider'],
  ] as const)('F30: nothing is taken for the end of the time: %s', async (_name, before, failure, kind) => {
    const clock = fakeClock({ auto: true });
    const { ended } = waiting(
      [],
      {
        budgetMs: 8000,
        attempts: before.length + 1,
        check: async (attempt, timeoutMs) => {
          if (attempt <= before.length) return pending;
          await clock.sleep(timeoutMs);
          throw failure;
        },
      },
      clock,
    );
    await expect(ended).rejects.toMatchObject({ kind });
  });

  test('F34: the end on an unknown status says which, and what to compare', async () => {
    const { ended } = waiting([{ pending: 'scanned', unknown: true }]);
    await expect(ended).rejects.toMatchObject({
      message: 'The wait ended on a status that the contract does not know: scanned.',
      details: {
        hint: 'Run the command again with --verbose and compare the answer with the vendor’s page.',
      },
    });
  });

  test('F30: a connection that breaks before the deadline is trouble, in the last check too', async () => {
    const { ended } = waiting([pending, reset], { budgetMs: 8000, attempts: 2 });
    await expect(ended).rejects.toBe(reset);
  });

  test('F34: an unknown status is waited on, may still come right, and is never success', async () => {
    const unknown: Finding<string> = { pending: 'scanned', unknown: true };
    await expect(waiting([unknown, pending, { done: 'OK' }]).ended).resolves.toBe('OK');
    await expect(waiting([pending, unknown]).ended).rejects.toMatchObject({ kind: 'provider' });
    await expect(waiting([unknown, pending]).ended).rejects.toMatchObject({ kind: 'expired' });
  });

  test('F59: a stop during the wait ends it at once, with the reason of the stop', async () => {
    const stop = new AbortController();
    const clock = fakeClock();
    const { starts, ended } = waiting([pending], { signal: stop.signal }, clock);
    const failed = expect(ended).rejects.toMatchObject({ kind: 'cancelled' });
    await clock.advance(6500);
    stop.abort(new CliError('cancelled', 'Stopped by SIGINT.'));
    await failed;
    expect(starts).toEqual([0, 5000]);
  });

  test('progress is told every second, down to nothing', async () => {
    const left: number[] = [];
    const { ended } = waiting([pending], {
      budgetMs: 7000,
      onProgress: ({ remainingMs }) => left.push(remainingMs / 1000),
    });
    await expect(ended).rejects.toMatchObject({ kind: 'expired' });
    expect([...new Set(left)]).toEqual([7, 6, 5, 4, 3, 2, 1, 0]);
  });
});
