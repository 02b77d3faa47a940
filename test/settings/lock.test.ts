import { mkdirSync, readdirSync, readFileSync, rmdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Clock } from '../../src/clock.ts';
import { lookAtLock, withLock } from '../../src/settings/lock.ts';
import { fakeClock } from '../helpers/fake-clock.ts';
import { storeMachine } from '../helpers/store-machine.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

/** A clock on which waiting takes no time, and that does `each` before every sleep. */
function clockThat(each: (at: number) => void): Clock {
  const clock = fakeClock({ auto: true });
  const sleep: Clock['sleep'] = (milliseconds, signal) => {
    each(clock.monotonic());
    return clock.sleep(milliseconds, signal);
  };
  return { now: clock.now, monotonic: clock.monotonic, sleep };
}

test('T2: two pieces of work never overlap, and no lock stays behind', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'config.json');
  let inside = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    inside += 1;
    most = Math.max(most, inside);
    await new Promise((resolve) => setImmediate(resolve));
    inside -= 1;
  };
  const yielding = clockThat(() => {});
  const sleep: Clock['sleep'] = async (milliseconds, signal) => {
    await new Promise((resolve) => setImmediate(resolve));
    return yielding.sleep(Math.min(milliseconds, 1), signal);
  };
  const tools = storeMachine({ clock: { ...yielding, sleep } });
  await Promise.all(Array.from({ length: 8 }, () => withLock(path, tools, work)));
  expect(most).toBe(1);
  expect(readdirSync(folder)).toEqual([]);
});

test('T3: the lock of a dead owner is named within a second and taken over within three', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'config.json');
  mkdirSync(`${path}.lock`);
  writeFileSync(`${path}.lock-owner`, '4242 mark');
  const toldAt: number[] = [];
  const clock = clockThat(() => {});
  const { machine, warnings } = storeMachine({ clock });
  const warn = (text: string): void => {
    toldAt.push(clock.monotonic());
    warnings.push(text);
  };
  const tookOverAt = await withLock(path, { machine, warn }, async () => clock.monotonic());
  expect(warnings).toEqual([expect.stringContaining('held by pid 4242')]);
  expect(toldAt[0]).toBeLessThanOrEqual(1000);
  expect(tookOverAt).toBeGreaterThan(2000);
  expect(tookOverAt).toBeLessThanOrEqual(3000);
  expect(readdirSync(folder)).toEqual([]);
});

test('a living owner is waited for, and in the end the wait is given up with its pid', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'config.json');
  mkdirSync(`${path}.lock`);
  writeFileSync(`${path}.lock-owner`, '4242 mark');
  const clock = clockThat((at) => utimesSync(`${path}.lock`, 1, Math.floor(at / 1000) + 1));
  await expect(withLock(path, storeMachine({ clock }), async () => 'never')).rejects.toThrow(
    expect.objectContaining({ kind: 'local', message: expect.stringContaining('pid 4242') }),
  );
  expect(clock.monotonic()).toBeGreaterThanOrEqual(30_000);
  expect(readdirSync(folder).toSorted()).toEqual(['config.json.lock', 'config.json.lock-owner']);
});

test('an owner whose work may take long is waited for as long as that', async () => {
  const path = join(temporaryFolder(), 'config.json');
  mkdirSync(`${path}.lock`);
  const clock = clockThat((at) => {
    if (at >= 60_000) rmdirSync(`${path}.lock`);
    else utimesSync(`${path}.lock`, 1, Math.floor(at / 1000) + 1);
  });
  expect(await withLock(path, storeMachine({ clock }), async () => 'done', 90_000)).toBe('done');
});

test('a lock that is given back in time is taken without a word', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'config.json');
  mkdirSync(`${path}.lock`);
  const clock = clockThat((at) => {
    if (at === 100) rmdirSync(`${path}.lock`);
  });
  const tools = storeMachine({ clock });
  await withLock(path, tools, async () => {});
  expect(tools.warnings).toEqual([]);
  expect(clock.monotonic()).toBeLessThan(500);
});

test('a claim that a killed process left does not block the take-over for ever', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'config.json');
  mkdirSync(`${path}.lock`);
  mkdirSync(`${path}.lock-claim`);
  await withLock(path, storeMachine(), async () => {});
  expect(readdirSync(folder)).toEqual([]);
});

