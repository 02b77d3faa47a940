import { expect, test } from 'vitest';
import { elixirServer, email, machineAt, paths, session, success } from '../../helpers/elixir.ts';
import { fakeClock } from '../../helpers/fake-clock.ts';

test('what is kept is shown masked, with its source and life, and nothing is sent', async () => {
  await using server = await elixirServer({ qr: [success(session(2, 480))] });
  const machine = machineAt(server);
  await machine.run(['otp', '--otp', '01234']);
  await machine.run(['qr', 'REIKEY:one'], { env: { AUTHRIG_ELIXIR_EMAIL: '' } });
  await machine.run(['send']);
  const sent = server.requests.length;
  const { exitCode, stdout, json } = await machine.run(['status', '--json']);
  expect(exitCode).toBe(0);
  expect(json().data).toEqual({
    profile: 'default',
    sessions: expect.arrayContaining([
      {
        account: 'g•••@example.com',
        source: 'otp',
        expiresAt: '2026-01-01T10:00:00.000Z',
        remainingSeconds: 10 * 3600 - 60,
        state: 'valid',
        baseUrl: server.origin,
      },
      {
        account: 'unnamed',
        source: 'qr',
        expiresAt: '2026-01-21T00:00:00.000Z',
        remainingSeconds: 480 * 3600 - 60,
        state: 'valid',
        baseUrl: server.origin,
      },
    ]) as unknown,
    challenges: [
      {
        challenge: expect.stringMatching(/^[0-9a-f]{10}$/) as unknown,
        recipient: 'g•••@example.com',
        sentAt: '2026-01-01T00:00:00.000Z',
      },
    ],
  });
  for (const secret of [email, 'refresh-token', session(1)['token']]) expect(stdout).not.toContain(secret);
  expect(server.requests).toHaveLength(sent);
});

test('in text: an expired one says since when', async () => {
  await using server = await elixirServer();
  const machine = machineAt(server);
  await machine.run(['otp', '--otp', '01234']);
  expect((await machine.run(['status'])).stdout).toBe(
    'profile           default\ng•••@example.com  valid for 9 h, until 2026-01-01 10:00 UTC (by otp)\n',
  );
  const clock = fakeClock({ auto: true, now: Date.UTC(2026, 0, 2) });
  expect((await machine.run(['status'], { clock })).stdout).toContain(
    'expired since 2026-01-01 10:00 UTC (by otp)',
  );
  expect(server.at(paths.refresh)).toEqual([]);
});

test('in text: a challenge alone says that no session is kept, and every line fits 80 columns', async () => {
  await using server = await elixirServer();
  const machine = machineAt(server);
  await machine.run(['send']);
  const { exitCode, stdout } = await machine.run(['status']);
  expect(exitCode).toBe(0);
  expect(stdout).toContain(`session    none is kept for ${server.origin}\n`);
  expect(stdout).toMatch(/^challenge  [0-9a-f]{10} for g•••@example\.com, sent 2026-01-01 00:00 UTC$/m);
  await machine.run(['otp', '--otp', '01234']);
  const both = (await machine.run(['status'])).stdout;
  expect(both).not.toContain('none is kept');
  expect(both.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

test('a session of another base URL is shown with it, one of this base URL without', async () => {
  await using server = await elixirServer();
  const machine = machineAt(server);
  await machine.run(['otp', '--otp', '01234']);
  const elsewhere = { env: { AUTHRIG_ELIXIR_BASE_URL: 'https://kend.elixir.app' } };
  expect((await machine.run(['status'])).stdout).not.toContain(server.origin);
  const { exitCode, stdout } = await machine.run(['status'], elsewhere);
  expect(exitCode).toBe(0);
  expect(stdout).toContain('none is kept for https://kend.elixir.app');
  expect(stdout).toMatch(new RegExp(`^ +at ${server.origin}$`, 'm'));
  const { stderr } = await machine.run(['token'], elsewhere);
  expect(stderr).toContain('No Elixir session is kept for g•••@example.com at https://kend.elixir.app.');
  const nobody = { env: { ...elsewhere.env, AUTHRIG_ELIXIR_EMAIL: '' } };
  expect((await machine.run(['token'], nobody)).stderr).toContain(
    'No Elixir session is kept for https://kend.elixir.app.',
  );
});
