import { type FaultKind, faultKinds } from '../../../src/sandbox/fault-kinds.ts';
import { faultDefaults } from '../../../src/sandbox/fault-words.ts';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { sandbox as jekimo } from '../../../src/providers/jekimo/sandbox.ts';
import { sandbox as juvlon } from '../../../src/providers/juvlon/sandbox.ts';
import { announceSandbox } from '../../../src/commands/sandbox/running.ts';
import { createSessions } from '../../../src/settings/sessions.ts';
import { fakeClock } from '../../helpers/fake-clock.ts';
import { authrig } from '../../helpers/rig.ts';
import { storeMachine } from '../../helpers/store-machine.ts';
import { ask, post, type RunningSandbox, runSandbox } from '../../helpers/sandbox.ts';
import { until } from '../../helpers/until.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

let running: RunningSandbox;
let env: Record<string, string>;

beforeEach(async () => {
  running = await runSandbox({ jekimo, juvlon });
  env = { AUTHRIG_CONFIG_DIR: temporaryFolder(), AUTHRIG_SANDBOX_URL: running.origin };
});

afterEach(() => running.close());

const sandbox = (...argv: string[]) =>
  authrig(['sandbox', ...argv], { env, clock: fakeClock({ auto: true }) });

async function openLogin(): Promise<string> {
  const { json } = await ask(`${running.origin}/jekimo/app.php/v1.1/auth/gettoken`, {
    method: 'POST',
    headers: { 'x-api-key': 'sandbox-jekimo-key' },
  });
  return (json as { token: string }).token;
}

const stateOf = async (token: string) => {
  const { json } = await ask(`${running.origin}/jekimo/app.php/v1.1/auth/check`, {
    method: 'POST',
    headers: { 'x-api-key': 'sandbox-jekimo-key', token },
  });
  return json;
};

describe('otp', () => {
  test('prints the newest code alone, of a provider or a recipient', async () => {
    await post(`${running.origin}/__sandbox/outbox`, { provider: 'mine', to: '+44 1', code: '0042' });
    expect(await sandbox('otp')).toMatchObject({ exitCode: 0, stdout: '0042\n', stderr: '' });
    expect((await sandbox('otp', '--provider', 'juvlon')).stdout).toBe('9078\n');
    expect((await sandbox('otp', '--to', '+44 1')).stdout).toBe('0042\n');
    expect((await sandbox('otp', '--json')).json().data).toMatchObject({
      provider: 'mine',
      to: '+44 1',
      code: '0042',
    });
  });

  test('waits for one after --since', async () => {
    const since = (await sandbox('otp', '--field', 'id')).stdout.trim();
    const waiting = sandbox('otp', '--since', since, '--wait', '20s');
    const log = async () => (await ask(`${running.origin}/__sandbox/health`)).status === 200;
    expect(await log()).toBe(true);
    await post(`${running.origin}/__sandbox/outbox`, { provider: 'mine', to: 'a', code: '777777' });
    expect((await waiting).stdout).toBe('777777\n');
  });

  test('without a recipient or a provider, what the sandbox begins with comes last', async () => {
    expect((await sandbox('otp')).stdout).toBe('9078\n');
    await post(`${running.origin}/__sandbox/outbox`, { provider: 'jekimo', to: 'a@example.com', code: '42' });
    await post(`${running.origin}/__sandbox/reset`, {});
    await post(`${running.origin}/__sandbox/outbox`, { provider: 'jekimo', to: 'a@example.com', code: '43' });
    running.outbox.deliver({ provider: 'juvlon', to: 'OJUWLB', code: '9078', seeded: true });
    expect((await sandbox('otp')).stdout).toBe('43\n');
    expect((await sandbox('otp', '--provider', 'juvlon', '--wait', '1s')).stdout).toBe('9078\n');
  });

  test('--wait does not give what the sandbox begins with, and gives at once what was sent before it', async () => {
    const clock = fakeClock();
    const waiting = authrig(['sandbox', 'otp', '--wait', '1s'], { env, clock });
    await until(() => running.machineClock.sleeps.includes(1000));
    await clock.advance(1000);
    await running.machineClock.advance(1000);
    const { exitCode, stdout, stderr } = await waiting;
    expect({ exitCode, stdout }).toEqual({ exitCode: 5, stdout: '' });
    expect(stderr).toContain('No message came within 1 s.');
    await post(`${running.origin}/__sandbox/outbox`, { provider: 'jekimo', to: 'a@example.com', code: '42' });
    expect((await sandbox('otp', '--wait', '1s')).stdout).toBe('42\n');
  });

  test('a provider that there is not is a usage error, and not waited for', async () => {
    const { exitCode, stderr } = await sandbox('otp', '--provider', 'juvlno', '--wait', '30s');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('provider is one of jekimo, juvlon.');
  });

  test('a phone number is found however it is written', async () => {
    const sent = { provider: 'jekimo', to: '+447700900123', code: '42' };
    await post(`${running.origin}/__sandbox/outbox`, sent);
    expect((await sandbox('otp', '--to', '+44 7700 900-123')).stdout).toBe('42\n');
  });

  test('without any it is exit 5 and says what to type', async () => {
    const { exitCode, stdout, stderr } = await sandbox('otp', '--to', 'nobody');
    expect({ exitCode, stdout }).toEqual({ exitCode: 5, stdout: '' });
    expect(stderr).toContain('--wait 30s');
  });

  test('what the sandbox refuses is a usage error, with its hint', async () => {
    const { exitCode, stderr } = await sandbox('otp', '--since', 'x');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('since takes the id');
  });
});

