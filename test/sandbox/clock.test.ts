import { describe, expect, test } from 'vitest';
import { createSandboxClock } from '../../src/sandbox/clock.ts';
import { fakeClock } from '../helpers/fake-clock.ts';

const start = Date.UTC(2026, 0, 1);

function setUp() {
  const machine = fakeClock({ now: start });
  return { machine, clock: createSandboxClock(machine) };
}

/** Whether the promise has settled once everything that can go on went on. */
async function isOver(machine: ReturnType<typeof fakeClock>, promise: Promise<unknown>): Promise<boolean> {
  let over = false;
  const settle = () => (over = true);
  promise.then(settle, settle);
  await machine.advance(0);
  return over;
}

describe('time', () => {
  test("goes with the machine's until it is moved", async () => {
    const { machine, clock } = setUp();
    await machine.advance(1000);
    expect([clock.now() - start, clock.monotonic()]).toEqual([1000, 1000]);
    clock.advance(121_000);
    await machine.advance(1000);
    expect([clock.now() - start, clock.monotonic()]).toEqual([123_000, 123_000]);
    machine.jump(-5000);
    expect([clock.now() - start, clock.monotonic()]).toEqual([118_000, 123_000]);
  });

  test('stands still when frozen, and goes on from there', async () => {
    const { machine, clock } = setUp();
    clock.freeze(true);
    await machine.advance(5000);
    expect([clock.frozen, clock.now() - start, clock.monotonic()]).toEqual([true, 0, 0]);
    clock.advance(300);
    expect([clock.frozen, clock.now() - start]).toEqual([true, 300]);
    clock.freeze(false);
    await machine.advance(10);
    expect([clock.frozen, clock.now() - start, clock.monotonic()]).toEqual([false, 310, 310]);
  });

  test("a reset brings the machine's wall clock back, running", async () => {
    const { machine, clock } = setUp();
    clock.advance(60_000);
    clock.freeze(true);
    await machine.advance(5);
    clock.reset();
    expect([clock.frozen, clock.now() - start]).toEqual([false, 5]);
    expect(clock.monotonic()).toBeGreaterThanOrEqual(60_000);
  });
});

describe('sleep', () => {
  test("ends with the machine's time", async () => {
    const { machine, clock } = setUp();
    const sleep = clock.sleep(1000);
    await machine.advance(999);
    expect(await isOver(machine, sleep)).toBe(false);
    await machine.advance(1);
    expect(await isOver(machine, sleep)).toBe(true);
  });

  test('is woken by a jump that reaches its end, and not by a shorter one', async () => {
    const { machine, clock } = setUp();
    const sleep = clock.sleep(1000);
    clock.advance(999);
    expect(await isOver(machine, sleep)).toBe(false);
    clock.advance(1);
    expect(await isOver(machine, sleep)).toBe(true);
  });

  test('goes on for ever while the time stands still', async () => {
    const { machine, clock } = setUp();
    clock.freeze(true);
    const sleep = clock.sleep(1000);
    await machine.advance(3_600_000);
    expect(await isOver(machine, sleep)).toBe(false);
    clock.advance(1000);
    expect(await isOver(machine, sleep)).toBe(true);
  });

  test.each([true, false])("ends with the signal's reason (frozen: %s)", async (frozen) => {
    const { machine, clock } = setUp();
    clock.freeze(frozen);
    const stop = new AbortController();
    const sleep = clock.sleep(1000, stop.signal);
    const rejected = expect(sleep).rejects.toBe('enough');
    await machine.advance(1);
    stop.abort('enough');
    await rejected;
    await expect(clock.sleep(1000, stop.signal)).rejects.toBe('enough');
  });
});
