import { describe, expect, test } from 'vitest';
import { createVirtualTime } from '../../src/recording/virtual-time.ts';
import { realClock } from '../helpers/real-clock.ts';

const create = (options: Partial<Parameters<typeof createVirtualTime>[0]> = {}) =>
  createVirtualTime({ startedAt: 1000, real: realClock, ...options });

describe('time of a replay', () => {
  test('an hour passes at once, in the order of those who wait', async () => {
    const { clock, stop } = create();
    const order: string[] = [];
    const started = performance.now();
    await Promise.all([
      clock.sleep(3_600_000).then(() => order.push('long')),
      clock.sleep(10).then(() => order.push('short')),
    ]);
    stop(new Error('over'));
    expect(order).toEqual(['short', 'long']);
    expect(clock.monotonic()).toBe(3_600_000);
    expect(clock.now()).toBe(3_601_000);
    expect(performance.now() - started).toBeLessThan(2000);
  });

  test('a deadline does not pass what is still to happen', async () => {
    let next: number | undefined = 5000;
    const time = create({ pending: () => next });
    const order: string[] = [];
    const deadline = time.clock.sleep(60_000).then(() => order.push('deadline'));
    await time.until(5000);
    order.push('answer');
    next = undefined;
    await deadline;
    time.stop(new Error('over'));
    expect(order).toEqual(['answer', 'deadline']);
  });

  test('nothing passes while real work is done', async () => {
    const time = create();
    let passed = false;
    const sleep = time.clock.sleep(1).then(() => (passed = true));
    // Far more looks of the clock's own than it takes to find that nothing is left to do.
    const during = await time.busy(async () => {
      for (let turn = 0; turn < 20; turn += 1) await realClock.sleep(0);
      return passed;
    });
    await sleep;
    time.stop(new Error('over'));
    expect([during, passed]).toEqual([false, true]);
  });

  test('whoever waits hears the signal, and the end', async () => {
    const time = create({ pending: () => 0 });
    const stop = new AbortController();
    const aborted = time.clock.sleep(1_000_000, stop.signal);
    const left = time.clock.sleep(1_000_000);
    stop.abort(new Error('stopped'));
    await expect(aborted).rejects.toThrow('stopped');
    time.stop(new Error('over'));
    await expect(left).rejects.toThrow('over');
  });
});
