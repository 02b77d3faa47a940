import { connect, createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { listen } from '../../helpers/bad-server.ts';
import * as elixir from '../../helpers/elixir.ts';
import * as jekimo from '../../helpers/jekimo.ts';
import { filesBelow, type Judged, plantedMachine } from '../../helpers/planted.ts';
import { ask } from '../../helpers/sandbox.ts';
import { type Reply, scriptedServer } from '../../helpers/scripted-server.ts';
import { type StartedSandbox, startedSandbox } from '../../helpers/started-sandbox.ts';
import * as verifik from '../../helpers/verifik.ts';
import { warp } from '../../helpers/warp.ts';

const { created, ok, ko, invalidToken } = jekimo;
const unknown: Reply = { body: { status: 'scanned', risk: false, pin: 0 } };
const noStatus: Reply = { body: { risk: false, pin: 0 } };

/** Waits for a sign-in that is looked at with these answers, in a time that runs thirty times faster. */
async function wait(
  checks: readonly Reply[],
  ...more: readonly string[]
): Promise<Judged & { checks: number; seconds: number }> {
  await using server = await scriptedServer({ '/v1.1/auth/check': checks });
  const machine = plantedMachine({ AUTHRIG_JEKIMO_BASE_URL: server.origin });
  const judged = await machine.run(['jekimo', 'wait', jekimo.token, ...more], { nodeOptions: warp(30) });
  return { ...judged, checks: server.requests.length, seconds: (judged.milliseconds / 1000) * 30 };
}

describe('a QR sign-in', { timeout: 60_000 }, () => {
  test('F30: nobody comes: 120 s, at most 24 checks, and exit 5', async () => {
    const { exitCode, checks, seconds, told } = await wait([created]);
    expect(exitCode).toBe(5);
    expect(checks).toBeGreaterThan(10);
    expect(checks).toBeLessThanOrEqual(24);
    expect(seconds).toBeGreaterThan(119);
    expect(told).toContain('authrig jekimo login');
  });

  test('F32: the provider calls the token expired: exit 5 at once, with how to get a new one', async () => {
    const { exitCode, checks, told } = await wait([created, invalidToken, ok]);
    expect({ exitCode, checks }).toEqual({ exitCode: 5, checks: 2 });
    expect(told).toContain('authrig jekimo login');
  });

  test('F33: the customer says no: exit 3', async () => {
    const { exitCode, checks, told } = await wait([created, ko, ok]);
    expect({ exitCode, checks }).toEqual({ exitCode: 3, checks: 2 });
    expect(told).toContain('denied');
  });

  test.each<[string, Reply[], number, number]>([
    ['an unknown state is waited on', [unknown, created, ok], 0, 3],
    ['a state that goes backwards is waited on', [created, unknown, created, ok], 0, 4],
    ['an answer without a state is no success', [created, noStatus, ok], 0, 3],
    ['what comes after OK is not asked for', [ok, ko], 0, 1],
  ])('F34: %s', async (_name, checks, exitCode, asked) => {
    expect(await wait(checks)).toMatchObject({ exitCode, checks: asked });
  });

  test.each(['0', '0s', '-1', '1e9', 'soon'])('F35: --interval %s never makes a busy loop', async (given) => {
    const { exitCode, checks } = await wait([created], '--interval', given, '--timeout', '20s');
    expect([2, 5]).toContain(exitCode);
    expect(checks).toBeLessThanOrEqual(exitCode === 2 ? 0 : 24);
  });
});

/** A machine whose commands reach Verifik with these answers to a code. */
async function confirming(
  confirms: readonly Reply[],
  ...more: readonly string[]
): Promise<Judged & { confirms: number; sends: number }> {
  const fresh = verifik.sent({ expiresAt: new Date(Date.now() + 3_600_000).toISOString() });
  await using server = await scriptedServer({ [verifik.login]: [fresh], [verifik.confirm]: confirms });
  const machine = plantedMachine({ AUTHRIG_VERIFIK_BASE_URL: server.origin });
  const judged = await machine.run(['verifik', 'phone', ...more]);
  const count = (path: string): number => server.at(path).length;
  return { ...judged, confirms: count(verifik.confirm), sends: count(verifik.login) };
}

describe('a code', { timeout: 60_000 }, () => {
  const expired: Reply = { status: 412, body: { code: 'PreconditionFailed', message: 'OTP expired' } };

  test.each<[string, Reply, number]>([
    ['a wrong code', verifik.wrongOtp, 3],
    ['an expired code', expired, 5],
  ])('F37: %s is tried once and says how to get a new one', async (_name, reply, exitCode) => {
    const { confirms, sends, told, ...ended } = await confirming([reply], '--otp', '123456');
    expect(ended.exitCode).toBe(exitCode);
    expect({ confirms, sends }).toEqual({ confirms: 1, sends: 1 });
    expect(told).toContain('authrig verifik');
  });

  test.each([
    ['spaces', '123 456'],
    ['dashes', '123-456'],
    ['full-width digits', '１２３４５６'],
  ])('F38: with %s it is normalised', async (_name, otp) => {
    expect(await confirming([verifik.confirmed()], '--otp', otp)).toMatchObject({ exitCode: 0, confirms: 1 });
  });

  test.each([
    ['three digits', '123'],
    ['nine digits', '123456789'],
    ['letters', 'abcdef'],
    ['nothing', ''],
    ['10 KB', '1'.repeat(10_240)],
  ])('F38: of %s is refused before any request', async (_name, otp) => {
    const ended = await confirming([verifik.confirmed()], '--otp', otp);
    expect(ended).toMatchObject({ exitCode: 2, confirms: 0, sends: 0 });
    expect(ended.told).toContain('--otp');
  });

  test.each([
    ['F39: stdin is /dev/null', { stdin: null }],
    ['F39: stdin is an empty pipe', { stdin: '' }],
    ['F39: stdin is closed', { redirect: '<&-' }],
  ])('%s: exit 2, and nothing is sent', async (_name, options) => {
    await using server = await scriptedServer({});
    const machine = plantedMachine({ AUTHRIG_VERIFIK_BASE_URL: server.origin });
    const { exitCode, told } = await machine.run(['verifik', 'phone'], options);
    expect(exitCode).toBe(2);
    expect(told).toContain('--otp-from');
    expect(server.requests).toEqual([]);
  });

  test.each([
    ['AUTHRIG_VERIFIK_PHONE', '00 44 20', 'verifik'],
    ['AUTHRIG_VERIFIK_PHONE', '+', 'verifik'],
    ['AUTHRIG_VERIFIK_PHONE', 'twelve', 'verifik'],
    ['AUTHRIG_VERIFIK_PHONE', '1'.repeat(30), 'verifik'],
    ['AUTHRIG_ELIXIR_EMAIL', 'a@example.com\r\nBcc: b@example.com', 'elixir'],
    ['AUTHRIG_ELIXIR_EMAIL', `${'a'.repeat(300)}@example.com`, 'elixir'],
    ['AUTHRIG_ELIXIR_EMAIL', 'nobody', 'elixir'],
  ])('F40: %s=%j is refused before any request', async (variable, value, provider) => {
    await using server = await scriptedServer({});
    const name = provider.toUpperCase();
    const env = { [`AUTHRIG_${name}_BASE_URL`]: server.origin, [variable]: value };
    const { exitCode } = await plantedMachine(env).run([provider, 'send', '--json']);
    expect(exitCode).toBe(2);
    expect(server.requests).toEqual([]);
  });
});

describe('a TOTP secret', { timeout: 60_000 }, () => {
  const code = (secret: string, ...more: string[]): Promise<Judged> =>
    plantedMachine().run(['totp', ...more, '--secret-from', 'stdin'], { stdin: secret });

  test.each(['jbswy3dpehpk3pxp', 'JBSW Y3DP EHPK 3PXP', 'JBSWY3DPEHPK3PXP===', 'jbsw-y3dp-ehpk-3pxp'])(
    'F41: %s is understood',
    async (secret) => {
      const { exitCode, stdout } = await code(secret, 'code', '--at', '59');
      expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '996554\n' });
    },
  );

  test.each([
    ['digits that Base32 has not', 'JBSW0189EHPK3PXP'],
    ['nothing', ''],
    ['one letter', 'J'],
    ['a megabyte', 'J'.repeat(1_048_577)],
  ])('F41: %s is refused and not repeated', async (_name, secret) => {
    const { exitCode, stdout, stderr } = await code(secret, 'code');
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    if (secret.length > 1) expect(stderr).not.toContain(secret.slice(0, 16));
  });

  test.each([
    ['T-1', '29', 0],
    ['T', '59', 0],
    ['T+1', '89', 0],
    ['T+2', '119', 3],
  ])('F42: the code of %s is judged', async (_name, at, exitCode) => {
    const { stdout } = await code('JBSWY3DPEHPK3PXP', 'code', '--at', at);
    const otp = stdout.trim();
    expect((await code('JBSWY3DPEHPK3PXP', 'verify', '--otp', otp, '--at', '59')).exitCode).toBe(exitCode);
  });
});

