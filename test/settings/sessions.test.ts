import {
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createSessions, type Sessions } from '../../src/settings/sessions.ts';
import { fakeClock } from '../helpers/fake-clock.ts';
import { onWindows, storeMachine, type StoreMachine } from '../helpers/store-machine.ts';
import { underUmask, withoutUmask } from '../helpers/umask.ts';

function sessionsOn(tools: StoreMachine, profile = 'default'): Sessions {
  return createSessions({ ...tools, profile: () => profile });
}

const token = { accessToken: 'eyJhbGciOi', expiresAt: '2026-02-01T00:00:00.000Z' };

test('what is put is got, listed and removed', async () => {
  const tools = storeMachine();
  const sessions = sessionsOn(tools);
  await sessions.put('tokens', '+15551234567', token);
  expect(await sessions.get('tokens', '+15551234567')).toEqual(token);
  expect(await sessions.list('tokens')).toEqual([{ id: '+15551234567', value: token }]);
  expect(await sessions.get('challenges', '+15551234567')).toBeUndefined();
  expect(await sessions.remove('tokens', '+15551234567')).toBe(true);
  expect(await sessions.remove('tokens', '+15551234567')).toBe(false);
  expect(await sessions.list('tokens')).toEqual([]);
});

test('reading makes nothing, and works without a home', async () => {
  const tools = storeMachine();
  for (const sessions of [sessionsOn(tools), sessionsOn(storeMachine({ env: {} }))]) {
    expect(await sessions.get('tokens', 'ada')).toBeUndefined();
    expect(await sessions.list('tokens')).toEqual([]);
    expect(await sessions.remove('tokens', 'ada')).toBe(false);
    await sessions.forgetProfile('default');
  }
  expect(() => readdirSync(tools.folder)).toThrow('ENOENT');
  await expect(sessionsOn(storeMachine({ env: {} })).put('tokens', 'ada', token)).rejects.toThrow(
    expect.objectContaining({ kind: 'local' }),
  );
});

test('the list has the oldest first', async () => {
  const clock = fakeClock();
  const sessions = sessionsOn(storeMachine({ clock }));
  for (const id of ['b', 'c', 'a']) {
    await sessions.put('challenges', id, id);
    await clock.advance(1000);
  }
  expect((await sessions.list('challenges')).map(({ id }) => id)).toEqual(['b', 'c', 'a']);
});

test('of one moment, the list has them by their ids', async () => {
  const sessions = sessionsOn(storeMachine());
  for (const id of ['b', 'c', 'a']) await sessions.put('challenges', id, id);
  expect((await sessions.list('challenges')).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
});

test('what else lies in the folder is not listed, and not touched', async () => {
  const tools = storeMachine();
  const sessions = sessionsOn(tools);
  await sessions.put('tokens', 'ada', token);
  const folder = join(tools.folder, 'sessions/default/tokens');
  const others = ['-x.json', '.draft.json', 'ada', 'grace.json.lock', 'notes.txt'];
  for (const name of others) writeFileSync(join(folder, name), '{}', { mode: 0o600 });
  expect((await sessions.list('tokens')).map(({ id }) => id)).toEqual(['ada']);
  expect(readdirSync(folder).toSorted()).toEqual([...others, 'ada.json'].toSorted());
  expect(tools.warnings).toEqual([]);
});

describe('what the disk refuses is told with its path', () => {
  const local = (path: string, deed: string) =>
    expect.objectContaining({
      kind: 'local',
      message: expect.stringContaining(`${path} could not be ${deed}:`),
    });

  test('an entry that can not be removed', async () => {
    const tools = storeMachine();
    const path = join(tools.folder, 'sessions/default/tokens/ada.json');
    mkdirSync(path, { recursive: true });
    await expect(sessionsOn(tools).remove('tokens', 'ada')).rejects.toThrow(local(path, 'removed'));
  });

  test('a folder that can not be read, or is none', async () => {
    const tools = storeMachine();
    const path = join(tools.folder, 'sessions/default/tokens');
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, '');
    await expect(sessionsOn(tools).list('tokens')).rejects.toThrow(local(path, 'read'));
  });

  test('a profile whose sessions can not be removed', async () => {
    const tools = storeMachine();
    const path = join(tools.folder, 'sessions');
    mkdirSync(tools.folder, { recursive: true });
    writeFileSync(path, '');
    await expect(sessionsOn(tools).forgetProfile('work')).rejects.toThrow(
      local(join(path, 'work'), 'removed'),
    );
  });
});

test('each profile has its own, and forgetting one leaves the others', async () => {
  const tools = storeMachine();
  const [work, home] = [sessionsOn(tools, 'work'), sessionsOn(tools, 'home')];
  await work.put('tokens', 'ada', 'work token');
  await home.put('tokens', 'ada', 'home token');
  await home.forgetProfile('work');
  expect(await work.get('tokens', 'ada')).toBeUndefined();
  expect(await home.get('tokens', 'ada')).toBe('home token');
  expect(readdirSync(join(tools.folder, 'sessions'))).toEqual(['home']);
});

