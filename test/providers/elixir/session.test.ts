import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { behaviours } from '../../helpers/bad-server.ts';
import {
  elixirServer,
  email,
  key,
  type Machine,
  machineAt,
  paths,
  refusal,
  session,
  success,
  usedRefreshToken,
  wrongCredentials,
  wrongKey,
} from '../../helpers/elixir.ts';
import { fakeClock } from '../../helpers/fake-clock.ts';
import { realClock } from '../../helpers/real-clock.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const hour = 3_600_000;
const tokenOf = (count: number): string => `${String(session(count)['token'])}\n`;
const sentTokens = (requests: readonly { readonly body: string }[]): unknown[] =>
  requests.map(({ body }) => (JSON.parse(body) as { refreshToken: string }).refreshToken);
const sessionsIn = (folder: string): string => join(folder, 'sessions/default/sessions');

function stored(machine: Machine): string[] {
  const folder = sessionsIn(machine.folder);
  return readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
}

async function signIn(machine: Machine): Promise<void> {
  expect((await machine.run(['otp', '--otp', '01234'])).exitCode).toBe(0);
}

describe('elixir token', () => {
  test('ELX-10: prints the kept token alone, without a call, while it is good', async () => {
    await using server = await elixirServer();
    const machine = machineAt(server);
    await signIn(machine);
    const before = server.requests.length;
    const { exitCode, stdout } = await machine.run(['token']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: tokenOf(1) });
    const { json } = await machine.run(['token', '--json']);
    expect(json().data).toEqual({
      token: session(1)['token'],
      refreshToken: 'refresh-token-number-1',
      expiresAt: '2026-01-01T10:00:00.000Z',
    });
    expect(server.requests).toHaveLength(before);
  });

  test.each([
    ['ELX-25: 61 s before its end', 10 * hour - 61_000, 0],
    ['60 s before its end', 10 * hour - 60_000, 1],
    ['ELX-25: at its end, in milliseconds', 10 * hour, 1],
  ])('%s', async (_name, later, calls) => {
    await using server = await elixirServer({ refresh: [success(session(2, 20))] });
    const machine = machineAt(server);
    await signIn(machine);
    const clock = fakeClock({ auto: true, now: Date.UTC(2026, 0, 1) + later });
    const { exitCode, stdout } = await machine.run(['token'], { clock });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: tokenOf(1 + calls) });
    expect(sentTokens(server.at(paths.refresh))).toEqual(Array(calls).fill('refresh-token-number-1'));
  });

  test('a wall clock that jumps back revives nothing', async () => {
    const refresh = [success(session(2, -1)), success(session(3, 20))];
    await using server = await elixirServer({ verify: [success(session(1, -1))], refresh });
    const machine = machineAt(server);
    await signIn(machine);
    const early = { clock: fakeClock({ auto: true, now: Date.UTC(2025, 11, 31, 12) }) };
    expect((await machine.run(['token'])).stdout).toBe(tokenOf(2));
    expect((await machine.run(['token'], early)).stdout).toBe(tokenOf(3));
  });

  test('ELX-24: a life beyond 2^31 ms reaches no timer', async () => {
    const clock = fakeClock({ auto: true });
    const life = { tokenExpiry: undefined, tokenLifeMS: 31_557_600_000 };
    await using server = await elixirServer({ verify: [success(session(1, 1, life))] });
    const machine = machineAt(server);
    await machine.run(['otp', '--otp', '01234'], { clock });
    expect((await machine.run(['token'], { clock })).exitCode).toBe(0);
    expect(clock.sleeps.filter((milliseconds) => milliseconds > 2 ** 31 - 1)).toEqual([]);
  });

  test('no session is exit 4, and says how to get one', async () => {
    await using server = await elixirServer();
    for (const verb of ['token', 'refresh', 'signout', 'status']) {
      const { exitCode, stdout, stderr } = await machineAt(server).run([verb]);
      expect({ verb, exitCode, stdout }).toEqual({ verb, exitCode: 4, stdout: '' });
      expect(stderr).toContain('authrig elixir otp');
    }
    expect(server.requests).toEqual([]);
  });

  test('an entry that lost its tokens is no session', async () => {
    await using server = await elixirServer();
    const machine = machineAt(server);
    await signIn(machine);
    const [file = ''] = readdirSync(sessionsIn(machine.folder));
    const path = join(sessionsIn(machine.folder), file);
    for (const lost of ['"token"', '"refreshToken"']) {
      const whole = readFileSync(path, 'utf8');
      writeFileSync(path, whole.replace(lost, '"lost"'));
      const { exitCode, stdout } = await machine.run(['token']);
      expect({ exitCode, stdout }).toEqual({ exitCode: 4, stdout: '' });
      writeFileSync(path, whole);
    }
    expect((await machine.run(['token'])).exitCode).toBe(0);
  });

  test("ELX-29: a session is another host's at another host", async () => {
    await using server = await elixirServer();
    const machine = machineAt(server);
    await signIn(machine);
    const env = { AUTHRIG_ELIXIR_BASE_URL: 'http://127.0.0.1:9' };
    expect((await machine.run(['token'], { env })).exitCode).toBe(4);
    const same = { AUTHRIG_ELIXIR_BASE_URL: `${server.origin}/` };
    expect((await machine.run(['token'], { env: same })).exitCode).toBe(0);
  });

  test('each account has its own; an address in other letters is the same one', async () => {
    const verify = [success(session(1)), success(session(2))];
    await using server = await elixirServer({ verify });
    const machine = machineAt(server);
    await signIn(machine);
    await machine.run(['otp', '--otp', '01234', '--email', 'other@example.com']);
    expect((await machine.run(['token'])).stdout).toBe(tokenOf(1));
    expect((await machine.run(['token', '--email', 'Other@Example.com'])).stdout).toBe(tokenOf(2));
    const none = { env: { AUTHRIG_ELIXIR_EMAIL: '' } };
    const several = await machine.run(['token'], none);
    expect(several.exitCode).toBe(2);
    expect(several.stderr).toContain('--email');
    expect((await machine.run(['token', '--email', 'nobody@example.com'])).exitCode).toBe(4);
  });
});

