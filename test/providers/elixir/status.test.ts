import { expect, test } from 'vitest';
import { elixirServer, email, machineAt, paths, session, success } from '../../helpers/elixir.ts';
import { fakeClock } from '../../helpers/fake-clock.ts';

test('what is kept is shown masked, with its source and life, and nothing is sent', async () => {
  await using server = await elixirServer({ qr: [success(session(2, 480))] });
  const machine = machineAt(server);
  await machine.run(['otp', '--otp', '01234']);
  await machine.run(['qr', 'REIKEY:one']);
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
      },
      {
        account: 'unnamed',
        source: 'qr',
        expiresAt: '2026-01-21T00:00:00.000Z',
        remainingSeconds: 480 * 3600 - 60,
        state: 'valid',
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
    'profile           default\ng•••@example.com  valid for 9 h, until 2026-01-01T10:00:00.000Z (by otp)\n',
  );
  const clock = fakeClock({ auto: true, now: Date.UTC(2026, 0, 2) });
  expect((await machine.run(['status'], { clock })).stdout).toContain(
    'expired since 2026-01-01T10:00:00.000Z (by otp)',
  );
  expect(server.at(paths.refresh)).toEqual([]);
});