/** A sign-in that waits for its browser, in a sandbox whose customer acts when told. */
async function awaited(sandbox: StartedSandbox, ...more: string[]) {
  const machine = plantedMachine(sandbox.env);
  const run = machine.start(['ekyc', 'login', '--no-browser', '--json', ...more]);
  let told = '';
  run.child.stderr?.on('data', (chunk: Buffer) => (told += chunk.toString()));
  await run.says('Waiting for the browser');
  const redirect = /Redirect URI: (\S+)/.exec(told)?.[1] ?? '';
  const page = new URL(/Sign-in page: (\S+)/.exec(told)?.[1] ?? '');
  const token = page.searchParams.get('session_token') ?? '';
  return { run, redirect, right: `${redirect}?session_token=${token}`, token };
}

describe('the callback', { timeout: 60_000 }, () => {
  test('F43: junk, another token, two tokens: each is refused and waited on; the right one wins', async () => {
    const { run, redirect, right, token } = await awaited(await startedSandbox());
    for (const path of [
      '/elsewhere',
      '?session_token=planted-wrong',
      `?session_token=${token}&session_token=x`,
    ]) {
      const answer = await ask(`${redirect}${path}`);
      expect(answer.status, path).toBeGreaterThan(399);
      expect(answer.text).not.toContain('planted-wrong');
    }
    expect((await ask(right)).status).toBe(200);
    expect(await run.judged()).toMatchObject({ exitCode: 0, json: { ok: true } });
  });

  test('F44: of two browsers at once the first wins, and the other hears no success of its own', async () => {
    const { run, right } = await awaited(await startedSandbox());
    const answers = await Promise.allSettled([ask(right), ask(right)]);
    expect(answers.some((each) => each.status === 'fulfilled' && each.value.status === 200)).toBe(true);
    expect(await run.judged()).toMatchObject({ exitCode: 0 });
  });

  test.each(['', '?session_token=', '?error=access_denied'])(
    'F45: %j names no token: exit 7',
    async (query) => {
      const { run, redirect } = await awaited(await startedSandbox());
      await ask(`${redirect}${query}`);
      expect(await run.judged()).toMatchObject({ exitCode: 7 });
    },
  );

  test('F45: a query of 1 MB is refused', async () => {
    const { run, redirect, right } = await awaited(await startedSandbox());
    expect((await ask(`${redirect}?session_token=${'x'.repeat(1_000_000)}`)).status).toBeGreaterThan(399);
    expect((await ask(right)).status).toBe(200);
    expect(await run.judged()).toMatchObject({ exitCode: 0 });
  });

  test('F46: nobody comes: exit 5 at the deadline, and the port is closed', async () => {
    const { run, redirect } = await awaited(await startedSandbox(), '--timeout', '1s');
    const { exitCode } = await run.judged();
    expect(exitCode).toBe(5);
    await expect(ask(redirect)).rejects.toThrow('ECONNREFUSED');
  });

  test('F47: a port that is taken is exit 10 and names --port', async () => {
    const { env } = await startedSandbox();
    const server = createServer();
    const port = await listen(server);
    const argv = ['ekyc', 'login', '--no-browser', '--port', String(port)];
    const { exitCode, told } = await plantedMachine(env).run(argv);
    server.close();
    expect(exitCode).toBe(10);
    expect(told).toContain('--port');
  });

  test('F47: without a browser the link is shown and the wait goes on', async () => {
    const machine = plantedMachine({ ...(await startedSandbox()).env, BROWSER: 'false' });
    const run = machine.start(['ekyc', 'login', '--timeout', '10s']);
    await run.says('Sign-in page: http');
    await run.says('Waiting for the browser');
    run.child.kill('SIGINT');
    expect((await run.ended).exitCode).toBe(130);
  });

  test('F48: clients that say nothing keep nobody out', async () => {
    const { run, redirect, right } = await awaited(await startedSandbox());
    const sockets = Array.from({ length: 200 }, () =>
      connect(Number(new URL(redirect).port), '127.0.0.1').on('error', () => {}),
    );
    for (const socket of sockets) socket.write('GET /callback HTTP/1.1\r\nHost: ');
    expect((await ask(right)).status).toBe(200);
    expect(await run.judged()).toMatchObject({ exitCode: 0 });
    for (const socket of sockets) socket.destroy();
  });
});