describe('approve and deny', () => {
  test.each([
    [['approve'], { status: 'OK', risk: false, pin: 0 }],
    [['approve', '--risk'], { status: 'OK', risk: true, pin: 0 }],
    [['deny'], { status: 'KO', risk: true, pin: 0 }],
  ])('%j decides the only one', async (argv, state) => {
    const token = await openLogin();
    expect(await sandbox(...argv)).toMatchObject({ exitCode: 0 });
    expect(await stateOf(token)).toEqual(state);
  });

  test('of two, one has to be named; a decided one is not decided again', async () => {
    const [first] = [await openLogin(), await openLogin()];
    const guess = await sandbox('approve');
    expect(guess.exitCode).toBe(2);
    expect(guess.stderr).toContain('2 sign-ins are pending');
    const [one = '', two = ''] = running.signIns.list().map(({ id }) => id.slice(0, 8));
    const choice = `Give the id of one, or its beginning: jekimo ${one} (0 s ago), jekimo ${two} (0 s ago).\n`;
    expect(guess.stderr).toContain(choice);
    expect((await sandbox('approve', 'zzz')).stderr).toBe(`No sign-in has this id.\n${choice}`);
    expect((await sandbox('approve', two)).exitCode).toBe(0);
    expect((await sandbox('deny', first ?? '')).exitCode).toBe(0);
    expect((await sandbox('approve', first ?? '')).exitCode).toBe(2);
    expect((await sandbox('approve', 'nobody')).stderr).toBe('No sign-in has this id.\nNone is pending.\n');
  });

  test('none is exit 5, after --wait as well', async () => {
    expect((await sandbox('approve')).exitCode).toBe(5);
    const waited = await sandbox('approve', '--wait', '3s');
    expect(waited.exitCode).toBe(5);
    expect(waited.stderr).toContain('No sign-in came within 3 s.');
    expect(waited.stderr).not.toContain('--wait');
  });

  test('--after lets the customer take a while', async () => {
    await openLogin();
    const clock = fakeClock();
    const approved = authrig(['sandbox', 'approve', '--after', '12s'], { env, clock });
    await until(() => clock.sleeps.includes(12_000));
    expect(running.signIns.list()[0]?.state).toBe('pending');
    await clock.advance(12_000);
    expect((await approved).exitCode).toBe(0);
    expect(running.signIns.list()[0]?.state).toBe('decided');
  });
});

