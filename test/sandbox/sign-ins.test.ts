import { expect, test } from 'vitest';
import { createSignIns, type Decision, type KeptSignIn } from '../../src/sandbox/sign-ins.ts';
import { createTables } from '../../src/sandbox/table.ts';
import { type FakeClock, fakeClock } from '../helpers/fake-clock.ts';

const start = Date.UTC(2026, 0, 1);

function signInsOf(
  clock: FakeClock,
  settle: (id: string, decision: Decision) => void = () => {},
  limit?: number,
) {
  const signIns = createSignIns(clock, createTables().table<KeptSignIn>('sign-ins', limit));
  signIns.decides('jekimo', settle);
  return signIns;
}

function signIn(id: string) {
  return {
    id,
    provider: 'jekimo',
    url: `http://127.0.0.1/${id}`,
    expiresAt: new Date(start + 120_000).toISOString(),
  };
}

test('a decision reaches the provider of the sign-in, once', () => {
  const decisions: unknown[] = [];
  const signIns = signInsOf(fakeClock({ now: start }), (...decision) => decisions.push(decision));
  signIns.open(signIn('a'));
  expect(signIns.list()).toEqual([
    { ...signIn('a'), createdAt: '2026-01-01T00:00:00.000Z', state: 'pending' },
  ]);
  expect(signIns.decide('b', { decision: 'approve' })).toBe(false);
  expect(signIns.decide('a', { decision: 'approve', age: 17 })).toBe(true);
  expect(signIns.decide('a', { decision: 'deny' })).toBe(false);
  expect(decisions).toEqual([['a', { decision: 'approve', age: 17 }]]);
  expect(signIns.find('a')?.state).toBe('decided');
});

test('what has expired can no longer be decided', async () => {
  const clock = fakeClock({ now: start });
  const signIns = signInsOf(clock, () => expect.unreachable());
  signIns.open(signIn('a'));
  await clock.advance(119_999);
  expect(signIns.find('a')?.state).toBe('pending');
  await clock.advance(1);
  expect(signIns.find('a')?.state).toBe('expired');
  expect(signIns.decide('a', { decision: 'approve' })).toBe(false);
});

test('listeners hear of each one; the oldest is forgotten where there are too many', () => {
  const signIns = signInsOf(fakeClock({ now: start }), undefined, 2);
  const heard: string[] = [];
  signIns.onOpen(({ id }) => heard.push(id));
  for (const id of ['a', 'b', 'c']) signIns.open(signIn(id));
  expect(heard).toEqual(['a', 'b', 'c']);
  expect(signIns.list().map(({ id }) => id)).toEqual(['b', 'c']);
});
