import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sandbox, secondFactorPhone } from '../../../src/providers/verifik/sandbox.ts';
import type { Har } from '../../../src/recording/recording.ts';
import { fakeClock } from '../../helpers/fake-clock.ts';
import { authrig, type Outcome, type RigOptions } from '../../helpers/rig.ts';
import { type RunningSandbox, runSandbox } from '../../helpers/sandbox.ts';
import { typist } from '../../helpers/typist.ts';
import {
  accessToken,
  confirm,
  confirmed,
  login,
  minutes,
  now,
  sent,
  standingAt,
  verifik,
  verifikServer,
  wrongOtp,
} from '../../helpers/verifik.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

let running: RunningSandbox;
let env: Record<string, string>;
beforeEach(async () => {
  running = await runSandbox({ verifik: sandbox });
  env = { AUTHRIG_CONFIG_DIR: temporaryFolder() };
});
afterEach(() => running.close());

async function run(argv: readonly string[], options: RigOptions = {}): Promise<Outcome> {
  return verifik(standingAt(running.origin), argv, {
    clock: running.machineClock,
    ...options,
    env: { ...env, ...options.env },
  });
}

const lastCode = () => running.outbox.list().findLast(({ to }) => to.startsWith('+'))?.code ?? '';
const challengeOf = (outcome: Outcome) => String(outcome.json().data?.['challenge']);
const kept = () =>
  readdirSync(join(env['AUTHRIG_CONFIG_DIR'] ?? '', 'sessions/default/challenges')).filter((name) =>
    name.endsWith('.json'),
  );

describe('VER-07: two halves in two processes', () => {
  test('send keeps a challenge and names the command that finishes it; confirm takes the newest', async () => {
    const half = await run(['send']);
    expect(half.exitCode).toBe(0);
    const id = /challenge {5}([0-9a-f]{10})\n/.exec(half.stdout)?.[1] ?? '';
    expect(half.stderr).toContain(`Finish with: authrig verifik confirm --challenge ${id}\n`);
    expect(half.stdout).toContain('phoneGateway  whatsapp\n');
    const { exitCode, json } = await run(['confirm', '--otp', lastCode(), '--json']);
    expect(exitCode).toBe(0);
    expect(json().data).toMatchObject({ tokenType: 'bearer', cached: false });
    expect(kept()).toEqual([]);
    const { stdout } = await run(['token']);
    expect(stdout).toBe(`${String(json().data?.['accessToken'])}\n`);
  });

  test('the phone comes from the challenge, whatever the settings say by now', async () => {
    await run(['send', '--phone', '5551230000']);
    const { exitCode } = await run(['confirm', '--otp', lastCode()], { env: { AUTHRIG_VERIFIK_PHONE: '' } });
    expect(exitCode).toBe(0);
  });

  test('two at once do not disturb each other', async () => {
    const one = challengeOf(await run(['send', '--phone', '5551230001', '--json']));
    const first = lastCode();
    const other = challengeOf(await run(['send', '--phone', '5551230002', '--json']));
    const second = lastCode();
    expect((await run(['confirm', '--challenge', one, '--otp', first])).exitCode).toBe(0);
    expect((await run(['confirm', '--challenge', other, '--otp', second])).exitCode).toBe(0);
    expect((await run(['token'], { env: { AUTHRIG_VERIFIK_PHONE: '' } })).exitCode).toBe(2);
  });

  test('a phone on the command line chooses among the challenges', async () => {
    await run(['send', '--phone', '5551230001']);
    const code = lastCode();
    await run(['send', '--phone', '5551230002']);
    expect((await run(['confirm', '--phone', '555 123-0001', '--otp', code])).exitCode).toBe(0);
    expect((await run(['confirm', '--phone', '5551239999', '--otp', code])).exitCode).toBe(4);
  });

  test('another profile or host is named in the command', async () => {
    expect((await authrig(['profile', 'create', 'staging'], { env })).exitCode).toBe(0);
    expect((await run(['send', '--profile', 'staging'])).stderr).toMatch(/ [0-9a-f]{10} --profile staging\n/);
    await using server = await verifikServer();
    const host = `${server.origin}/`;
    const { stderr } = await verifik(server, ['send', '--base-url', host], { env });
    expect(stderr).toMatch(new RegExp(`confirm --challenge [0-9a-f]{10} --base-url ${server.origin}\\n`));
  });

  test('R-VER-9: the challenge remembers the second factor', async () => {
    expect((await run(['send', '--phone', secondFactorPhone, '--json'])).json().data).toMatchObject({
      requires2FA: true,
    });
    const otp = lastCode();
    const missing = await run(['confirm', '--otp', otp]);
    expect(missing.exitCode).toBe(2);
    expect(missing.stderr).toContain('--authenticator-otp-from');
    const argv = ['confirm', '--otp', otp, '--authenticator-otp-from'];
    expect((await run([...argv, 'stdin'], { stdin: '000000\n' })).exitCode).toBe(3);
    expect((await run([...argv, `url:${running.origin}/__sandbox/outbox`])).exitCode).toBe(0);
  });
});

