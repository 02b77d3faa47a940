import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test, vi } from 'vitest';
import { scriptedServer } from '../../helpers/scripted-server.ts';
import { recorded, replayed } from '../../helpers/recordings.ts';
import { realClock } from '../../helpers/real-clock.ts';
import { authrig } from '../../helpers/rig.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

vi.setConfig({ testTimeout: 60_000 });

interface Compared {
  readonly calls: readonly { readonly operation: string; readonly differences: readonly string[] }[];
}

describe('replay --against sandbox', () => {
  test.each([
    ['jekimo login --interval 100ms', ['gettoken', 'check']],
    ['verifik phone', ['phoneLogin', 'phoneConfirm']],
    ['elixir otp', ['otpLogin', 'otpVerify']],
    ['elixir qr', ['qrVerify']],
    ['ekyc enroll', ['toggle']],
    ['ekyc login', ['sessionToken']],
    ['juvlon verify', ['verifyOneTimeCode']],
  ])('%s: every answer has its shape still', async (line, operations) => {
    const { file } = await recorded([...line.split(' '), '--sandbox']);
    const { exitCode, json } = await replayed(file, '--against', 'sandbox', '--json');
    const { calls } = json().data as unknown as Compared;
    expect(calls.flatMap(({ differences }) => differences)).toEqual([]);
    expect([...new Set(calls.map(({ operation }) => operation))]).toEqual(operations);
    expect(exitCode).toBe(0);
  });

  test('7 and the members, where an answer has another shape', async () => {
    const { text } = await recorded(['elixir', 'otp', '--sandbox']);
    const file = join(temporaryFolder(), 'drift.har');
    writeFileSync(file, text.replaceAll(String.raw`\"newAccount\":false`, String.raw`\"isNew\":\"no\"`));
    const { exitCode, json, stderr } = await replayed(file, '--against', 'sandbox', '--json');
    expect(exitCode).toBe(7);
    expect(stderr).toContain('1 of 2 answers');
    expect(json()).toMatchObject({
      error: { kind: 'provider', provider: { name: 'elixir', operation: 'otpVerify' } },
      data: {
        calls: [
          { operation: 'otpLogin', differences: [] },
          {
            operation: 'otpVerify',
            differences: ['data.isNew is missing', 'data.newAccount is new (true or false)'],
          },
        ],
      },
    });
  });

  test.each([
    ['verifik phone --phone 1234566666', 'HTTP 404'],
    ['elixir otp --email rate-limited@example.com', 'HTTP 429'],
    ['ekyc session --email inactive@example.com', 'HTTP 200'],
  ])('8 and no word of drift, where a refusal of then is none today: %s', async (line, status) => {
    const { file, exitCode: then } = await recorded([...line.split(' '), '--sandbox']);
    const { exitCode, stdout, stderr } = await replayed(file, '--against', 'sandbox');
    expect(then).not.toBe(0);
    expect(stdout).toContain(`not compared: it was refused then (${status}) and is not now`);
    expect(stderr).toContain('No answer could be compared');
    expect(exitCode).toBe(8);
  });

  test('a refusal for another reason is no drift, and neither is what follows from it', async () => {
    const { file } = await recorded(['elixir', 'otp', '--sandbox', '--email', 'banned@example.com']);
    const { exitCode, stdout } = await replayed(file, '--against', 'sandbox');
    expect(stdout).toContain('not compared: it was refused then (HTTP 200) and is now for another reason');
    expect(exitCode).toBe(0);
  });

  test('a sign-in that came too late then is no drift where it is in time now', async () => {
    const path = new URL('../../fixtures/recordings/own-jekimo-token-expired.har', import.meta.url);
    const { exitCode, json } = await replayed(fileURLToPath(path), '--against', 'sandbox', '--json');
    expect(json().data).toMatchObject({
      calls: [
        { operation: 'gettoken', differences: [] },
        { operation: 'check', differences: [], otherwise: expect.stringContaining('refused then') as string },
      ],
    });
    expect(exitCode).toBe(0);
  });

  test('a call that got no answer then says nothing of drift', async () => {
    const { har } = await recorded(['juvlon', 'verify', '--sandbox']);
    const [entry] = har.log.entries;
    const entries = [{ ...entry, _error: 'refused', response: { ...entry?.response, status: 0 } }];
    const file = join(temporaryFolder(), 'lost.har');
    writeFileSync(file, JSON.stringify({ log: { ...har.log, entries } }));
    const { exitCode, stdout } = await replayed(file, '--against', 'sandbox');
    expect(stdout).toContain('not compared: no answer came then');
    expect(exitCode).toBe(8);
  });

  test('7 where a call that went well then is refused now, and what comes of that is not told again', async () => {
    const { text } = await recorded(['elixir', 'otp', '--sandbox']);
    const file = join(temporaryFolder(), 'refused.har');
    writeFileSync(file, text.replaceAll('/otp-login"', '/no-login"'));
    const { exitCode, stdout, stderr } = await replayed(file, '--against', 'sandbox');
    expect(stdout).toContain('HTTP 200 is now 4');
    expect(stderr).toContain('The answer has another shape than when it was recorded.');
    expect(exitCode).toBe(7);
  });

  test('2 for a recording without a call', async () => {
    const { file } = await recorded(['ekyc', 'uri', '--sandbox']);
    expect(await replayed(file, '--against', 'sandbox')).toMatchObject({ exitCode: 2 });
  });
});