test('advance moves every expiry', async () => {
  const token = await openLogin();
  expect((await sandbox('advance', '121s')).exitCode).toBe(0);
  const { date = '' } = (await ask(`${running.origin}/__sandbox/health`)).headers;
  expect(Date.parse(String(date))).toBe(Math.floor(running.clock.now() / 1000) * 1000);
  expect(await stateOf(token)).toEqual({ error: 'Invalid Token' });
  expect((await sandbox('advance', 'soon')).exitCode).toBe(2);
});

test('advance takes days that no timer could, and parts of a second', async () => {
  const before = running.clock.now();
  expect((await sandbox('advance', '30d')).exitCode).toBe(0);
  expect((await sandbox('advance', '1500ms')).exitCode).toBe(0);
  expect(running.clock.now() - before).toBe(30 * 86_400_000 + 1500);
  expect((await sandbox('advance', '3651d')).stderr).toContain('at most 3650 days');
});

describe('log', () => {
  test('--follow has no one value to print', async () => {
    const { exitCode, stdout, stderr } = await sandbox('log', '--follow', '--field', 'requests');
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain('authrig sandbox log --follow --json');
  });

  test('shows what arrived, redacted', async () => {
    const token = await openLogin();
    await stateOf(token);
    const { stdout } = await sandbox('log');
    expect(stdout).toMatch(/POST \/jekimo\/app\.php\/v1\.1\/auth\/gettoken 200\n.*auth\/check 200\n$/);
    const { json } = await sandbox('log', '--json');
    expect(json().data?.['requests']).toHaveLength(2);
    expect(JSON.stringify(json())).not.toContain(token);
  });

  test('--follow goes on until it is stopped', async () => {
    const clock = fakeClock();
    const stopping = new AbortController();
    const following = authrig(['sandbox', 'log', '--follow'], { env, clock, signal: stopping.signal });
    await until(() => clock.sleeps.length > 0);
    await openLogin();
    await clock.advance(500);
    await until(() => clock.sleeps.length > 1);
    stopping.abort(new Error('enough'));
    expect((await following).stdout).toContain('auth/gettoken 200');
  });
});

