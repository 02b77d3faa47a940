import { expect, test } from 'vitest';
import { createSignIns, type Decision } from '../../src/sandbox/sign-ins.ts';
import { fakeClock } from '../helpers/fake-clock.ts';

const start = Date.UTC(2026, 0, 1);

function signIn(id: string) {
  return {
    id,
    provider: 'jekimo',
    url: `http://127.0.0.1/${id}`,
    expiresAt: new Date(start + 120_000).toISOString(),
  };
}

test('a decision reaches whoever opened the sign-in, once', () => {
  const signIns = createSignIns(fakeClock({ now: start }));
  const decisions: Decision[] = [];
  signIns.open(signIn('a'), (decision) => decisions.push(decision));
  expect(signIns.list()).toEqual([
    { ...signIn('a'), createdAt: '2026-01-01T00:00:00.000Z', state: 'pending' },
  ]);
  expect(signIns.decide('b', { decision: 'approve' })).toBe(false);
  expect(signIns.decide('a', { decision: 'approve', age: 17 })).toBe(true);
  expect(signIns.decide('a', { decision: 'deny' })).toBe(false);
  expect(decisions).toEqual([{ decision: 'approve', age: 17 }]);
  expect(signIns.find('a')?.state).toBe('decided');
});

test('what has expired can no longer be decided', async () => {
  const clock = fakeClock({ now: start });
  const signIns = createSignIns(clock);
  signIns.open(signIn('a'), () => expect.unreachable());
  await clock.advance(119_999);
  expect(signIns.find('a')?.state).toBe('pending');
  await clock.advance(1);
  expect(signIns.find('a')?.state).toBe('expired');
  expect(signIns.decide('a', { decision: 'approve' })).toBe(false);
});

test('listeners hear of each one; the oldest is forgotten where there are too many; a reset forgets all', () => {
  const signIns = createSignIns(fakeClock({ now: start }), 2);
  const heard: string[] = [];
  signIns.onOpen(({ id }) => heard.push(id));
  for (const id of ['a', 'b', 'c']) signIns.open(signIn(id), () => {});
  expect(heard).toEqual(['a', 'b', 'c']);
  expect(signIns.list().map(({ id }) => id)).toEqual(['b', 'c']);
  signIns.reset();
  expect(signIns.list()).toEqual([]);
});
