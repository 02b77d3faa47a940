import { describe, expect, test } from 'vitest';
import { createPace } from '../../../src/commands/smoke/pace.ts';
import { falseKeyFor } from '../../../src/commands/smoke/false-key.ts';
import { partOf, shardOption } from '../../../src/commands/smoke/shard.ts';
import { sideBySide } from '../../../src/commands/smoke/side-by-side.ts';
import { CliError } from '../../../src/errors.ts';
import { providers } from '../../../src/providers/index.ts';
import { fakeClock } from '../../helpers/fake-clock.ts';

describe('--shard', () => {
  test('the parts together are the whole, and none is in two', () => {
    const all = Array.from({ length: 103 }, (_, at) => at);
    const parts = [1, 2, 3, 4].map((index) => partOf(all, { index, of: 4 }));
    expect(parts.flat().toSorted((a, b) => a - b)).toEqual(all);
    expect(parts.map(({ length }) => length)).toEqual([26, 26, 26, 25]);
    expect(partOf(all, { index: 2, of: 4 })).toEqual(parts[1]);
    expect(partOf(all, undefined)).toEqual(all);
  });

  test.each(['1/1', '3/4', '10000/10000'])('%s is taken', (text) => {
    const [index, of] = text.split('/').map(Number);
    expect(shardOption(text)).toEqual({ index, of });
  });

  test.each(['', '0/4', '5/4', '1/0', '1', '1/', '/4', '1/2/3', '-1/4', '1.5/4', '1/10001', 'a/b'])(
    '%j is not',
    (text) => {
      expect(() => shardOption(text)).toThrow(CliError);
    },
  );
});

describe('PRB-06: a false key', () => {
  test.each([
    ['jk-live-5f2a9c71', 'xx-xxxx-0x0x0x00'],
    ['ABC.def/123+=', 'XXX.xxx/000+='],
    ['00000000-xxxx', '99999999-zzzz'],
    ['•••', '•••'],
  ])('for %s is %s', (key, other) => {
    expect(falseKeyFor(key)).toBe(other);
  });
});

describe('the rate limit of a real host', () => {
  const limit = { requests: 3, perMs: 1000 };
  const host = 'https://api.example/base';
  const { signal } = new AbortController();

  test('R-JUV-3: Juvlon takes 100 requests in 5 minutes, by its card', () => {
    expect(providers.find(({ name }) => name === 'juvlon')?.rateLimit).toEqual({
      requests: 100,
      perMs: 300_000,
    });
  });

  test('no span holds more requests than the limit', async () => {
    const clock = fakeClock({ auto: true });
    const pace = createPace(clock, signal);
    const left: number[] = [];
    for (let count = 0; count < 10; count += 1) {
      await pace.turn(host, limit, 1);
      left.push(clock.monotonic());
    }
    expect(left).toEqual([0, 0, 0, 1000, 1000, 1000, 2000, 2000, 2000, 3000]);
  });

  test('time that went by counts, and two requests at once need room for two', async () => {
    const clock = fakeClock({ auto: true });
    const pace = createPace(clock, signal);
    await pace.turn(host, limit, 2);
    await clock.sleep(400);
    await pace.turn(host, limit, 2);
    expect(clock.monotonic()).toBe(1000);
  });

  test('each host has its own; loopback and what has no limit has none', async () => {
    const clock = fakeClock({ auto: true });
    const pace = createPace(clock, signal);
    for (let count = 0; count < 10; count += 1) {
      await pace.turn('http://127.0.0.1:4010/juvlon', limit, 2);
      await pace.turn(host, undefined, 2);
    }
    for (const url of [host, 'https://other.example']) await pace.turn(url, limit, 3);
    expect(clock.monotonic()).toBe(0);
  });

  test('a wait ends with the run', async () => {
    const stop = new AbortController();
    const pace = createPace(fakeClock(), stop.signal);
    await pace.turn(host, limit, 3);
    const waiting = pace.turn(host, limit, 1);
    stop.abort(new CliError('cancelled', 'Stopped.'));
    await expect(waiting).rejects.toThrow('Stopped.');
  });
});

describe('side by side', () => {
  const ready = async (): Promise<void> => {};
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  test('all is done, and never more at a time than there are places', async () => {
    let running = 0;
    let most = 0;
    const done: number[] = [];
    await sideBySide<number>(
      [
        [1, 2, 3, 4, 5],
        [6, 7, 8],
      ],
      3,
      {
        ready,
        work: async (item) => {
          running += 1;
          most = Math.max(most, running);
          await turn();
          running -= 1;
          done.push(item);
        },
      },
    );
    expect(most).toBe(3);
    expect(done.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test('a lane that waits keeps no other', async () => {
    let open: () => void = () => {};
    const gate = new Promise<void>((resolve) => (open = resolve));
    const done: string[] = [];
    const all = sideBySide(
      [
        ['slow 1', 'slow 2'],
        ['fast 1', 'fast 2', 'fast 3'],
      ],
      1,
      {
        ready: (item) => (item.startsWith('slow') ? gate : ready()),
        work: async (item) => void done.push(item),
      },
    );
    for (let turns = 0; turns < 10; turns += 1) await turn();
    expect(done).toEqual(['fast 1', 'fast 2', 'fast 3']);
    open();
    await all;
    expect(done).toHaveLength(5);
  });

  test('the first failure is told, what runs is waited for, and nothing more begins', async () => {
    const begun: number[] = [];
    let ended = 0;
    const all = sideBySide<number>([[1, 2, 3, 4, 5, 6]], 2, {
      ready,
      work: async (item) => {
        begun.push(item);
        if (item === 2) throw new Error('broken');
        await turn();
        ended += 1;
      },
    });
    await expect(all).rejects.toThrow('broken');
    expect(begun.length).toBeLessThan(6);
    expect(ended).toBe(begun.length - 1);
  });

  test('no lanes are no work', async () => {
    await expect(sideBySide([], 2, { ready, work: ready })).resolves.toBeUndefined();
  });
});