describe('fault', () => {
  const verify = () =>
    post(`${running.origin}/juvlon/v4/verifyOneTimeCode`, {
      apiKey: 'sandbox-juvlon-key',
      token: 'OJUWLB',
      otp: '9078',
    });

  test('strikes the calls that it is for, and no other', async () => {
    const words = ['rate-limit', '--provider', 'juvlon', '--times', '1', '--retry-after', '7'];
    const added = await sandbox('fault', ...words, '--json');
    expect(added.json().data).toMatchObject({ id: '1', kind: 'rate-limit', provider: 'juvlon', times: 1 });
    await openLogin();
    expect(await verify()).toMatchObject({ status: 429, headers: { 'retry-after': '7' } });
    expect((await verify()).json).toMatchObject({ verify: 'true' });
    expect((await sandbox('fault', '--list')).stdout).toContain(
      'rate-limit for juvlon: seen 2, struck 1; times 1, Retry-After 7',
    );
    expect((await sandbox('log')).stdout).toContain('429 [rate-limit]');
  });

  test('tells what holds where nothing is said', async () => {
    expect((await sandbox('fault', 'latency')).stdout).toContain('seen 0, struck 0; delay 1000 ms\n');
    await sandbox('fault', 'status', '--status', '418');
    await sandbox('fault', 'rate-limit');
    expect((await sandbox('fault', '--list')).stdout).toMatch(/status 418\n.*Retry-After 7\n/);
  });

  test('the help has each kind and what the sandbox takes in place of what is not given', async () => {
    const help = (await sandbox('fault', '--help')).stdout;
    for (const kind of Object.keys(faultKinds)) {
      const line = help.split('\n').find((each) => each.startsWith(`  ${kind} `)) ?? '';
      expect(line).not.toBe('');
      const { ms, ...others } = faultDefaults[kind as FaultKind] ?? {};
      if (ms !== undefined) expect(line).toContain(`--delay (${ms / 1000}s)`);
      for (const value of Object.values(others)) expect(line).toContain(`(${String(value)})`);
    }
  });

  test('says how it was set as the page does', async () => {
    const words = [
      'latency',
      '--delay',
      '300ms',
      '--jitter',
      '20ms',
      '--provider',
      'jekimo',
      '--operation',
      'check',
    ];
    expect((await sandbox('fault', ...words, '--times', '1')).stdout).toContain(
      'latency for jekimo check: seen 0, struck 0; times 1, delay 300 ms, jitter 20 ms',
    );
    const page = (await ask(`${running.origin}/__sandbox/page/faults`)).text;
    expect(page).toContain('seen 0, struck 0; times 1, delay 300 ms, jitter 20 ms');
  });

  test('a date is what Retry-After may say too', async () => {
    const date = 'Wed, 21 Oct 2026 07:28:00 GMT';
    await sandbox('fault', 'rate-limit', '--retry-after', date);
    expect(await verify()).toMatchObject({ status: 429, headers: { 'retry-after': date } });
  });

  test('takes the names of other tools, and drops what it is told to', async () => {
    await sandbox('fault', 'CONNECTION_RESET_BY_PEER', '--operation', 'check');
    await sandbox('fault', 'slow_close', '--delay', '2s');
    expect(running.faults.list()).toMatchObject([{ kind: 'reset' }, { kind: 'slow-close', ms: 2000 }]);
    expect((await sandbox('fault', '--drop', '1')).exitCode).toBe(0);
    expect(await sandbox('fault', '--drop', '1')).toMatchObject({
      exitCode: 2,
      stderr: 'No fault has this id.\nThose that are there: authrig sandbox fault --list\n',
    });
    expect((await sandbox('fault', '--drop', '1', '--url', running.origin)).stderr).toContain(
      `authrig sandbox fault --url ${running.origin} --list\n`,
    );
    expect((await sandbox('fault', '--clear')).exitCode).toBe(0);
    expect(running.faults.list()).toEqual([]);
  });

  test.each([
    [[], 'Name one kind'],
    [['reset', '--list'], 'Name one kind'],
    [['nonsense'], 'The kinds are: latency, down'],
    [['rset'], 'There is no fault of the kind "rset".\nDid you mean reset? authrig sandbox fault --help'],
    [['reset', '--provider', 'nobody'], 'provider is one of jekimo, juvlon'],
    [['reset', '--operation', 'nothing'], 'operation is one of'],
    [['reset', '--probability', '2'], '--probability'],
    [['status', '--status', '99'], '--status'],
    [['reset', '--delay', '3s'], 'reset has no use for --delay; it takes nothing of its own.'],
    [['latency', '--delay', '3s', '--status', '500'], 'use for --status; it takes --delay, --jitter.'],
    [['slow_close', '--bytes', '5'], 'slow_close has no use for --bytes; it takes --delay.'],
    [['rate-limit', '--retry-after', 'soon'], '--retry-after does not take "soon"'],
    [['rate-limit', '--retry-after', '2026-10-21T07:28:00Z'], 'a date as HTTP writes it'],
  ])('%j is a usage error', async (words, told) => {
    const { exitCode, stderr } = await sandbox('fault', ...words);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(told);
    expect(running.faults.list()).toEqual([]);
  });
});