test.skipIf(withoutUmask)('T10, S04: folders are 0700 and files 0600 under umask 000', async () => {
  const tools = storeMachine();
  await underUmask(0, async () => {
    await sessionsOn(tools).put('tokens', 'ada', token);
    await sessionsOn(tools).locked('tokens', 'ada', async () => {
      const lock = join(tools.folder, 'sessions/default/tokens/ada.json.lock-owner');
      expect((statSync(lock).mode & 0o777).toString(8)).toBe('600');
    });
  });
  const modes = [
    '',
    'sessions',
    'sessions/default',
    'sessions/default/tokens',
    'sessions/default/tokens/ada.json',
  ].map((path) => (statSync(join(tools.folder, path)).mode & 0o777).toString(8));
  expect(modes).toEqual(['700', '700', '700', '700', '600']);
});

describe('a damaged entry', () => {
  test.each([
    ['empty', ''],
    ['truncated', '{"schemaVersion":1,"storedAt":0,"val'],
    ['no JSON', 'token'],
    ['null', 'null'],
    ['without a value', '{"schemaVersion":1,"storedAt":0}'],
    ['stored at no time', '{"schemaVersion":1,"storedAt":"0","value":1}'],
    ['in bytes that are no UTF-8', Buffer.from('{"schemaVersion":1,"storedAt":0,"value":"\xff"}', 'latin1')],
    ['of another version', '{"schemaVersion":2,"storedAt":0,"value":1}'],
    ['larger than 1 MB', ' '.repeat(1024 * 1024 + 1)],
  ])('%s counts as missing and is kept under another name', async (_case, content) => {
    const tools = storeMachine();
    const sessions = sessionsOn(tools);
    await sessions.put('tokens', 'grace', token);
    const folder = join(tools.folder, 'sessions/default/tokens');
    writeFileSync(join(folder, 'ada.json'), content, { mode: 0o600 });
    expect((await sessions.list('tokens')).map(({ id }) => id)).toEqual(['grace']);
    expect(await sessions.get('tokens', 'ada')).toBeUndefined();
    const kept = readdirSync(folder).find((name) => name.startsWith('ada.json.corrupt-')) ?? '';
    expect(readFileSync(join(folder, kept)).equals(Buffer.from(content))).toBe(true);
    expect(tools.warnings).toEqual([expect.stringContaining(kept)]);
    await sessions.put('tokens', 'ada', token);
    expect(await sessions.get('tokens', 'ada')).toEqual(token);
  });
});

test.skipIf(onWindows)('S06: an entry that is a symbolic link is neither read nor replaced', async () => {
  const tools = storeMachine();
  const sessions = sessionsOn(tools);
  await sessions.put('tokens', 'grace', token);
  const folder = join(tools.folder, 'sessions/default/tokens');
  symlinkSync(join(folder, 'grace.json'), join(folder, 'ada.json'));
  await expect(sessions.get('tokens', 'ada')).rejects.toThrow(/symbolic link/);
  await expect(sessions.put('tokens', 'ada', 'other')).rejects.toThrow(/symbolic link/);
  expect(await sessions.get('tokens', 'grace')).toEqual(token);
});

test.each([
  '',
  '..',
  '../tokens',
  'a/b',
  String.raw`a\b`,
  '.hidden',
  'nul',
  'a\0b',
  '__proto__',
  'x'.repeat(129),
])('S20: the id %j is refused before anything is touched', async (id) => {
  const tools = storeMachine();
  const sessions = sessionsOn(tools);
  const refused = expect.objectContaining({ kind: 'usage' });
  await expect(sessions.get('challenges', id)).rejects.toThrow(refused);
  await expect(sessions.put('challenges', id, token)).rejects.toThrow(refused);
  await expect(sessions.remove('challenges', id)).rejects.toThrow(refused);
  await expect(sessions.locked('challenges', id, async () => {})).rejects.toThrow(refused);
  await expect(sessions.forgetProfile(id)).rejects.toThrow(refused);
  expect(() => readdirSync(tools.folder)).toThrow('ENOENT');
});

test('F50: work under the lock of one entry never overlaps, may write it, and leaves no lock', async () => {
  const clock = { ...fakeClock(), sleep: () => new Promise<void>((resolve) => setImmediate(resolve)) };
  const tools = storeMachine({ clock });
  const sessions = sessionsOn(tools);
  let refreshes = 0;
  const refreshed = (): Promise<unknown> =>
    sessions.locked('tokens', 'ada', async () => {
      const kept = await sessions.get('tokens', 'ada');
      if (kept !== undefined) return kept;
      refreshes += 1;
      await new Promise((resolve) => setImmediate(resolve));
      await sessions.put('tokens', 'ada', 'refreshed');
      return 'refreshed';
    });
  expect(await Promise.all([refreshed(), refreshed(), refreshed(), refreshed(), refreshed()])).toEqual(
    Array(5).fill('refreshed'),
  );
  expect(refreshes).toBe(1);
  expect(readdirSync(join(tools.folder, 'sessions/default/tokens'))).toEqual(['ada.json']);
});

test('drafts of killed processes are removed when they are old', async () => {
  const clock = fakeClock({ now: Date.UTC(2026, 0, 2) });
  const tools = storeMachine({ clock });
  const folder = join(tools.folder, 'sessions/default/tokens');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const [name, at] of [
    ['old', Date.UTC(2026, 0, 1)],
    ['young', clock.now()],
  ] as const) {
    const path = join(folder, `.ada.json.${name}.tmp`);
    writeFileSync(path, 'half a tok');
    utimesSync(path, at / 1000, at / 1000);
  }
  await sessionsOn(tools).put('tokens', 'ada', token);
  expect(readdirSync(folder).toSorted()).toEqual(['.ada.json.young.tmp', 'ada.json']);
});