test('who lost the lock while it stood still is told so, and leaves the new owner alone', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'config.json');
  await expect(
    withLock(path, storeMachine(), async (held) => {
      await held.confirm();
      writeFileSync(`${path}.lock-owner`, '777 another');
      await held.confirm();
    }),
  ).rejects.toThrow(
    expect.objectContaining({ kind: 'local', details: expect.objectContaining({ retryable: true }) }),
  );
  expect(readdirSync(folder).toSorted()).toEqual(['config.json.lock', 'config.json.lock-owner']);
  expect(readFileSync(`${path}.lock-owner`, 'utf8')).toBe('777 another');
});

test('the lock is given back when the work fails', async () => {
  const folder = temporaryFolder();
  const work = withLock(join(folder, 'config.json'), storeMachine(), async () => {
    throw new Error('disk on fire');
  });
  await expect(work).rejects.toThrow('disk on fire');
  expect(readdirSync(folder)).toEqual([]);
});

test('F59: the wait ends with the reason of the signal', async () => {
  const path = join(temporaryFolder(), 'config.json');
  mkdirSync(`${path}.lock`);
  const stop = new AbortController();
  const clock = clockThat((at) => {
    if (at > 200) stop.abort(new Error('stopped by the user'));
  });
  const tools = storeMachine({ clock, signal: stop.signal });
  await expect(withLock(path, tools, async () => {})).rejects.toThrow('stopped by the user');
});

test('F52: a folder that is not there is a local error', async () => {
  const path = join(temporaryFolder(), 'gone', 'config.json');
  await expect(withLock(path, storeMachine(), async () => {})).rejects.toThrow(
    expect.objectContaining({ kind: 'local' }),
  );
});

test('who gives up says whose lock it is, and what to do', async () => {
  const path = join(temporaryFolder(), 'config.json');
  mkdirSync(`${path}.lock`);
  writeFileSync(`${path}.lock-owner`, '4242 mark');
  const clock = clockThat(() => utimesSync(`${path}.lock`, new Date(), new Date(Math.random() * 1e12)));
  await expect(withLock(path, storeMachine({ clock }), async () => {}, 700)).rejects.toMatchObject({
    kind: 'local',
    message: `${path} is locked by pid 4242 for too long.`,
    details: {
      hint: 'Wait until that process has ended, then type the same command again.',
      retryable: true,
    },
  });
});

test('who lost the lock while it stood still writes nothing, and says so', async () => {
  const path = join(temporaryFolder(), 'config.json');
  const work = withLock(path, storeMachine(), async (held) => {
    writeFileSync(`${path}.lock-owner`, '4242 another');
    await held.confirm();
  });
  await expect(work).rejects.toMatchObject({
    kind: 'local',
    message: `Another process took over the lock of ${path} while this one stood still.`,
    details: { hint: 'Nothing was written. Type the same command again.', retryable: true },
  });
  expect(readFileSync(`${path}.lock-owner`, 'utf8')).toBe('4242 another');
});

describe('a look at a lock that touches nothing', () => {
  const held = (owner?: string): string => {
    const path = join(temporaryFolder(), 'config.json');
    mkdirSync(`${path}.lock`);
    utimesSync(`${path}.lock`, 1000, 1000);
    if (owner !== undefined) writeFileSync(`${path}.lock-owner`, owner);
    return path;
  };

  test('finds nobody where there is no lock', async () => {
    expect(await lookAtLock(join(temporaryFolder(), 'config.json'), 0)).toBeUndefined();
  });

  test('finds the owner, alive until it gave no sign for 2.2 s', async () => {
    const path = held('4242 mark');
    expect(await lookAtLock(path, 1_000_000)).toEqual({ pid: 4242, dead: false });
    expect(await lookAtLock(path, 1_002_199)).toEqual({ pid: 4242, dead: false });
    expect(await lookAtLock(path, 1_002_200)).toEqual({ pid: 4242, dead: true });
    expect(readdirSync(join(path, '..')).toSorted()).toEqual(['config.json.lock', 'config.json.lock-owner']);
  });

  test.each([[undefined], [''], ['nobody']])('finds an owner without a name in %j', async (owner) => {
    expect(await lookAtLock(held(owner), 1_000_000)).toEqual({ pid: undefined, dead: false });
  });
});