describe('elixir refresh', () => {
  test('ELX-08, ELX-09: the new refresh token takes the place of the old one, which is nowhere any more', async () => {
    await using server = await elixirServer({ refresh: [success(session(2)), success(session(3))] });
    const machine = machineAt(server);
    await signIn(machine);
    const { exitCode, json } = await machine.run(['refresh', '--json']);
    expect(exitCode).toBe(0);
    expect(json().data).toMatchObject({
      token: session(2)['token'],
      refreshToken: 'refresh-token-number-2',
    });
    expect(stored(machine)).toEqual([expect.stringContaining('refresh-token-number-2')]);
    expect(stored(machine).join('')).not.toContain('refresh-token-number-1');
    await machine.run(['refresh']);
    expect(sentTokens(server.at(paths.refresh))).toEqual([
      'refresh-token-number-1',
      'refresh-token-number-2',
    ]);
    expect(server.at(paths.refresh)[0]?.headers['authorization']).toBeUndefined();
  });

  test('ELX-27: the session is kept 0600', async () => {
    await using server = await elixirServer();
    const machine = machineAt(server);
    await signIn(machine);
    const [file = ''] = readdirSync(sessionsIn(machine.folder));
    expect((statSync(join(sessionsIn(machine.folder), file)).mode & 0o777).toString(8)).toBe('600');
    expect(file).not.toContain('grace');
  });

  test.each([
    ['R-ELX-2: INVALID_REFRESH_TOKEN', usedRefreshToken, /\(code INVALID_REFRESH_TOKEN\)/],
    ['R-ELX-3: 1000', wrongCredentials, /code 1000/],
    ['ELX-20: success false alone', { body: { success: false } }, /refused the refresh token/],
  ])('%s: exit 4, the entry stays, marked, and no second call is made', async (_name, answer, says) => {
    await using server = await elixirServer({ verify: [success(session(1, -1))], refresh: [answer] });
    const machine = machineAt(server);
    await signIn(machine);
    const first = await machine.run(['token']);
    expect(first.exitCode).toBe(4);
    expect(first.stderr).toMatch(says);
    expect(first.stderr).toContain('Sign in again with: authrig elixir otp');
    const second = await machine.run(['token']);
    expect(second.exitCode).toBe(4);
    expect(second.stderr).toContain('has refused to refresh');
    expect(server.at(paths.refresh)).toHaveLength(1);
    expect(stored(machine)[0]).toContain('refresh-token-number-1');
    expect((await machine.run(['status'])).stdout).toContain('refused');
    // Asked for by name it is tried all the same.
    expect((await machine.run(['refresh'])).exitCode).toBe(4);
    expect(server.at(paths.refresh)).toHaveLength(2);
  });

  test('a refused refresh leaves a token that is still good', async () => {
    await using server = await elixirServer({ refresh: [usedRefreshToken] });
    const machine = machineAt(server);
    await signIn(machine);
    expect((await machine.run(['refresh'])).exitCode).toBe(4);
    expect((await machine.run(['token'])).stdout).toBe(tokenOf(1));
  });

  test.each([
    ['R-ELX-1: a refused key', wrongKey, 4],
    ['a limit', refusal({ code: 1000 }, 429), 7],
    ['a server out of order', refusal({ code: 1000 }, 500), 7],
    ['a 403 without a body', { status: 403, body: '' }, 4],
  ])('%s is no mark on the session', async (_name, answer, exit) => {
    const refresh = [answer, success(session(2, 20))];
    await using server = await elixirServer({ verify: [success(session(1, -1))], refresh });
    const machine = machineAt(server);
    await signIn(machine);
    expect((await machine.run(['token'])).exitCode).toBe(exit);
    expect((await machine.run(['token'])).stdout).toBe(tokenOf(2));
  });

  test.each([
    ['reset', behaviours.reset, 6],
    ['cut off', behaviours.cutOff, 6],
    ['500', { status: 500, body: 'Oops' }, 7],
    ['500 with a refusal', refusal({ code: 1000 }, 500), 7],
    ['no JSON', { body: 'Oops' }, 7],
  ])(
    'ELX-09: a lost answer (%s) is told, once, and the old refresh token stays',
    async (_name, fault, exit) => {
      await using server = await elixirServer({ refresh: [fault] });
      const machine = machineAt(server);
      await signIn(machine);
      const { exitCode, stdout, stderr } = await machine.run(['refresh']);
      expect({ exitCode, stdout }).toEqual({ exitCode: exit, stdout: '' });
      expect(stderr).toContain('The outcome is unknown: the refresh token may be used up.');
      expect(stderr).toContain('The refresh token from before is kept.');
      expect(server.at(paths.refresh)).toHaveLength(1);
      expect(stored(machine)[0]).toContain('refresh-token-number-1');
    },
  );

  test('nothing is said to be lost where nothing left', async () => {
    await using server = await elixirServer();
    const machine = machineAt(server);
    await signIn(machine);
    await server[Symbol.asyncDispose]();
    const { exitCode, stderr } = await machine.run(['refresh']);
    expect(exitCode).toBe(6);
    expect(stderr).not.toContain('outcome is unknown');
  });

  test('ELX-07: a ban is told, and the session may go on when it is lifted', async () => {
    const banned = session(2, 20, { user: { _id: '6d', status: 'BANNED', banReason: 'spam' } });
    const refresh = [success(banned), success(session(3, 20))];
    await using server = await elixirServer({ verify: [success(session(1, -1))], refresh });
    const machine = machineAt(server);
    await signIn(machine);
    const { exitCode, stdout, stderr } = await machine.run(['token']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 4, stdout: '' });
    expect(stderr).toContain('reason "spam"');
    expect((await machine.run(['token'])).stdout).toBe(tokenOf(3));
    expect(sentTokens(server.at(paths.refresh))).toEqual([
      'refresh-token-number-1',
      'refresh-token-number-2',
    ]);
  });

  test('--refresh-token-from exchanges one from somewhere else, and keeps what comes', async () => {
    await using server = await elixirServer({ refresh: [success(session(2))] });
    const machine = machineAt(server);
    const words = ['refresh', '--refresh-token-from', 'stdin', '--email', email];
    const { exitCode, stderr } = await machine.run([...words, '-v'], { stdin: 'given-refresh-token\n' });
    expect(exitCode).toBe(0);
    expect(stderr).not.toContain('given-refresh-token');
    expect(sentTokens(server.at(paths.refresh))).toEqual(['given-refresh-token']);
    expect((await machine.run(['token'])).stdout).toBe(tokenOf(2));
  });
});

