import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  dropSession,
  findSession,
  keepSession,
  type KeptSession,
  listSessions,
  lockSession,
  remainingMs,
  sessionId,
} from '../../src/flow/kept-session.ts';
import { createSessions, type Sessions } from '../../src/settings/sessions.ts';
import { type FakeClock, fakeClock } from '../helpers/fake-clock.ts';
import { storeMachine } from '../helpers/store-machine.ts';

const start = Date.UTC(2026, 0, 1);
const place = { provider: 'elixir', baseUrl: 'https://kend.elixir.app' };
const hour = 3_600_000;

interface Kept {
  readonly sessions: Sessions;
  readonly clock: FakeClock;
  readonly folder: string;
}

function store(): Kept {
  const clock = fakeClock({ auto: true, now: start });
  const tools = storeMachine({ clock });
  return { sessions: createSessions({ ...tools, profile: () => 'default' }), clock, folder: tools.folder };
}

function session(more: Partial<KeptSession> = {}): KeptSession {
  const tokens = { token: 'eyJhbGciOi', refreshToken: 'refresh-token' };
  return {
    ...place,
    account: 'ada@example.com',
    receivedAt: start,
    expiresAt: start + hour,
    tokens,
    ...more,
  };
}

/** Every text in every file of the store. */
function everything(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name + readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
}

describe('which session', () => {
  test('is found by its account, or as the only one', async () => {
    const context = store();
    await keepSession(context, session());
    expect(await findSession(context, place, 'ada@example.com', '--email')).toEqual(session());
    expect(await findSession(context, place, undefined, '--email')).toEqual(session());
    expect(await findSession(context, place, 'grace@example.com', '--email')).toBeUndefined();
  });

  test('of several and none named is a usage error that names the option', async () => {
    const context = store();
    await keepSession(context, session());
    await keepSession(context, session({ account: 'grace@example.com' }));
    await expect(findSession(context, place, undefined, '--email')).rejects.toMatchObject({
      kind: 'usage',
      details: { hint: 'Name one with --email.' },
    });
    expect(await findSession(context, place, 'grace@example.com', '--email')).toMatchObject({
      account: 'grace@example.com',
    });
  });

  test('S29: is never the one of another provider or host', async () => {
    const context = store();
    await keepSession(context, session({ baseUrl: 'http://127.0.0.1:4000/elixir' }));
    await keepSession(context, session({ provider: 'verifik' }));
    expect(await listSessions(context, place)).toEqual([]);
    expect(await findSession(context, place, undefined, '--email')).toBeUndefined();
    // Where every host is asked about, still never of another provider.
    expect((await listSessions(context, { provider: 'elixir' })).map(({ baseUrl }) => baseUrl)).toEqual([
      'http://127.0.0.1:4000/elixir',
    ]);
  });

  test('replaces the one before', async () => {
    const context = store();
    await keepSession(context, session());
    await keepSession(context, session({ tokens: { token: 'second' } }));
    expect(await listSessions(context, place)).toEqual([session({ tokens: { token: 'second' } })]);
    expect(everything(context.folder)).not.toContain('refresh-token');
  });

  test.each([
    null,
    'token',
    {},
    session({ expiresAt: 'soon' as never }),
    session({ expiresAt: 1e300 }),
    session({ tokens: null as never }),
    { ...session(), account: undefined },
  ])('is none that was damaged: %j', async (value) => {
    const context = store();
    await context.sessions.put('sessions', sessionId(session()), value);
    expect(await listSessions(context, place)).toEqual([]);
  });
});

describe('the id', () => {
  test('differs by provider, host and account, and shows none of them but the provider', () => {
    const ids = [
      session(),
      session({ account: 'grace@example.com' }),
      session({ provider: 'verifik' }),
      session({ baseUrl: 'http://127.0.0.1:4000' }),
    ].map((each) => sessionId(each));
    expect(new Set(ids).size).toBe(4);
    expect(ids[0]).toMatch(/^elixir-[0-9a-f]{24}$/);
    expect(sessionId(session({ tokens: {}, expiresAt: 1 }))).toBe(ids[0]);
  });
});

describe('how long it is good', () => {
  test('60 s less than it says, and not at all from then on', async () => {
    const { sessions } = store();
    const at = (later: number) =>
      remainingMs({ sessions, clock: fakeClock({ now: start + later }) }, session());
    expect(await at(0)).toBe(hour - 60_000);
    expect(await at(hour - 60_001)).toBe(1);
    expect(await at(hour - 60_000)).toBe(0);
    expect(await at(hour)).toBe(0);
  });

  test('a wall clock that jumps back revives nothing', async () => {
    const context = store();
    await keepSession(context, session());
    context.clock.jump(2 * hour);
    expect(await remainingMs(context, session())).toBe(0);
    context.clock.jump(-2 * hour);
    expect(await remainingMs(context, session())).toBe(0);
    // A new token is another matter.
    const renewed = session({ receivedAt: start + 1, expiresAt: start + 2 * hour });
    await keepSession(context, renewed);
    expect(await remainingMs(context, renewed)).toBeGreaterThan(0);
  });

  test('a clock that stands before the day the token came is not believed, a small correction is', async () => {
    const { sessions } = store();
    const at = (later: number) =>
      remainingMs({ sessions, clock: fakeClock({ now: start + later }) }, session());
    expect(await at(-60_000)).toBe(hour);
    expect(await at(-60_001)).toBe(0);
  });

  test('F50: seeing that it expired never brings back a session that was replaced meanwhile', async () => {
    const context = store();
    const old = session({ expiresAt: start });
    await keepSession(context, old);
    await keepSession(context, session({ tokens: { token: 'renewed' } }));
    expect(await remainingMs(context, old)).toBe(0);
    expect(await listSessions(context, place)).toEqual([session({ tokens: { token: 'renewed' } })]);
  });

  test('a store that cannot be written is no reason to fail a reader', async () => {
    const { sessions, clock } = store();
    const broken: Sessions = { ...sessions, put: () => Promise.reject(new Error('disk full')) };
    expect(await remainingMs({ sessions: broken, clock }, session({ expiresAt: start }))).toBe(0);
  });
});

test('a dropped session leaves no copy and no mark', async () => {
  const context = store();
  await keepSession(context, session({ expiresAt: start }));
  await remainingMs(context, session({ expiresAt: start }));
  expect(await dropSession(context, session())).toBe(true);
  expect(await dropSession(context, session())).toBe(false);
  expect(await listSessions(context, place)).toEqual([]);
  expect(everything(context.folder)).toBe('');
});

test('F50: the lock lets one process at a time refresh, and one more where it is another account', async () => {
  const context = store();
  const slow = { ...context.clock, sleep: () => new Promise<void>((resolve) => setImmediate(resolve)) };
  const sessions = createSessions({
    ...storeMachine({ clock: slow, env: { AUTHRIG_CONFIG_DIR: context.folder } }),
    profile: () => 'default',
  });
  const reach = { sessions, clock: slow };
  let inside = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    inside += 1;
    most = Math.max(most, inside);
    await new Promise((resolve) => setImmediate(resolve));
    inside -= 1;
  };
  const id = sessionId(session());
  await Promise.all([1, 2, 3].map(() => lockSession(reach, id, work)));
  expect(most).toBe(1);
  await lockSession(reach, id, () => lockSession(reach, sessionId(session({ account: 'b' })), work));
});
