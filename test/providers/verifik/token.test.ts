import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sandbox } from '../../../src/providers/verifik/sandbox.ts';
import { type Outcome, authrig, type RigOptions } from '../../helpers/rig.ts';
import { type RunningSandbox, runSandbox } from '../../helpers/sandbox.ts';
import { typist } from '../../helpers/typist.ts';
import {
  confirmed,
  day,
  jwt,
  login,
  minutes,
  now,
  patientClock,
  sent,
  standingAt,
  verifik,
  verifikServer,
} from '../../helpers/verifik.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const hour = 60 * minutes;
let running: RunningSandbox;
let env: Record<string, string>;
beforeEach(async () => {
  running = await runSandbox({ verifik: sandbox });
  env = { AUTHRIG_CONFIG_DIR: temporaryFolder() };
});
afterEach(() => running.close());

async function token(argv: readonly string[] = [], options: RigOptions = {}): Promise<Outcome> {
  const given = { clock: running.machineClock, ...options, env: { ...env, ...options.env } };
  return verifik(standingAt(running.origin), ['token', ...argv], given);
}
const unattended = () => ['--otp-from', `url:${running.origin}/__sandbox/outbox`];
const messages = () => running.outbox.list().length;

describe('VER-09, VER-10: a valid token, and as few messages as can be', () => {
  test('a job that runs every hour for a month sends one OTP', async () => {
    const seen = new Set<string>();
    for (let run = 0; run < 28 * 24; run += 7) {
      const { exitCode, stdout, stderr } = await token(unattended());
      expect(exitCode, stderr).toBe(0);
      seen.add(stdout);
      await running.machineClock.advance(7 * hour);
    }
    expect(seen.size).toBe(1);
    expect([...seen][0]).toMatch(/^eyJ[\w.-]+\n$/);
    expect(messages()).toBe(1);
    await running.machineClock.advance(3 * day);
    seen.add((await token(unattended())).stdout);
    expect(seen.size).toBe(2);
    expect(messages()).toBe(2);
  });

  test('the kept one says so', async () => {
    expect((await token([...unattended(), '--json'])).json().data).toMatchObject({ cached: false });
    expect((await token(['--json'])).json().data).toMatchObject({ cached: true, tokenType: 'bearer' });
  });

  test('--min-ttl is the life that must be left, a minute short of the end', async () => {
    await token(unattended());
    await running.machineClock.advance(30 * day - 2 * hour);
    expect((await token(['--min-ttl', '118m'])).exitCode).toBe(0);
    expect((await token(['--min-ttl', '2h'])).exitCode).toBe(4);
    await running.machineClock.advance(59 * minutes);
    expect((await token()).exitCode).toBe(0);
    await running.machineClock.advance(minutes);
    expect((await token()).exitCode).toBe(4);
    expect((await token(['--min-ttl', '1s'])).exitCode).toBe(0);
    expect((await token(unattended())).exitCode).toBe(0);
    expect(messages()).toBe(2);
  });

  test('--min-ttl 0 takes any that is good at all, and never one that is over', async () => {
    await token(unattended());
    await running.machineClock.advance(30 * day - 2 * minutes);
    expect((await token(['--min-ttl', '0'])).exitCode).toBe(0);
    await running.machineClock.advance(2 * minutes);
    expect((await token(['--min-ttl', '0'])).exitCode).toBe(4);
  });

  test('--min-ttl is told as 1h in the help, and goes up to 30 days', async () => {
    expect((await token(['--help'])).stdout).toMatch(/default:\s+1h/);
    await token(unattended());
    expect((await token(['--min-ttl', '29d23h'])).exitCode).toBe(0);
    for (const wrong of ['30d1s', '31d', '', 'd', '1h30', '-1s', '1..5h', '1e3', 'NaN']) {
      const { exitCode, stderr } = await token([`--min-ttl=${wrong}`]);
      expect(exitCode, wrong).toBe(2);
      expect(stderr).toContain('at most 30 days');
    }
  });

  test('a day before its end it is told', async () => {
    await token(unattended());
    await running.machineClock.advance(29 * day - minutes);
    expect((await token()).stderr).toBe('');
    await running.machineClock.advance(2 * hour);
    expect((await token()).stderr).toContain('The kept token expires in 22 h 1 min.');
  });

  test('a clock that is put back revives nothing', async () => {
    await token(unattended());
    await running.machineClock.advance(30 * day);
    expect((await token()).exitCode).toBe(4);
    running.machineClock.jump(-20 * day);
    expect((await token()).exitCode).toBe(4);
  });

  test('a token that lives shorter than --min-ttl is printed, with a word', async () => {
    await using server = await verifikServer({
      confirms: [confirmed({ accessToken: jwt(now / 1000 + 600) })],
    });
    const { exitCode, stderr } = await verifik(server, ['token', '--otp', '123456'], { env });
    expect(exitCode).toBe(0);
    expect(stderr).toContain('good for 10 min, which is less than --min-ttl');
  });
});

