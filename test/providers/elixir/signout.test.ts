import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { behaviours } from '../../helpers/bad-server.ts';
import {
  elixirServer,
  type Machine,
  machineAt,
  paths,
  session,
  success,
  wrongCredentials,
  wrongKey,
} from '../../helpers/elixir.ts';

const message = 'Session closed successfully for this device';

async function signIn(machine: Machine): Promise<void> {
  expect((await machine.run(['otp', '--otp', '01234'])).exitCode).toBe(0);
}

test('ELX-11, ELX-12: the session ends there, and is forgotten here', async () => {
  await using server = await elixirServer({ signout: [success({ message })] });
  const machine = machineAt(server);
  await signIn(machine);
  const { exitCode, json, stderr } = await machine.run(['signout', '--json']);
  expect(exitCode).toBe(0);
  expect(json().data).toEqual({ message });
  expect(stderr).toContain('for this device');
  expect(stderr).toContain('The session of g•••@example.com is forgotten on this machine.');
  const [request, ...more] = server.at(paths.signout);
  expect(more).toEqual([]);
  expect(request).toMatchObject({ method: 'POST', body: '{}' });
  expect(request?.headers['authorization']).toBe(`Bearer ${String(session(1)['token'])}`);
  expect((await machine.run(['token'])).exitCode).toBe(4);
});

test.each([
  ['R-ELX-3: 1000', wrongCredentials, 4, 'did not end the session'],
  ['R-ELX-1: a refused key', wrongKey, 4, 'refused the API key'],
  ['a reset', behaviours.reset, 6, 'The outcome is unknown: the change may have been made.'],
  ['a broken server', { status: 500, body: 'Oops' }, 7, 'The outcome is unknown'],
  ['ELX-20: another shape', { body: { success: true, data: {} } }, 7, '"data.message" is missing'],
  ['ELX-19: a success without data', { body: { success: true } }, 7, '"data" is missing'],
])('ELX-12: %s: exit by the call, the local copy gone, both told', async (_name, reply, exit, says) => {
  await using server = await elixirServer({ signout: [reply] });
  const machine = machineAt(server);
  await signIn(machine);
  const { exitCode, stdout, stderr } = await machine.run(['signout']);
  expect({ exitCode, stdout }).toEqual({ exitCode: exit, stdout: '' });
  expect(stderr).toContain(says);
  expect(stderr).toContain('is forgotten on this machine');
  expect(server.at(paths.signout)).toHaveLength(1);
  expect((await machine.run(['token'])).exitCode).toBe(4);
  expect(readdirSync(join(machine.folder, 'sessions/default/sessions'))).toEqual([]);
});

test('ELX-12: without a key too', async () => {
  await using server = await elixirServer();
  const machine = machineAt(server);
  await signIn(machine);
  const { exitCode, stderr } = await machine.run(['signout'], { env: { AUTHRIG_ELIXIR_API_KEY: '' } });
  expect(exitCode).toBe(4);
  expect(stderr).toContain('elixir.apiKey is not set');
  expect(stderr).toContain('is forgotten on this machine');
  expect((await machine.run(['token'])).exitCode).toBe(4);
});

test('a copy that stays is told, whether the call went well or not', async () => {
  let folder = '';
  const block = (answer: { readonly body: unknown; readonly status?: number }) => ({
    reply: () => {
      const kept = join(folder, 'sessions/default/sessions');
      for (const file of readdirSync(kept).filter((name) => name.endsWith('.json'))) {
        rmSync(join(kept, file));
        mkdirSync(join(kept, file));
      }
      return answer;
    },
  });
  for (const [answer, exit] of [
    [success({ message }), 10],
    [wrongCredentials, 4],
  ] as const) {
    await using server = await elixirServer({ signout: [block(answer as { readonly body: unknown })] });
    const machine = machineAt(server);
    folder = machine.folder;
    await signIn(machine);
    const { exitCode, stderr } = await machine.run(['signout']);
    expect(exitCode).toBe(exit);
    expect(stderr).toContain('The copy on this machine is still there');
  }
});

describe('signout --all', () => {
  async function signInTwice(machine: Machine): Promise<void> {
    await signIn(machine);
    await machine.run(['qr', 'REIKEY:one'], { env: { AUTHRIG_ELIXIR_EMAIL: '' } });
  }
  const qr = [success({ ...session(2), user: undefined })];
  const accounts = (data: unknown) =>
    (data as { sessions: readonly { account: string }[] }).sessions.map(({ account }) => account).toSorted();

  test('ends and forgets every session of this base URL, and of no other', async () => {
    await using other = await elixirServer();
    await using server = await elixirServer({ qr, signout: [success({ message })] });
    const machine = machineAt(server);
    const there = { env: { AUTHRIG_ELIXIR_BASE_URL: other.origin } };
    await machine.run(['otp', '--otp', '01234'], there);
    await signInTwice(machine);
    const { exitCode, json } = await machine.run(['signout', '--all', '--json']);
    expect(exitCode).toBe(0);
    expect(json().data).toMatchObject({ message });
    expect(accounts(json().data)).toEqual(['g•••@example.com', 'unnamed']);
    expect(
      server
        .at(paths.signout)
        .map(({ headers }) => headers['authorization'])
        .toSorted(),
    ).toEqual([1, 2].map((count) => `Bearer ${String(session(count)['token'])}`).toSorted());
    const nothing = await machine.run(['signout', '--all']);
    expect(nothing.exitCode).toBe(4);
    expect(nothing.stderr).toContain('No Elixir session is kept');
    expect((await machine.run(['token'], there)).exitCode).toBe(0);
  });

  test('ELX-12: one that Elixir does not end stops no other, is forgotten, and decides the exit code', async () => {
    await using server = await elixirServer({ qr, signout: [wrongCredentials, success({ message })] });
    const machine = machineAt(server);
    await signInTwice(machine);
    const { exitCode, stderr } = await machine.run(['signout', '--all']);
    expect(exitCode).toBe(4);
    expect(stderr).toContain('did not end the session');
    expect(server.at(paths.signout)).toHaveLength(2);
    expect(readdirSync(join(machine.folder, 'sessions/default/sessions'))).toEqual([]);
  });

  test('beside --email it is refused, and nothing is ended', async () => {
    await using server = await elixirServer();
    const machine = machineAt(server);
    await signIn(machine);
    const { exitCode } = await machine.run(['signout', '--all', '--email', 'grace.hopper@example.com']);
    expect({ exitCode, calls: server.at(paths.signout) }).toEqual({ exitCode: 2, calls: [] });
    expect((await machine.run(['token'])).exitCode).toBe(0);
  });

  test('where both fail both are told, and nothing is printed', async () => {
    await using server = await elixirServer({ qr, signout: [wrongCredentials, wrongKey] });
    const machine = machineAt(server);
    await signInTwice(machine);
    const { exitCode, stdout, stderr } = await machine.run(['signout', '--all']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 4, stdout: '' });
    expect(stderr).toContain('did not end the session');
    expect(stderr).toContain('refused the API key');
    expect(readdirSync(join(machine.folder, 'sessions/default/sessions'))).toEqual([]);
  });
});