describe('several at once', { timeout: 60_000 }, () => {
  test('F49: two logins for one account both end cleanly, and one token is kept', async () => {
    const { origin, env } = await startedSandbox();
    const machine = plantedMachine(env);
    const login = ['verifik', 'phone', '--otp-from', `url:${origin}/__sandbox/outbox`, '--json'];
    const runs = [machine.start(login), machine.start(login)];
    const codes = await Promise.all(runs.map(async ({ ended }) => (await ended).exitCode));
    // One may have been given the other's code: then it was refused.
    expect(codes).toContain(0);
    expect(codes.every((code) => code === 0 || code === 3)).toBe(true);
    expect((await machine.run(['verifik', 'token', '--field', 'accessToken'])).stdout).toMatch(/^eyJ/);
  });

  test('F50: five refresh at once: one rotates, and all have the same new token', async () => {
    const session = (count: number, hours: number) =>
      elixir.success(elixir.session(count, hours, { tokenExpiry: Date.now() + hours * 3_600_000 }));
    await using server = await scriptedServer({
      [elixir.paths.login]: [elixir.success({ transactionId: elixir.transactionId })],
      [elixir.paths.verify]: [session(1, -1)],
      [elixir.paths.refresh]: [session(2, 10), elixir.usedRefreshToken],
    });
    const machine = plantedMachine({ AUTHRIG_ELIXIR_BASE_URL: server.origin });
    expect((await machine.run(['elixir', 'otp', '--otp', '123456'])).exitCode).toBe(0);
    const five = Array.from({ length: 5 }, () => machine.start(['elixir', 'token', '--field', 'token']));
    const ends = await Promise.all(five.map(({ ended }) => ended));
    expect(ends.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0, 0]);
    expect(new Set(ends.map(({ stdout }) => stdout)).size).toBe(1);
    expect(server.at(elixir.paths.refresh)).toHaveLength(1);
    expect([...filesBelow(machine.store).keys()].filter((name) => name.includes('.lock'))).toEqual([]);
  });
});