describe('where nobody can be asked', () => {
  test('nothing kept ends with 4, and names both ways', async () => {
    const { exitCode, stdout, stderr } = await token();
    expect({ exitCode, stdout }).toEqual({ exitCode: 4, stdout: '' });
    expect(stderr).toContain('authrig verifik phone');
    expect(stderr).toContain('--otp-from');
    expect(messages()).toBe(0);
  });

  test('a source that is none ends with 2 before anything is sent', async () => {
    expect((await token(['--otp-from', 'paper'])).exitCode).toBe(2);
    expect((await token(['--otp-from', 'sandbox'])).exitCode).toBe(2);
    expect((await token(['--otp', 'abc'])).exitCode).toBe(2);
    expect(messages()).toBe(0);
  });

  test('a kept token needs neither a source nor a phone', async () => {
    await token(unattended());
    expect((await token([], { env: { AUTHRIG_VERIFIK_PHONE: '' } })).exitCode).toBe(0);
    expect((await token(['--phone', '5550000000'])).exitCode).toBe(4);
  });

  test('a person at the terminal is asked', async () => {
    await using server = await verifikServer({ logins: [sent()] });
    const { exitCode } = await verifik(server, ['token'], {
      env,
      terminal: { columns: 100, rows: 40 },
      onMessage: typist(['OTP sent to +11•••••663 by WhatsApp', '123456\r']),
    });
    expect(exitCode).toBe(0);
  });
});

test('F49: five at once send one OTP, and print one token', async () => {
  const all = await Promise.all(
    Array.from({ length: 5 }, () => token(unattended(), { clock: patientClock() })),
  );
  expect(all.map(({ exitCode, stderr }) => `${exitCode}${exitCode === 0 ? '' : stderr}`)).toEqual([
    '0',
    '0',
    '0',
    '0',
    '0',
  ]);
  expect(new Set(all.map(({ stdout }) => stdout)).size).toBe(1);
  expect(messages()).toBe(1);
});

test('under --sandbox it needs no option', async () => {
  const { exitCode, stdout } = await authrig(['verifik', 'token', '--sandbox']);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^eyJ[\w.-]+\n$/);
});

test('F53: what another hand wrote into a kept token is none', async () => {
  await using server = await verifikServer();
  await verifik(server, ['phone', '--otp', '123456'], { env });
  const folder = join(env['AUTHRIG_CONFIG_DIR'] ?? '', 'sessions/default/sessions');
  const file = join(folder, readdirSync(folder).find((name) => name.endsWith('.json')) ?? '');
  const entry = JSON.parse(readFileSync(file, 'utf8')) as { value: { tokens: Record<string, unknown> } };
  entry.value.tokens['accessToken'] = 7;
  writeFileSync(file, JSON.stringify(entry));
  expect((await verifik(server, ['token'], { env })).exitCode).toBe(4);
});

describe('UX-34: --export', () => {
  const runner = () => {
    const file = join(temporaryFolder(), 'github-output');
    writeFileSync(file, '');
    return { file, env: { GITHUB_ACTIONS: 'true', GITHUB_OUTPUT: file } };
  };

  test.each([
    ['shell', /^export VERIFIK_ACCESS_TOKEN='(eyJ[\w.-]+)'\n$/],
    ['dotenv', /^VERIFIK_ACCESS_TOKEN="(eyJ[\w.-]+)"\n$/],
    ['gitlab', /^VERIFIK_ACCESS_TOKEN=(eyJ[\w.-]+)\n$/],
  ])('%s is one line on stdout', async (form, line) => {
    const { stdout } = await token([...unattended(), '--export', form]);
    expect(stdout).toMatch(line);
    expect(line.exec(stdout)?.[1]).toBe((await token()).stdout.trim());
  });

  test('github: the mask is all that stdout holds, and the value is in the file', async () => {
    const { file, env: github } = runner();
    const { exitCode, stdout, stderr } = await token([...unattended(), '--export', 'github', '-v'], {
      env: github,
    });
    const value = (await token()).stdout.trim();
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: `::add-mask::${value}\n` });
    expect(stderr).not.toContain(value);
    expect(readFileSync(file, 'utf8')).toMatch(
      new RegExp(`^VERIFIK_ACCESS_TOKEN<<(authrig_[0-9a-f]{32})\n${value}\n\\1\n$`),
    );
  });

  test('F68: a GITHUB_OUTPUT that is missing ends with 10, the mask sent and the token kept', async () => {
    const github = { GITHUB_ACTIONS: 'true', GITHUB_OUTPUT: join(temporaryFolder(), 'missing') };
    const { exitCode, stdout } = await token([...unattended(), '--export', 'github'], { env: github });
    expect(exitCode).toBe(10);
    expect(stdout).toMatch(/^::add-mask::eyJ[\w.-]+\n$/);
    expect((await token()).exitCode).toBe(0);
  });

  test.each([
    [['--export', 'github'], {}],
    [['--export', 'shell', '--json'], {}],
    [['--export', 'shell', '--field', 'accessToken'], {}],
    [['--export', 'azure'], {}],
  ])('%j ends with 2 before anything is sent', async (argv, more) => {
    expect((await token([...unattended(), ...argv], { env: more })).exitCode).toBe(2);
    expect(messages()).toBe(0);
  });

  test('F68: a token that could break out of its line is refused', async () => {
    for (const value of ["a'b", 'a"b', 'a$b', 'a`b', 'a\\b']) {
      await using server = await verifikServer({ confirms: [confirmed({ accessToken: value })] });
      const { exitCode, stdout } = await verifik(server, ['token', '--otp', '123456', '--export', 'shell']);
      expect({ exitCode, stdout }).toEqual({ exitCode: 7, stdout: '' });
      expect(server.at(login)).toHaveLength(1);
    }
  });
});
