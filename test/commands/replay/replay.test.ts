import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Clock } from '../../../src/clock.ts';
import { sandboxEnvironment } from '../../../src/commands/sandbox/environment.ts';
import { CliError } from '../../../src/errors.ts';
import { providers } from '../../../src/providers/index.ts';
import { startEmbedded } from '../../../src/sandbox/embedded.ts';
import type { HarEntry } from '../../../src/recording/recording.ts';
import { leadingTo, patientJekimo } from '../../helpers/patient-jekimo.ts';
import { type Recorded, recorded, replayed } from '../../helpers/recordings.ts';
import { realClock } from '../../helpers/real-clock.ts';
import { authrig } from '../../helpers/rig.ts';
import { countingBytes } from '../../helpers/sandbox.ts';
import { typist } from '../../helpers/typist.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

vi.setConfig({ testTimeout: 60_000 });

const secret = ['--secret-from', 'cmd:echo JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'];

/** One that ends well and one that does not, of every provider, and what is special. */
const cases: readonly (readonly [exitCode: number, ...argv: string[]])[] = [
  [0, 'jekimo', 'login', '--sandbox', '--interval', '100ms'],
  [5, 'jekimo', 'login', '--sandbox', '--timeout', '700ms'],
  [5, 'jekimo', 'check', 'ab'.repeat(32), '--sandbox'],
  [0, 'jekimo', 'login', '--sandbox', '--two-fa', '--interval', '100ms'],
  [3, 'jekimo', 'login', '--sandbox', '--two-fa', '--otp', '000000', '--interval', '100ms'],
  [0, 'verifik', 'phone', '--sandbox'],
  [3, 'verifik', 'phone', '--sandbox', '--otp', '000000'],
  [0, 'verifik', 'token', '--sandbox'],
  [0, 'verifik', 'email', '--sandbox'],
  [0, 'elixir', 'otp', '--sandbox'],
  [3, 'elixir', 'otp', '--sandbox', '--otp', '123456'],
  [0, 'elixir', 'qr', '--sandbox'],
  [3, 'elixir', 'qr', 'REIKEY:nobody', '--sandbox'],
  [4, 'elixir', 'refresh', '--sandbox'],
  [0, 'ekyc', 'login', '--sandbox'],
  [0, 'ekyc', 'login', '--sandbox', '--method', 'popup', '--callback'],
  [0, 'ekyc', 'callback', '--sandbox'],
  [0, 'ekyc', 'enroll', '--sandbox'],
  [3, 'ekyc', 'enroll', '--sandbox', '--otp', '000000'],
  [5, 'ekyc', 'login', '--sandbox', '--timeout', '900ms'],
  [0, 'ekyc', 'toggle-mfa', '--enable', '--sandbox', ...secret],
  [0, 'juvlon', 'verify', '--sandbox'],
  [3, 'juvlon', 'verify', '--sandbox', '--token', 'NOBODY', '--otp', '0000'],
  [0, 'totp', 'code', ...secret],
  [3, 'totp', 'verify', '--otp', '000000', '--at', '0', ...secret],
];

describe('a recorded command is run again, with the same end', () => {
  test.each(cases.map(([exitCode, ...argv]) => [argv.join(' '), exitCode, argv] as const))(
    '%s (%i)',
    async (_name, exitCode, argv) => {
      const then = await recorded(argv);
      expect(then.exitCode, then.stderr).toBe(exitCode);
      const now = await replayed(then.file);
      expect(now.stderr).toContain(`The verdict is the recorded one: exit code ${exitCode}`);
      expect(now.exitCode).toBe(exitCode);
      expect(now.stderr).not.toContain('was edited');
    },
  );
});

/** The recording in a file of this test's own. */
function again(text: string): string {
  const file = join(temporaryFolder(), 'again.har');
  writeFileSync(file, text);
  return file;
}