describe('codes from elsewhere', () => {
  test('url: takes what the sandbox sent before confirm began', async () => {
    await run(['send']);
    const { exitCode } = await run(['confirm', '--otp-from', `url:${running.origin}/__sandbox/outbox`]);
    expect(exitCode).toBe(0);
  });

  test('--otp-match finds the code in a text', async () => {
    await run(['send']);
    const argv = ['confirm', '--otp-from', 'stdin', '--otp-match', 'code: (\\d{6})'];
    expect((await run(argv, { stdin: `order 4711, code: ${lastCode()}\n` })).exitCode).toBe(0);
  });

  test('a prompt says by which way and until when', async () => {
    await run(['send']);
    const question = 'OTP sent to +11•••••663 by WhatsApp, good until 00:10:00 UTC:';
    const code = lastCode();
    const onMessage = typist([question, `${code.slice(0, 3)} ${code.slice(3)}\r`]);
    expect((await run(['confirm'], { terminal: { columns: 100, rows: 40 }, onMessage })).exitCode).toBe(0);
  });
});

test('confirm says whose OTP it confirms, since the newest challenge may be another phone’s', async () => {
  await run(['send']);
  await running.machineClock.advance(1000);
  const id = challengeOf(await run(['send', '--phone', '5551230001', '--json']));
  const { exitCode, stderr } = await run(['confirm', '--otp', lastCode()]);
  expect(exitCode).toBe(0);
  expect(stderr).toContain(
    `Confirming the OTP that was sent to +15•••••001 by WhatsApp (challenge ${id}).\n`,
  );
});

test('the recording of a confirmation says by which channel the OTP went, and has the OTP under one name', async () => {
  await run(['send']);
  const file = join(temporaryFolder(), 'case.har');
  const code = lastCode();
  const { exitCode } = await run(['confirm', '--record', file], {
    terminal: { columns: 100, rows: 40 },
    onMessage: typist(['good until 00:10:00 UTC:', `${code.slice(0, 3)} ${code.slice(3)}\r`]),
  });
  expect(exitCode).toBe(0);
  const text = readFileSync(file, 'utf8');
  const { log } = JSON.parse(text) as Har;
  const { _authrig: recordedRun } = log;
  expect(recordedRun?.answers.map(({ value }) => value)).toEqual(['otp#1']);
  expect(log.entries[0]?.request.postData?.text).toContain('"otp":"otp#1"');
  expect(text).toContain('"gateway": "whatsapp"');
  expect(recordedRun?.answers[0]?.question).toContain('by WhatsApp');
  expect(text).not.toContain(code);
  expect(text).not.toContain(`${code.slice(0, 3)} ${code.slice(3)}`);
});

test('confirm that is stopped keeps the challenge and names it', async () => {
  const id = challengeOf(await run(['send', '--json']));
  const { exitCode, stderr } = await run(['confirm'], {
    terminal: { columns: 100, rows: 40 },
    onMessage: typist(['good until 00:10:00 UTC:', '\u0003']),
  });
  expect(exitCode).toBe(130);
  expect(stderr).toContain(`The OTP may still be good:\nauthrig verifik confirm --challenge ${id}\n`);
  expect(kept()).toEqual([`${id}.json`]);
});

test('one who leaves the question empty is named the way to finish, and not to send another message', async () => {
  const id = challengeOf(await run(['send', '--json']));
  const empty = ['good until 00:10:00 UTC:', '\r'] as const;
  const refused = ['That is empty.', ''] as const;
  const { exitCode, stderr } = await run(['confirm'], {
    terminal: { columns: 100, rows: 40 },
    onMessage: typist(empty, refused, empty, refused, empty),
  });
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/No usable answer after 3 attempts\./);
  expect(stderr).toContain(`The OTP may still be good:\nauthrig verifik confirm --challenge ${id}\n`);
  expect(stderr).not.toContain('Run the command again');
  expect(kept()).toEqual([`${id}.json`]);
});

