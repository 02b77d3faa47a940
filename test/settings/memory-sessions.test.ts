import { describe, expect, test } from 'vitest';
import { createMemorySessions } from '../../src/settings/memory-sessions.ts';

const token = { accessToken: 'eyJhbGciOi', life: { days: 30 } };

test('what is put is got, listed and removed', async () => {
  const sessions = createMemorySessions();
  await sessions.put('sessions', 'ada', token);
  expect(await sessions.get('sessions', 'ada')).toEqual(token);
  expect(await sessions.get('challenges', 'ada')).toBeUndefined();
  expect(await sessions.list('sessions')).toEqual([{ id: 'ada', value: token }]);
  expect(await sessions.list('challenges')).toEqual([]);
  expect(await sessions.remove('sessions', 'ada')).toBe(true);
  expect(await sessions.remove('sessions', 'ada')).toBe(false);
  expect(await sessions.get('sessions', 'ada')).toBeUndefined();
});

test('the list has the oldest first, and what is put again is new', async () => {
  const sessions = createMemorySessions();
  for (const id of ['b', 'c', 'a', 'b']) await sessions.put('challenges', id, id);
  expect((await sessions.list('challenges')).map(({ id }) => id)).toEqual(['c', 'a', 'b']);
});

test('one kind is not the beginning of another', async () => {
  const sessions = createMemorySessions();
  await sessions.put('sessions', 'ada', 1);
  await sessions.put('session', 's/ada', 2);
  expect(await sessions.list('session')).toEqual([{ id: 's/ada', value: 2 }]);
});

test('what was handed in or out can be changed without changing what is kept', async () => {
  const sessions = createMemorySessions();
  const own = structuredClone(token);
  await sessions.put('sessions', 'ada', own);
  own.life.days = 1;
  const got = (await sessions.get('sessions', 'ada')) as typeof token;
  got.life.days = 2;
  for (const { value } of await sessions.list('sessions')) (value as typeof token).life.days = 3;
  expect(await sessions.get('sessions', 'ada')).toEqual(token);
});

test('S29: two of them share nothing', async () => {
  await createMemorySessions().put('sessions', 'ada', token);
  expect(await createMemorySessions().list('sessions')).toEqual([]);
});

test('a profile that is forgotten takes everything with it', async () => {
  const sessions = createMemorySessions();
  await sessions.put('sessions', 'ada', token);
  await sessions.forgetProfile('default');
  expect(await sessions.list('sessions')).toEqual([]);
});

describe('the lock', () => {
  test('F50: work on one entry never overlaps, in the order it came', async () => {
    const sessions = createMemorySessions();
    const steps: string[] = [];
    const work = (name: string) => async () => {
      steps.push(`${name} in`);
      await new Promise((resolve) => setImmediate(resolve));
      steps.push(`${name} out`);
      return name;
    };
    const all = ['one', 'two', 'three'].map((name) => sessions.locked('sessions', 'ada', work(name)));
    expect(await Promise.all(all)).toEqual(['one', 'two', 'three']);
    expect(steps).toEqual(['one in', 'one out', 'two in', 'two out', 'three in', 'three out']);
  });

  test('another entry, and the same id of another kind, do not wait', async () => {
    const sessions = createMemorySessions();
    let release = (): void => {};
    const held = sessions.locked(
      'sessions',
      'ada',
      () => new Promise<void>((resolve) => (release = resolve)),
    );
    expect(await sessions.locked('sessions', 'grace', async () => 'in')).toBe('in');
    expect(await sessions.locked('sends', 'ada', async () => 'in')).toBe('in');
    release();
    await held;
  });

  test('work that fails tells its own caller, and lets the next in', async () => {
    const sessions = createMemorySessions();
    const failing = sessions.locked('sessions', 'ada', async () => {
      throw new Error('no answer');
    });
    const next = sessions.locked('sessions', 'ada', async () => 'in');
    await expect(failing).rejects.toThrow('no answer');
    expect(await next).toBe('in');
  });
});