describe('a replay', () => {
  let good: Recorded;
  let slow: Recorded;

  beforeAll(async () => {
    good = await recorded(['elixir', 'otp', '--sandbox']);
    slow = await recorded(['jekimo', 'login', '--sandbox', '--interval', '100ms']);
  }, 60_000);

  test('takes no time, whatever the recorded command waited for', async () => {
    expect(slow.run.milliseconds).toBeGreaterThan(1000);
    const sleeps: number[] = [];
    const sleep: Clock['sleep'] = async (milliseconds, signal) => {
      sleeps.push(milliseconds);
      await realClock.sleep(milliseconds, signal);
    };
    const clock = { ...realClock, sleep };
    expect((await authrig(['replay', again(slow.text)], { clock })).exitCode).toBe(0);
    // What is slept for nothing lets the work between the waits go on.
    expect(new Set(sleeps)).toEqual(new Set([0]));
  });

  test('--json prints the recorded document again, and it alone', async () => {
    expect((await replayed(again(good.text), '--json')).json()).toEqual(good.run.document);
    const bad = await recorded(['elixir', 'otp', '--sandbox', '--otp', '123456']);
    const now = await replayed(bad.file, '--json');
    expect(now.json()).toEqual(bad.run.document);
    expect(now.json()).toMatchObject({
      ok: false,
      command: 'elixir otp',
      error: { kind: 'denied', exitCode: 3 },
    });
    expect(now.exitCode).toBe(3);
    expect(now.stderr).toContain('Elixir did not accept the code');
  });

  test('--field prints one value of it', async () => {
    expect((await replayed(again(good.text), '--field', 'refreshToken')).stdout).toMatch(/^token#\d\n$/);
  });

  test('says what the command said, with pseudonyms, and writes nothing', async () => {
    const folder = temporaryFolder();
    const { file } = await recorded([
      'jekimo',
      'request',
      '--sandbox',
      '--qr-file',
      join(folder, 'code.png'),
    ]);
    const before = readFileSync(join(folder, 'code.png'));
    writeFileSync(join(folder, 'code.png'), 'mine');
    const { stderr } = await replayed(file);
    expect(stderr).toMatch(/Link: token#\d/);
    expect(before.length).toBeGreaterThan(100);
    expect(readFileSync(join(folder, 'code.png'), 'utf8')).toBe('mine');
  });

  test('is 2 for what is no recording, and for what works on this machine alone', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'x.har'), '{}');
    expect(await replayed(join(folder, 'x.har'))).toMatchObject({ exitCode: 2 });
    expect(await replayed(join(folder, 'none.har'))).toMatchObject({ exitCode: 2 });
    const { file } = await recorded(['config', 'path']);
    const refused = await replayed(file);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain('authrig explain');
  });

  test.each<[string, (entries: HarEntry[]) => void, RegExp]>([
    [
      'its calls reversed',
      (entries) => void entries.splice(0, entries.length, ...entries.toReversed()),
      /another order/,
    ],
    ['a call twice', (entries) => void entries.push(entries.at(-1)!), /1 call that nobody asked for/],
    [
      'another host',
      ([first]) => Object.assign(first!.request, { url: 'https://other.example/x' }),
      /a call to other\.example that goes to/,
    ],
  ])('with %s says that the file was edited, or authrig has changed', async (_name, edit, told) => {
    const har = JSON.parse(good.text) as { log: { entries: HarEntry[] } };
    edit(har.log.entries);
    const { exitCode, stderr, stdout } = await replayed(again(JSON.stringify(har)));
    expect([exitCode, stdout]).toEqual([9, '']);
    expect(stderr).toMatch(told);
    expect(stderr).toContain('the file was edited, or authrig has changed');
  });

  test.each([
    ['missing', -1, '1 entry fewer than were recorded'],
    ['doubled', 1, '1 entry more than were recorded'],
  ] as const)('with a poll that is %s says that the file was edited', async (_name, by, told) => {
    const har = JSON.parse(slow.text) as { log: { entries: HarEntry[] } };
    const { entries } = har.log;
    entries.splice(1, by < 0 ? 1 : 0, ...(by < 0 ? [] : entries.slice(1, 2)));
    const { exitCode, stderr } = await replayed(again(JSON.stringify(har)));
    expect(exitCode).toBe(9);
    expect(stderr).toContain(told);
  });

  test.each([
    [['--record=PATH']],
    [['--record', 'PATH']],
    [['--include-secrets', '--record=PATH']],
    [['--qr-file=PATH']],
    [['--report=junit=PATH']],
    [['--export=github']],
  ])('writes nothing, whatever the file asks for: %j', async (more) => {
    const victim = join(temporaryFolder(), 'authorized_keys');
    writeFileSync(victim, 'mine');
    const har = JSON.parse(good.text) as { log: { _authrig: { argv: string[] } } };
    const { _authrig: run } = har.log;
    run.argv.push(...more.map((word) => word.replace('PATH', victim)));
    await replayed(again(JSON.stringify(har)));
    expect(readdirSync(dirname(victim))).toEqual(['authorized_keys']);
    expect(readFileSync(victim, 'utf8')).toBe('mine');
  });

  test('what was recorded with its secrets is masked in text, as the command masked it', async () => {
    const argv = ['elixir', 'otp', '--sandbox', '--otp-from', 'sandbox'];
    const { file, json } = await recorded([...argv, '--include-secrets', '--json']);
    const { token, refreshToken } = json().data as { token: string; refreshToken: string };
    const { exitCode, stdout } = await replayed(file);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('…');
    for (const whole of [token, refreshToken]) expect(stdout).not.toContain(whole);
    expect((await replayed(file, '--json')).stdout).toContain(token);
    // Without its secrets it has pseudonyms, which stay to be read.
    const plain = await recorded(argv);
    expect((await replayed(plain.file)).stdout).toMatch(/^token +token#\d+$/m);
  });

  test('of a browser’s file is 2, and leads to explain', async () => {
    const text = JSON.stringify({
      log: { version: '1.2', creator: { name: 'Firefox', version: '1' }, entries: [] },
    });
    const refused = await replayed(again(text));
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain('authrig explain');
  });

  test('is 9 where the command goes another way now, and says which', async () => {
    const text = good.text.replace(String.raw`\"success\":true`, String.raw`\"success\":\"maybe\"`);
    expect(text).not.toBe(good.text);
    const { exitCode, json } = await replayed(again(text), '--json');
    expect(exitCode).toBe(9);
    expect(json()).toMatchObject({
      error: { kind: 'failed' },
      data: { now: { exitCode: 7, kind: 'provider' } },
    });
    const cut = JSON.parse(slow.text) as { log: { entries: unknown[] } };
    cut.log.entries.length = 1;
    expect(await replayed(again(JSON.stringify(cut)))).toMatchObject({
      exitCode: 9,
      stderr: expect.stringContaining('no more of this: check') as string,
    });
  });
});