describe('F37: what can’t be confirmed', () => {
  test('a wrong code ends with 3, and the right one still counts', async () => {
    await run(['send']);
    const right = lastCode();
    const wrong = right === '111111' ? '222222' : '111111';
    const { exitCode, stderr } = await run(['confirm', '--otp', wrong]);
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(
      /The challenge is still there. Try again with: authrig verifik confirm --challenge [0-9a-f]{10}, or ask/,
    );
    expect((await run(['confirm', '--otp', right])).exitCode).toBe(0);
  });

  test('an OTP that is locked is over: no other code is asked for', async () => {
    await run(['send']);
    const wrong = lastCode() === '111111' ? '222222' : '111111';
    for (let guess = 1; guess < 5; guess += 1) await run(['confirm', '--otp', wrong]);
    const { exitCode, stderr } = await run(['confirm', '--otp', wrong]);
    expect(exitCode).toBe(3);
    expect(stderr).toContain(
      'locked after too many wrong codes: a new OTP is needed. Ask for a new OTP with: ',
    );
    expect(stderr).not.toContain('still there');
    expect((await run(['confirm', '--otp', wrong])).exitCode).toBe(4);
  });

  test('a code that was used ends with 3', async () => {
    const id = challengeOf(await run(['send', '--json']));
    await run(['confirm', '--otp', lastCode()]);
    expect((await run(['confirm', '--challenge', id, '--otp', lastCode()])).exitCode).toBe(4);
  });

  test('VER-11: an expired challenge ends with 5 without a call, and is gone', async () => {
    await using server = await verifikServer();
    const clock = fakeClock({ now });
    await verifik(server, ['send'], { env, clock });
    await clock.advance(10 * minutes);
    const { exitCode, stderr } = await verifik(server, ['confirm', '--otp', '123456'], { env, clock });
    expect(exitCode).toBe(5);
    expect(stderr).toContain('+11•••••663 expired 0 s ago');
    expect(server.at(confirm)).toEqual([]);
    expect(kept()).toEqual([]);
  });

  test('one that Verifik calls expired is dropped', async () => {
    await using server = await verifikServer({
      confirms: [wrongOtp, { status: 412, body: { code: 'PreconditionFailed', message: 'x' } }, confirmed()],
    });
    const ours = { env, clock: fakeClock({ auto: true, now }) };
    await verifik(server, ['send'], ours);
    const codes = [];
    for (let time = 0; time < 3; time += 1)
      codes.push((await verifik(server, ['confirm', '--otp', '123456'], ours)).exitCode);
    expect(codes).toEqual([3, 5, 4]);
    expect(server.at(confirm)).toHaveLength(2);
  });

  test('nothing kept ends with 4; an id that is none too', async () => {
    for (const more of [[], ['--challenge', '0123456789'], ['--challenge', '../../config']]) {
      const { exitCode, stderr } = await run(['confirm', '--otp', '123456', ...more]);
      expect(exitCode).toBe(4);
      expect(stderr).toContain('authrig verifik send');
    }
  });

  test('S29: a challenge of one host is not confirmed at another', async () => {
    await using server = await verifikServer();
    const id = challengeOf(await run(['send', '--json']));
    expect((await verifik(server, ['confirm', '--challenge', id, '--otp', '123456'], { env })).exitCode).toBe(
      4,
    );
    expect(server.requests).toEqual([]);
  });
});

test('F51: a challenge that could not be kept: the OTP is out, so its result is printed, and then it is 10', async () => {
  await using server = await verifikServer();
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'sessions', 'default'), { recursive: true });
  writeFileSync(join(folder, 'sessions', 'default', 'challenges'), 'a file where a folder is needed');
  const { exitCode, json } = await verifik(server, ['send', '--json'], {
    env: { AUTHRIG_CONFIG_DIR: folder },
  });
  expect(exitCode).toBe(10);
  expect(json()).toMatchObject({
    ok: false,
    data: { status: 'sent', challenge: null },
    error: { kind: 'local' },
  });
  expect(server.at(login)).toHaveLength(1);
});

test('VER-21: neither the hash nor the OTP is in what is kept', async () => {
  await using server = await verifikServer({ logins: [sent()] });
  await verifik(server, ['send'], { env });
  const folder = join(env['AUTHRIG_CONFIG_DIR'] ?? '', 'sessions/default/challenges');
  const text = kept()
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('');
  expect(text).toContain('1234566663');
  expect(text).not.toMatch(/\$2a\$|otp"/);
  expect(text).not.toContain(accessToken);
});
