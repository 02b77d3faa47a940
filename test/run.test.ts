import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CliError, exitCodes } from '../src/errors.ts';
import { fakeClock } from './helpers/fake-clock.ts';
import { realClock } from './helpers/real-clock.ts';
import { authrig } from './helpers/rig.ts';
import { until } from './helpers/until.ts';
import { scriptedServer } from './helpers/scripted-server.ts';
import { temporaryFolder } from './helpers/temporary-folder.ts';

const token = 'b916b66831cab6567be9956b6f87cf64c539f1f89e1f04577a8be24af73d5d8d';

describe('help', () => {
  test('`authrig` alone is help on stdout, exit 0', async () => {
    const { exitCode, stdout, stderr } = await authrig([]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Usage: authrig');
    expect(stderr).toBe('');
  });

  test.each([
    ['--help'],
    ['-h'],
    ['help'],
    ['jekimo', '--help'],
    ['help', 'jekimo'],
    ['jekimo', 'login', '-h'],
    ['help', 'jekimo', 'login'],
  ])('UX-17: %s %s %s prints help and ends with 0', async (...argv) => {
    const { exitCode, stdout, stderr } = await authrig(argv);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(
      `Usage: authrig ${argv.filter((word) => !/help|^-h/.test(word)).join(' ')}`.trim(),
    );
    expect(stderr).toBe('');
  });

  test.each(['exit-codes', 'environment', 'json', 'sources', 'scenarios'])(
    'the topic %s is a page',
    async (topic) => {
      const { exitCode, stdout } = await authrig(['help', topic]);
      expect(exitCode).toBe(0);
      expect(stdout.split('\n').length).toBeGreaterThan(5);
      expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    },
  );

  test('`help sources` names every kind of option that takes one', async () => {
    const { stdout } = await authrig(['help', 'sources']);
    for (const option of ['--api-key-from', '--secret-from', '--refresh-token-from', '--otp-from'])
      expect(stdout).toContain(option);
  });

  test('`help scenarios` shows a whole file, which passes as it stands', async () => {
    const { stdout } = await authrig(['help', 'scenarios']);
    expect(stdout).toContain('until: {interval: 1s');
    const [, shown = ''] = /^ {2}(name: [^]*?)\n\n/m.exec(stdout) ?? [];
    const path = join(temporaryFolder(), 'sign-in.yaml');
    writeFileSync(path, shown.replaceAll(/^ {2}/gm, ''));
    const { exitCode, json, stderr } = await authrig(['run', '--sandbox', path, '--json'], {
      clock: realClock,
    });
    expect({ exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(json().data).toMatchObject({ passed: 4, skipped: 0 });
  });

  test('`help json` tells the fields of every command', async () => {
    const { stdout } = await authrig(['help', 'json']);
    expect(stdout).toMatch(/^ {2}juvlon verify +verify transactionId token$/m);
    expect(stdout).toMatch(/^ {2}jekimo login +token status risk pin attempts$/m);
    expect(stdout).toContain('"data" stands beside "error"');
    expect(stdout).toMatch(/^ {2}totp code +code secondsLeft driftSeconds$/m);
  });

  test('`help exit-codes` tells every kind with its code', async () => {
    const { stdout } = await authrig(['help', 'exit-codes']);
    for (const [kind, code] of Object.entries(exitCodes))
      expect(stdout).toMatch(new RegExp(`${code}\\s+${kind}\\s`));
  });
});

describe('usage errors', () => {
  test.each([
    [['jekmo'], 'Did you mean jekimo?'],
    [['jekimo', 'logn'], 'Did you mean login?'],
    [['jekimo'], 'authrig jekimo --help'],
    [['login'], 'There is: authrig jekimo login, authrig ekyc login. Run: authrig --help'],
    [['completion', 'tcsh'], 'There is: install, bash, zsh, fish, powershell. Run:'],
    [['run', '--shard', '1/2', 'x.yaml'], 'It is an option of authrig smoke. Run: authrig run --help'],
    [['jekimo', 'login', '--bogus'], 'authrig jekimo login --help'],
    [['jekimo', 'login', '--min-age'], 'authrig jekimo login --help'],
    [['jekimo', 'login', '--min-age', 'old'], 'whole number'],
    [['jekimo', 'login', '--qr', 'round'], 'auto, full, half, ascii, none'],
    [['jekimo', 'login', '--timeout', '0'], 'a duration'],
    [['jekimo', 'check'], 'authrig jekimo check --help'],
    [['jekimo', 'check', token, 'more'], 'authrig jekimo check --help'],
    [['jekimo', 'login', '--base-url='], 'not empty'],
    [['jekimo', 'login', '--base-url', 'http://api.example.com'], 'http'],
    [['jekimo', 'login', '--sandbox', '--base-url', 'http://127.0.0.1:1'], 'Leave one of the two out'],
    [['jekimo', 'check', 'XYZ'], 'jekimo request'],
    [['help', 'everything'], 'exit-codes'],
    [['juvlon', 'verify', '--sandbox', '--token', 'OJUWLB', '--otp-from', 'paper'], 'file:PATH'],
  ])('F64: %j ends with 2, says the next step, and under --json is one document', async (argv, hint) => {
    const text = await authrig(argv);
    expect(text.exitCode).toBe(2);
    expect(text.stdout).toBe('');
    expect(text.stderr).toContain(hint);
    expect(text.stderr).not.toMatch(/ at .*:\d+:\d+/);

    const { exitCode, json } = await authrig([...argv, '--json']);
    expect(exitCode).toBe(2);
    const { ok, error } = json();
    expect({ ok, ...error }).toMatchObject({ ok: false, kind: 'usage', exitCode: 2, retryable: false });
    expect(`${error?.message} ${error?.hint}`).toContain(hint);
  });

  test('--json and --field do not go together', async () => {
    const { exitCode, json } = await authrig(['jekimo', 'login', '--json', '--field', 'token']);
    expect(exitCode).toBe(2);
    expect(json().error?.hint).toBe('Give one of them.');
  });

  test('an option of every command without its value: the help named is that of the whole command', async () => {
    const { exitCode, stderr } = await authrig(['jekimo', 'login', '--record']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Run: authrig jekimo login --help');
  });

  test.each([
    [['jekmo', '--json'], ''],
    [['jekimo', '--json'], 'jekimo'],
    [['jekimo', 'login', '--bogus', '--json'], 'jekimo login'],
    [['verifik', 'token', '--json', '--timeout', '0'], 'verifik token'],
    [['jekimo', 'login', '--json', '--color', 'mauve'], 'jekimo login'],
    [['--json', 'jekimo', 'login', '--min-age', 'old'], 'jekimo login'],
  ])('the document of %j names the command', async (argv, command) => {
    expect((await authrig(argv)).json().command).toBe(command);
  });
});

describe('a result', () => {
  test('is masked as text, whole under --json and --field', async () => {
    const text = await authrig(['jekimo', 'request', '--sandbox', '--qr', 'none']);
    expect(text.exitCode).toBe(0);
    expect(text.stdout).toMatch(/^token {4}[0-9a-f]{4}…[0-9a-f]{4}\nurl {6}/);

    const { json } = await authrig(['jekimo', 'request', '--sandbox', '--json']);
    const { data } = json();
    expect(data).toMatchObject({ token: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
    expect(data?.['url']).toContain(data?.['token']);
    expect(new Date(String(data?.['expiresAt'])).toISOString()).toBe(data?.['expiresAt']);

    const field = await authrig(['jekimo', 'request', '--sandbox', '--field', 'token']);
    expect(field.stdout).toMatch(/^[0-9a-f]{64}\n$/);
  });

  test('a field that is not there is a usage error that names those that are', async () => {
    const { exitCode, stdout, stderr } = await authrig(['jekimo', 'request', '--sandbox', '--field', 'tokn']);
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('token, url, qrcode, expiresAt');
  });

  test('--quiet leaves the result and the errors', async () => {
    const quiet = await authrig(['juvlon', 'verify', '--sandbox', '-q']);
    expect(quiet).toMatchObject({ exitCode: 0, stderr: '' });
    expect(quiet.stdout).toContain('verify');
    const failed = await authrig([
      'juvlon',
      'verify',
      '--sandbox',
      '-q',
      '--token',
      'OJUWLB',
      '--otp',
      '0000',
    ]);
    expect(failed.exitCode).toBe(3);
    expect(failed.stderr).not.toBe('');
  });

  test('--verbose shows the exchange, with its secrets masked', async () => {
    const { stderr } = await authrig(['juvlon', 'verify', '--sandbox', '-v']);
    expect(stderr).toContain('POST http://127.0.0.1:');
    expect(stderr).toContain('HTTP 200');
    expect(stderr).not.toContain('OJUWLB');
    expect(stderr).not.toContain('9078');
    expect(stderr).not.toContain('sandbox-juvlon-key');
  });

  test('colour: no escape in what is piped, with --color never, or under NO_COLOR; the flag stands above', async () => {
    const escape = '\u001B[';
    const login = ['juvlon', 'verify', '--sandbox'];
    expect((await authrig(login)).stderr).not.toContain(escape);
    expect((await authrig(login, { env: { FORCE_COLOR: '1' } })).stderr).toContain(escape);
    expect((await authrig(login, { env: { FORCE_COLOR: '1', NO_COLOR: '1' } })).stderr).not.toContain(escape);
    expect((await authrig([...login, '--color', 'always'], { env: { NO_COLOR: '1' } })).stderr).toContain(
      escape,
    );
    expect(
      (await authrig([...login, '--color', 'never'], { env: { FORCE_COLOR: '1' } })).stderr,
    ).not.toContain(escape);
    expect((await authrig(login, { env: { FORCE_COLOR: '1' } })).stdout).not.toContain(escape);
  });
});

describe('the end of a run', () => {
  test('--timeout ends the whole command with 5', async () => {
    const clock = fakeClock();
    const argv = ['jekimo', 'login', '--sandbox', '--timeout', '50ms'];
    let said = '';
    const running = authrig(argv, { clock, onMessage: (text) => (said = text) });
    await until(() => said.includes('Waiting for the customer'));
    await clock.advance(50);
    const { exitCode, stderr } = await running;
    expect(exitCode).toBe(5);
    expect(stderr).toContain('The command did not end within 0.05 s (--timeout).');
  });

  test('a key that is missing is exit 4 and names every way to give it', async () => {
    const { exitCode, stderr } = await authrig(['jekimo', 'request']);
    expect(exitCode).toBe(4);
    for (const way of ['authrig config set jekimo.apiKey', 'AUTHRIG_JEKIMO_API_KEY', '--api-key-from']) {
      expect(stderr).toContain(way);
    }
  });

  test('a stop before the end is one line and the exit code of its signal', async () => {
    const stop = new AbortController();
    stop.abort(new CliError('cancelled', 'Stopped by SIGTERM.', { exitCode: 143 }));
    const { exitCode, stderr } = await authrig(['jekimo', 'login', '--sandbox'], { signal: stop.signal });
    expect(exitCode).toBe(143);
    expect(stderr.trim().split('\n').at(-1)).toBe('Stopped by SIGTERM.');
  });
});

test('ALL-02: a server that repeats the key in its error does not get it printed', async () => {
  const key = 'planted-key-0123456789';
  await using server = await scriptedServer({
    '/v1.1/auth/gettoken': [{ body: { error: `unknown key ${key}` } }],
  });
  const env = { AUTHRIG_JEKIMO_BASE_URL: server.origin, AUTHRIG_JEKIMO_API_KEY: key };
  const { exitCode, stdout, stderr } = await authrig(['jekimo', 'request', '--json'], { env });
  expect(exitCode).toBe(7);
  expect(stdout).toContain('unknown key');
  expect(stdout + stderr).not.toContain(key);
});