test('a person who answers is heard again', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'case.har');
  const then = await authrig(
    ['juvlon', 'verify', '--sandbox', '--token', 'NOBODY', '--otp-from', 'prompt', '--record', file],
    {
      clock: realClock,
      terminal: { columns: 80, rows: 24 },
      onMessage: typist(['OTP:', '4711\r']),
    },
  );
  expect(then.exitCode, then.stderr).toBe(3);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    log: { _authrig: { attended: true, answers: [{ what: 'text', question: 'OTP:', value: 'otp#1' }] } },
  });
  const { exitCode } = await replayed(file);
  expect(exitCode).toBe(then.exitCode);
});

test('a command that was stopped is stopped again, and its recording is whole', async () => {
  await using server = await patientJekimo();
  const stop = new AbortController();
  const then = await recorded(['jekimo', 'login', '--interval', '1'], {
    env: leadingTo(server),
    signal: stop.signal,
    onMessage: (text) => {
      if (text.includes('Waiting'))
        stop.abort(new CliError('cancelled', 'Stopped by SIGTERM.', { exitCode: 143 }));
    },
  });
  expect(then).toMatchObject({ exitCode: 143, run: { stopped: { failure: { exitCode: 143 } } } });
  expect(await replayed(then.file)).toMatchObject({ exitCode: 143 });
});

describe('sessions and challenges that were kept', () => {
  let env: Record<string, string>;
  let sandbox: Awaited<ReturnType<typeof startEmbedded>>;
  const stop = new AbortController();

  beforeAll(async () => {
    sandbox = await startEmbedded({
      clock: realClock,
      randomBytes: countingBytes(),
      providers,
      signal: stop.signal,
    });
    env = { AUTHRIG_CONFIG_DIR: temporaryFolder(), ...sandboxEnvironment(sandbox.origin, sandbox.settings) };
  });

  afterAll(async () => {
    stop.abort();
    await sandbox.close();
  });

  test('come from the recording: the two halves of a login, a refresh, a cached token', async () => {
    const outbox = ['--otp-from', `url:${sandbox.origin}/__sandbox/outbox`];
    for (const argv of [
      ['elixir', 'send'],
      ['elixir', 'verify', ...outbox],
      ['elixir', 'refresh'],
      ['elixir', 'token'],
      ['elixir', 'status'],
      ['elixir', 'signout'],
      ['verifik', 'send'],
      ['verifik', 'confirm', ...outbox],
      ['verifik', 'token'],
      ['ekyc', 'session'],
      ['ekyc', 'auth-url', '--redirect-uri', 'https://portal.example.com/callback'],
    ]) {
      const then = await recorded(argv, { env });
      expect(then.exitCode, argv.join(' ') + then.stderr).toBe(0);
      const now = await replayed(then.file);
      expect(now.exitCode, argv.join(' ') + now.stderr).toBe(0);
    }
  });
});