describe('F50: one expired session', () => {
  test('five runs at once make one call and five successes', async () => {
    const refresh = [success(session(2, 1e5)), usedRefreshToken];
    await using server = await elixirServer({ verify: [success(session(1, -1))], refresh });
    const machine = machineAt(server);
    await signIn(machine);
    const clock = { ...realClock, now: () => Date.UTC(2026, 0, 1) };
    const runs = await Promise.all(Array.from({ length: 5 }, () => machine.run(['token'], { clock })));
    expect(runs).toHaveLength(5);
    expect(runs.map(({ exitCode, stdout }) => ({ exitCode, stdout }))).toEqual(
      runs.map(() => ({ exitCode: 0, stdout: tokenOf(2) })),
    );
    expect(sentTokens(server.at(paths.refresh))).toEqual(['refresh-token-number-1']);
  });

  test('of five that are refused one has asked', async () => {
    await using server = await elixirServer({
      verify: [success(session(1, -1))],
      refresh: [usedRefreshToken],
    });
    const machine = machineAt(server);
    await signIn(machine);
    const clock = { ...realClock, now: () => Date.UTC(2026, 0, 1) };
    const runs = await Promise.all(Array.from({ length: 5 }, () => machine.run(['token'], { clock })));
    expect(runs.map(({ exitCode }) => exitCode)).toEqual(Array(5).fill(4));
    expect(server.at(paths.refresh)).toHaveLength(1);
  });
});