describe('which sandbox', () => {
  test('one that does not answer is exit 10', async () => {
    const { exitCode, stderr } = await sandbox('otp', '--url', 'http://127.0.0.1:1');
    expect(exitCode).toBe(10);
    expect(stderr).toContain('authrig sandbox start');
    expect(await sandbox('otp', '--url', 'nonsense')).toMatchObject({
      exitCode: 2,
      stderr: '--url is no URL: nonsense\nGive the address of the ready line: http://127.0.0.1:PORT\n',
    });
  });

  test('one of another process is found by itself, and one that is gone is forgotten', async () => {
    const { AUTHRIG_SANDBOX_URL: origin = '', ...rest } = env;
    const sessionsAt = (now: number) =>
      createSessions({ ...storeMachine({ env: rest, clock: fakeClock({ now }) }), profile: () => 'default' });
    const sessions = sessionsAt(2000);
    await announceSandbox({ sessions: sessionsAt(1000) }, origin);
    await announceSandbox({ sessions }, 'http://127.0.0.1:1');
    const run = (...argv: string[]) => authrig(argv, { env: rest, clock: fakeClock({ auto: true }) });
    const found = await run('sandbox', 'otp');
    expect(found).toMatchObject({ stderr: '', stdout: '9078\n' });
    await run('profile', 'create', 'acme');
    await run('profile', 'use', 'acme');
    expect(await run('sandbox', 'otp')).toMatchObject({ stderr: '', stdout: '9078\n' });
    expect(await sessions.list('sandboxes')).toHaveLength(1);
  });

  test('one whose port has gone to another program is forgotten too', async () => {
    const { AUTHRIG_SANDBOX_URL: origin = '', ...rest } = env;
    const stranger = createServer((socket) => void socket.end('SSH-2.0-stranger\r\n')).listen(0, '127.0.0.1');
    onTestFinished(() => void stranger.close());
    await once(stranger, 'listening');
    const sessions = createSessions({ ...storeMachine({ env: rest }), profile: () => 'default' });
    await announceSandbox({ sessions }, origin);
    await announceSandbox({ sessions }, `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`);
    const found = await authrig(['sandbox', 'otp'], { env: rest, clock: fakeClock({ auto: true }) });
    expect(found).toMatchObject({ stderr: '', stdout: '9078\n' });
    expect(await sessions.list('sandboxes')).toHaveLength(1);
    // --sandbox has one of its own inside the command, and this asks for one outside.
    const beside = await authrig(['sandbox', 'otp', '--sandbox'], { env: rest });
    expect(beside).toMatchObject({ exitCode: 0, stdout: '9078\n' });
  });

  test('of several the newest is meant, and one line says so', async () => {
    const { AUTHRIG_SANDBOX_URL: older = '', ...rest } = env;
    const newer = await runSandbox({ jekimo, juvlon });
    const announce = (now: number, origin: string) =>
      announceSandbox(
        {
          sessions: createSessions({
            ...storeMachine({ env: rest, clock: fakeClock({ now }) }),
            profile: () => 'default',
          }),
        },
        origin,
      );
    await announce(1000, older);
    await announce(2000, newer.origin);
    await announce(3000, 'http://127.0.0.1:1');
    newer.outbox.deliver({ provider: 'jekimo', to: 'a@example.com', code: '42' });
    const ask42 = (...more: string[]) =>
      authrig(['sandbox', 'otp', ...more], { env: rest, clock: fakeClock({ auto: true }) });
    const { stdout, stderr } = await ask42();
    expect({ stdout, stderr }).toEqual({
      stdout: '42\n',
      stderr: `2 sandboxes are running; this is ${newer.origin}. --url names another.\n`,
    });
    expect((await ask42('--url', older)).stderr).toBe('');
    expect((await ask42('--quiet')).stderr).toBe('');
    await newer.close();
    expect((await ask42()).stderr).toBe('');
  });

  test('none at all is exit 10', async () => {
    const { exitCode, stderr } = await authrig(['sandbox', 'otp']);
    expect(exitCode).toBe(10);
    expect(stderr).toContain('No sandbox is running');
  });
});

test('a sandbox that ends with its command is not stopped by a call', async () => {
  const { exitCode, stderr } = await sandbox('stop');
  expect(exitCode).toBe(2);
  expect(stderr).toContain('ends with its command');
});
