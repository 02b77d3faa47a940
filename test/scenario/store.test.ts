import { expect, test } from 'vitest';
import { keepChallenge, listChallenges } from '../../src/flow/kept-challenge.ts';
import { findSession, keepSession } from '../../src/flow/kept-session.ts';
import { copyKept, createFileStore } from '../../src/scenario/store.ts';
import { createMemorySessions } from '../../src/settings/memory-sessions.ts';
import { fakeClock } from '../helpers/fake-clock.ts';
import { countingBytes } from '../helpers/sandbox.ts';

const session = {
  provider: 'verifik',
  account: '+11234566663',
  receivedAt: 0,
  expiresAt: 9e12,
  tokens: { accessToken: 'x' },
};

test('a file keeps its own, and counts what is sent where everybody counts it', async () => {
  const machine = createMemorySessions();
  const file = createFileStore(machine);
  await file.put('sessions', 'a', 1);
  await file.put('sends', 'b', [1]);
  expect(await machine.list('sessions')).toEqual([]);
  expect(await machine.get('sends', 'b')).toEqual([1]);
  expect(await file.get('sessions', 'a')).toBe(1);
});

test('files of a live run have the sign-ins of the run in common, and nothing else', async () => {
  const shared = createMemorySessions();
  const file = createFileStore(createMemorySessions(), shared);
  await file.put('sessions', 'a', 1);
  await file.put('challenges', 'b', 2);
  expect(await shared.get('sessions', 'a')).toBe(1);
  expect(await shared.get('challenges', 'b')).toBeUndefined();
});

test('what was kept for one sandbox is found at another, and refreshed in its place', async () => {
  const [from, to] = [createMemorySessions(), createMemorySessions()];
  const reach = (sessions: typeof from) => ({ sessions, clock: fakeClock(), randomBytes: countingBytes() });
  const place = { provider: 'verifik', baseUrl: 'http://127.0.0.1:1/verifik' };
  await keepSession(reach(from), { ...session, ...place });
  await keepChallenge(reach(from), {
    ...place,
    transaction: {},
    recipient: '+1',
    sentAt: Date.UTC(2026, 0, 1),
    expiresAt: null,
  });
  await copyKept(from, to, { from: 'http://127.0.0.1:1', to: 'http://127.0.0.1:22' });

  const moved = { provider: 'verifik', baseUrl: 'http://127.0.0.1:22/verifik' };
  const found = await findSession(reach(to), moved, undefined, '--phone');
  expect(found).toMatchObject({ account: session.account });
  expect(await listChallenges(reach(to), moved)).toHaveLength(1);
  await keepSession(reach(to), { ...session, ...moved });
  expect(await to.list('sessions')).toHaveLength(1);
  expect(await findSession(reach(to), place, undefined, '--phone')).toBeUndefined();
});

test('what was kept for a real host stays there', async () => {
  const [from, to] = [createMemorySessions(), createMemorySessions()];
  const reach = (sessions: typeof from) => ({ sessions, clock: fakeClock() });
  const place = { provider: 'verifik', baseUrl: 'https://api.verifik.co' };
  await keepSession(reach(from), { ...session, ...place });
  await copyKept(from, to, { from: 'http://127.0.0.1:1', to: 'http://127.0.0.1:22' });
  expect(await findSession(reach(to), place, undefined, '--phone')).toBeDefined();
});