describe('F51: what cannot be stored', () => {
  /** A store in which no session can be kept, by a file that stands where a folder should. */
  function blocked(kind: 'sessions' | 'challenges'): string {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'sessions/default'), { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, 'sessions/default', kind), '');
    return folder;
  }

  test('a sign-in is printed whole, then told, exit 10', async () => {
    await using server = await elixirServer();
    const env = { AUTHRIG_CONFIG_DIR: blocked('sessions') };
    const run = async (...words: string[]) => machineAt(server, env).run(['otp', '--otp', '01234', ...words]);
    const field = await run('--field', 'token');
    expect({ ...field, json: undefined }).toMatchObject({ exitCode: 10, stdout: tokenOf(1) });
    expect(field.stderr).toContain('The session is not kept');
    const json = (await run('--json')).json();
    expect(json.data).toMatchObject({ token: session(1)['token'], refreshToken: 'refresh-token-number-1' });
  });

  test('a transaction is printed, then told, exit 10', async () => {
    await using server = await elixirServer();
    const env = { AUTHRIG_CONFIG_DIR: blocked('challenges') };
    const sent = await machineAt(server, env).run(['send', '--field', 'transactionId']);
    expect(sent).toMatchObject({ exitCode: 10, stdout: '0306d0b1-bb5c-4a9b-aa55-8b56fe659168\n' });
    // The whole flow needs no challenge: it warns and goes on.
    expect((await machineAt(server, env).run(['otp', '--otp', '01234'])).exitCode).toBe(0);
  });

  test('a refreshed session is printed, then told, exit 10', async () => {
    let folder = '';
    const reply = () => {
      const kept = sessionsIn(folder);
      for (const file of readdirSync(kept).filter((name) => name.endsWith('.json'))) {
        rmSync(join(kept, file));
        mkdirSync(join(kept, file));
      }
      return success(session(2)) as { readonly body: unknown };
    };
    await using server = await elixirServer({ refresh: [{ reply }] });
    const machine = machineAt(server);
    folder = machine.folder;
    await signIn(machine);
    const { exitCode, stdout, stderr } = await machine.run(['refresh', '--field', 'refreshToken']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 10, stdout: 'refresh-token-number-2\n' });
    expect(stderr).toContain('The session is not kept');
  });
});

test('ELX-27: no secret in the text of any verb, not even under --verbose', async () => {
  await using server = await elixirServer({ refresh: [success(session(2))] });
  const machine = machineAt(server);
  await signIn(machine);
  for (const verb of ['refresh', 'status']) {
    const { exitCode, stdout, stderr } = await machine.run([verb, '-v']);
    expect(exitCode).toBe(0);
    for (const secret of [key, email, 'refresh-token-number', session(1)['token'], session(2)['token']]) {
      expect(stdout + stderr).not.toContain(secret);
    }
  }
});
