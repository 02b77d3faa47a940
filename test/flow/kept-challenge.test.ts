import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  dropChallenge,
  findChallenge,
  keepChallenge,
  listChallenges,
  sentCode,
} from '../../src/flow/kept-challenge.ts';
import { createSessions } from '../../src/settings/sessions.ts';
import { failureIn } from '../helpers/failure.ts';
import { type FakeClock, fakeClock } from '../helpers/fake-clock.ts';
import { onWindows, storeMachine } from '../helpers/store-machine.ts';

const minute = 60_000;
const day = 86_400_000;
const place = { provider: 'elixir', baseUrl: 'https://kend.example' };

function open() {
  const clock: FakeClock = fakeClock();
  const tools = storeMachine({ clock });
  const sessions = createSessions({ ...tools, profile: () => 'default' });
  const context = { sessions, clock, randomBytes: tools.machine.randomBytes };
  const keep = async (more: Partial<Parameters<typeof keepChallenge>[1]> = {}) => {
    await clock.advance(1);
    return keepChallenge(context, {
      ...place,
      transaction: { transactionId: 'tx-1' },
      recipient: 'a•••@example.com',
      sentAt: clock.now(),
      expiresAt: clock.now() + 2 * minute,
      ...more,
    });
  };
  const find = (more: object = {}) =>
    findChallenge(context, { ...place, ...more }, sentCode('authrig elixir send'));
  return { clock, context, keep, find, folder: join(tools.folder, 'sessions', 'default', 'challenges') };
}

test('a kept challenge comes back whole, from a file of its own', async () => {
  const { keep, find, folder } = open();
  const kept = await keep();
  expect(kept.id).toMatch(/^[0-9a-f]{10}$/);
  expect(await find()).toEqual(kept);
  expect(await find({ id: kept.id })).toEqual(kept);
  expect(readdirSync(folder)).toEqual([`${kept.id}.json`]);
});

test.skipIf(onWindows)('S04: its file is 0600', async () => {
  const { keep, folder } = open();
  const { id } = await keep();
  expect(statSync(join(folder, `${id}.json`)).mode & 0o777).toBe(0o600);
});

describe('of two', () => {
  test('the newest live one is taken, or the one that is named', async () => {
    const { keep, find } = open();
    const [first, second] = [await keep(), await keep({ transaction: { transactionId: 'tx-2' } })];
    expect(await find()).toEqual(second);
    expect(await find({ id: first.id })).toEqual(first);
  });

  test('dropping one leaves the other', async () => {
    const { context, keep, find } = open();
    const [first, second] = [await keep(), await keep()];
    await dropChallenge(context, second.id);
    expect(await find()).toEqual(first);
    expect((await failureIn(find({ id: second.id }))).kind).toBe('credentials');
  });

  test('a newer one that is over does not stand before an older one that lives', async () => {
    const { clock, keep, find } = open();
    const lasting = await keep({ expiresAt: clock.now() + 10 * minute });
    await keep({ expiresAt: clock.now() + minute });
    await clock.advance(2 * minute);
    expect(await find()).toEqual(lasting);
  });

  test('one of another transaction is not taken', async () => {
    const { context, keep, find } = open();
    const first = await keep({ transaction: { phone: '111' } });
    const second = await keep({ transaction: { phone: '222' } });
    expect(await find({ transaction: { phone: '111' } })).toEqual(first);
    expect((await failureIn(find({ id: first.id, transaction: { phone: '222' } }))).kind).toBe('credentials');
    expect(await listChallenges(context, place)).toEqual([first, second]);
    expect(await listChallenges(context, { ...place, transaction: { phone: '222' } })).toEqual([second]);
  });
});

test('S29: one of another provider or host is never found', async () => {
  const { context, keep, find } = open();
  const other = await keep({ baseUrl: 'http://127.0.0.1:4000' });
  await keep({ provider: 'verifik' });
  expect(await failureIn(find())).toMatchObject({ kind: 'credentials', message: 'No challenge is kept.' });
  expect((await failureIn(find({ id: other.id }))).message).toBe('No challenge with this id is kept.');
  expect(await listChallenges(context, place)).toEqual([]);
});

describe('one that is over', () => {
  test('lives up to its deadline, is refused after it, and is gone then', async () => {
    const { clock, keep, find } = open();
    const { id } = await keep();
    await clock.advance(2 * minute - 1);
    expect((await find()).id).toBe(id);
    await clock.advance(1001);
    expect(await failureIn(find())).toMatchObject({
      kind: 'expired',
      message: 'The code that was sent to a•••@example.com expired 1 s ago.',
      details: { hint: 'Send a new one with: authrig elixir send' },
    });
    expect((await failureIn(find({ id }))).kind).toBe('credentials');
  });

  test('without a deadline it is good for a day', async () => {
    const { clock, context, keep, find } = open();
    const { id } = await keep({ expiresAt: null });
    await clock.advance(day - 1);
    expect((await find()).id).toBe(id);
    await clock.advance(1);
    expect(await listChallenges(context, place)).toEqual([]);
    expect((await failureIn(find())).message).toContain('more than a day');
  });

  test('it is swept by a later send', async () => {
    const { clock, keep, folder } = open();
    const old = await keep();
    await clock.advance(2 * minute + day - 10);
    await keep();
    expect(readdirSync(folder)).toHaveLength(2);
    await clock.advance(10);
    const newest = await keep();
    expect(readdirSync(folder)).toHaveLength(2);
    expect(readdirSync(folder)).not.toContain(`${old.id}.json`);
    expect(readdirSync(folder)).toContain(`${newest.id}.json`);
  });
});

test('F53: what another hand wrote there is no challenge', async () => {
  const { keep, find, folder } = open();
  const kept = await keep();
  const entry = (value: unknown) => JSON.stringify({ schemaVersion: 1, storedAt: 9e15, value });
  writeFileSync(join(folder, 'aaa.json'), entry({ ...kept, transaction: null }), { mode: 0o600 });
  writeFileSync(join(folder, 'bbb.json'), entry({ ...kept, expiresAt: 'soon' }), { mode: 0o600 });
  writeFileSync(join(folder, 'ccc.json'), entry([]), { mode: 0o600 });
  expect(await find()).toEqual(kept);
});

test('S20: an id that leads elsewhere finds nothing', async () => {
  const { find } = open();
  expect((await failureIn(find({ id: '../../settings' }))).kind).toBe('credentials');
});