describe('replay --against live', () => {
  const path = '/v4/verifyOneTimeCode';
  const body = {
    code: 200,
    status: 'Success',
    verify: 'true',
    transactionId: '1',
    token: 'ABCDEF',
    OTP: '9078',
  };
  const argv = ['juvlon', 'verify', '--token', 'ABCDEF', '--otp', '9078'];
  const env = (origin: string) => ({
    AUTHRIG_JUVLON_API_KEY: 'key-of-then',
    AUTHRIG_JUVLON_BASE_URL: origin,
  });

  test('sends nothing that does anything without --live, and says what it would', async () => {
    await using server = await scriptedServer({ [path]: [{ body }] });
    const { file } = await recorded(argv, { env: env(server.origin) });
    const { exitCode, stderr } = await authrig(['replay', file, '--against', 'live'], {
      clock: realClock,
      env: env(server.origin),
    });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('juvlon verifyOneTimeCode (consumes)');
    expect(server.requests).toHaveLength(1);
  });

  test('sends the calls with the key of today to the address of today', async () => {
    await using then = await scriptedServer({ [path]: [{ body }] });
    await using today = await scriptedServer({ [path]: [{ body: { ...body, verify: true, added: 1 } }] });
    const { file } = await recorded([...argv, '--include-secrets'], { env: env(then.origin) });
    const { exitCode, stdout } = await authrig(['replay', file, '--against', 'live', '--live'], {
      clock: realClock,
      env: { ...env(today.origin), AUTHRIG_JUVLON_API_KEY: 'key-of-today' },
    });
    expect(exitCode).toBe(7);
    expect(stdout).toContain('verify was a text and is true or false');
    expect(stdout).toContain('added is new (a number)');
    expect(then.requests).toHaveLength(1);
    expect(JSON.parse(today.requests[0]?.body ?? '')).toMatchObject({ apiKey: 'key-of-today' });
  });

  test('asks for nothing of a provider whose key is not there', async () => {
    await using server = await scriptedServer({ [path]: [{ body }] });
    const { file } = await recorded(argv, { env: env(server.origin) });
    const { exitCode, stderr } = await replayed(file, '--against', 'live', '--live');
    expect(exitCode).toBe(4);
    expect(stderr).toContain('juvlon.apiKey is not set');
    expect(server.requests).toHaveLength(1);
  });

  test('8 where what was typed then is not known today, and nothing is sent', async () => {
    await using server = await scriptedServer({ [path]: [{ body }] });
    const { file } = await recorded(argv, { env: env(server.origin) });
    const { exitCode, stdout } = await authrig(['replay', file, '--against', 'live', '--live'], {
      clock: realClock,
      env: env(server.origin),
    });
    expect(exitCode).toBe(8);
    expect(stdout).toContain('not sent: nothing says today what token#1 was then');
    expect(server.requests).toHaveLength(1);
  });

  test('what failed then is sent with values that mean nothing, and fails alike', async () => {
    const refusal = { code: 442, status: 'Error' };
    await using server = await scriptedServer({ [path]: [{ body: refusal }] });
    const { file } = await recorded(argv, { env: env(server.origin) });
    const { exitCode } = await authrig(['replay', file, '--against', 'live', '--live'], {
      clock: realClock,
      env: env(server.origin),
    });
    expect(exitCode).toBe(0);
    expect(server.requests).toHaveLength(2);
    expect(server.requests[1]?.body).not.toContain('9078');
  });

  test('--live alone is 2', async () => {
    const { file } = await recorded(['ekyc', 'uri', '--sandbox']);
    expect(await replayed(file, '--live')).toMatchObject({ exitCode: 2 });
  });
});
