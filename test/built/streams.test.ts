import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { authrig, type BuiltOptions, type Ended, start } from '../helpers/built.ts';
import { scriptedServer } from '../helpers/scripted-server.ts';
import { everyVerb } from '../helpers/verbs.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const token = 'b916b66831cab6567be9956b6f87cf64c539f1f89e1f04577a8be24af73d5d8d';
const verbs = await everyVerb();
const stack = / at .*:\d+:\d+/;
const verify = ['juvlon', 'verify', '--sandbox'];
const login = ['jekimo', 'login', '--sandbox', '--interval', '100ms'];

interface Document {
  readonly ok: boolean;
  readonly command: string;
  readonly error?: { readonly kind: string; readonly exitCode: number };
}

/** stdout as the one document that it has to be. */
function documentOf(stdout: string): Document {
  expect(stdout).toMatch(/^\{.*\}\n$/);
  return JSON.parse(stdout) as Document;
}

describe('UX-01: the result is on stdout and nothing else is; what is said is on stderr', () => {
  test.each<[argv: string[], stdout: RegExp, stderr: RegExp, options?: BuiltOptions]>([
    [
      login,
      /^status {2}OK\nrisk {4}none\npin {5}none\nchecks {2}\d+\ntoken {3}\w{4}…\w{4}\n$/,
      /Link: http:\/\/127\.0\.0\.1:\d+\/jekimo\/.*\nWaiting for the customer.* 120 s left\nJekimo authorised/,
    ],
    [['jekimo', 'request', '--sandbox'], /^token .*\nurl .*\nexpires .*Z\n$/, /Scan the QR code/],
    [[...login, '--field', 'token'], /^[0-9a-f]{64}\n$/, /Jekimo authorised/],
    [verify, /^verify {9}true\ntransactionId {2}327\ntoken .*\n$/, /^Juvlon verified the pair.*\n$/],
    [['config', 'set', 'jekimo.apiKey'], /^$/, /is kept in the profile/, { stdin: 'k-4711-k-4711\n' }],
    [['config', 'get', 'juvlon.baseUrl'], /^juvlon\.baseUrl .*\norigin +default\n$/, /^$/],
    [['config', 'list'], /^profile +default .*\njekimo\.apiKey +not set\n/, /^$/],
    [['config', 'path'], /^\/.*config\.json\n$/, /^$/],
    [['config', 'unset', 'jekimo.apiKey'], /^$/, /was not kept/],
    [['config', 'export'], /^\{\n.*\n\}\n$/s, /^$/],
    [['config', 'import'], /^$/, /0 settings are kept/, { stdin: '{}' }],
    [['profile', 'list'], /^default +0 settings, current\n$/, /^$/],
    [['profile', 'create', 'staging'], /^$/, /There is a new profile "staging"/],
    [['help'], /^Usage: authrig .*\n$/s, /^$/],
    [['help', 'exit-codes'], /0 .*\n/, /^$/],
    [['--version'], /^\d+\.\d+\.\d+\n$/, /^$/],
  ])('authrig %j', async (argv, stdout, stderr, options) => {
    const ended = await authrig(argv, options);
    expect(ended).toMatchObject({ exitCode: 0, signal: null });
    expect(ended.stdout).toMatch(stdout);
    expect(ended.stderr).toMatch(stderr);
    expect(ended.stdout + ended.stderr, 'UX-11: nothing moves and nothing is coloured in a pipe').not.toMatch(
      // What a terminal acts on, a carriage return included.
      /[\r\u001B]/,
    );
  });

  test.each([
    [['jekimo', 'check', token, '--sandbox'], 5],
    [[...verify, '--token', 'OJUWLB', '--otp', '0000'], 3],
    [['jekimo', 'request'], 4],
    [['juvlon', 'verify', '--otp', '9078'], 2],
    [['profile', 'use', 'nowhere'], 2],
    [['jekmo'], 2],
  ])('a failure leaves stdout empty: authrig %j ends with %i', async (argv, exitCode) => {
    const ended = await authrig(argv);
    expect(ended).toMatchObject({ exitCode, stdout: '' });
    expect(ended.stderr).toMatch(/^\S.*\n/);
    expect(ended.stderr).not.toMatch(stack);
  });
});

describe('UX-02: --json prints exactly one document', () => {
  test.each([[login], [['jekimo', 'request', '--sandbox']], [verify], [['config', 'list']]])(
    'authrig %j --json',
    async (argv) => {
      const { exitCode, stdout } = await authrig([...argv, '--json']);
      expect(exitCode).toBe(0);
      expect(documentOf(stdout)).toMatchObject({ ok: true, command: argv.slice(0, 2).join(' ') });
    },
  );

  for (const words of verbs) {
    test(`authrig ${words.join(' ')} --json, with nothing that it needs`, async () => {
      const { exitCode, stdout, stderr } = await authrig([...words, '--timeout', '2s', '--json']);
      const { ok, command, error } = documentOf(stdout);
      expect(command).toBe(words.join(' '));
      expect(stderr).not.toMatch(stack);
      // A server has printed its document before it ends by --timeout.
      if (ok) expect([0, 5]).toContain(exitCode);
      else expect(exitCode).toBe(error?.exitCode);
    });
  }
});

describe('T6, F61: stdout that nobody reads', () => {
  test.each([[['--version']], [['--help']], [['help', 'json']], [verify], [[...verify, '--json']]])(
    'a reader that left ends authrig %j quietly',
    async (argv) => {
      const run = start(argv);
      run.child.stdout?.destroy();
      const { exitCode, signal, stderr } = await run.ended;
      expect({ exitCode, signal }).toEqual({ exitCode: 0, signal: null });
      expect(stderr).not.toMatch(/EPIPE|stdout|\bError\b/);
      expect(stderr).not.toMatch(stack);
    },
  );

  test('and one that leaves while the customer is waited for', async () => {
    const run = start(login);
    await run.says('Waiting for the customer');
    run.child.stdout?.destroy();
    const { exitCode, stderr } = await run.ended;
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/Jekimo authorised the sign-in\.\n.*\n$/);
  });

  test.each([
    [['--version']],
    [['--help']],
    [['help', 'json']],
    [verify],
    [[...verify, '--json']],
    [[...verify, '--field', 'verify']],
    [['config', 'export']],
    [['jekmo', '--json']],
  ])('a full disk under stdout ends authrig %j with 10 and says so', async (argv) => {
    const { exitCode, stderr } = await authrig(argv, { redirect: '>/dev/full' });
    expect(exitCode).toBe(10);
    expect(stderr).toMatch(/could not be written to stdout: ENOSPC\.\n/);
    expect(stderr).not.toMatch(stack);
  });

  test('--json under a full disk: a failure that could not be told on stdout is told on stderr', async () => {
    const { stderr } = await authrig(['jekmo', '--json'], { redirect: '>/dev/full' });
    expect(stderr).toMatch(/^Unknown command 'jekmo'\.\n.*\nThe result could not be written/);
  });

  test.each(['>&-', '>&- 2>&-', '<&- >&- 2>&-'])('closed from the start (%s) is quiet', async (redirect) => {
    const { exitCode, signal, stderr } = await authrig(verify, { redirect });
    expect({ exitCode, signal }).toEqual({ exitCode: 0, signal: null });
    expect(stderr).not.toMatch(stack);
  });
});

describe('F61: stderr that nobody reads changes neither the result nor the exit code', () => {
  test.each(['2>&-', '2>/dev/full'])('%s', async (redirect) => {
    expect(await authrig([...verify, '--json'], { redirect })).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^\{"ok":true.*\}\n$/),
    });
    expect(await authrig(['jekmo'], { redirect })).toMatchObject({ exitCode: 2, stdout: '' });
  });

  test('a reader of stderr that leaves in mid-wait', async () => {
    const run = start(login);
    await run.says('Waiting for the customer');
    run.child.stderr?.destroy();
    expect(await run.ended).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('status  OK') });
  });
});

describe('T5: a megabyte is whole', () => {
  const qrcode = '~'.repeat(1_000_000);

  /** The one result that is as large as its provider makes it. */
  async function requestQrCode(options: BuiltOptions): Promise<Ended> {
    const url = `https://www.jekimo.com/app.php/v1.1/en/user/login/${token}`;
    await using server = await scriptedServer({ '/v1.1/auth/gettoken': [{ body: { token, url, qrcode } }] });
    const env = { AUTHRIG_JEKIMO_BASE_URL: server.origin, AUTHRIG_JEKIMO_API_KEY: 'k-4711', ...options.env };
    return await authrig(['jekimo', 'request', '--field', 'qrcode'], { ...options, env });
  }

  test.each([
    ['a pipe', {}],
    ['a pipe whose reader is slow', { redirect: '| (sleep 0.3; cat)' }],
  ])('through %s', async (_name, options) => {
    const { exitCode, stdoutBytes, stdout } = await requestQrCode(options);
    expect({ exitCode, stdoutBytes }).toEqual({ exitCode: 0, stdoutBytes: 1_000_001 });
    expect(stdout === `${qrcode}\n`).toBe(true);
  });

  test('into a file', async () => {
    const file = join(temporaryFolder(), 'qrcode.txt');
    const { exitCode } = await requestQrCode({ redirect: '> "$FILE"', env: { FILE: file } });
    expect(exitCode).toBe(0);
    expect(readFileSync(file, 'utf8') === `${qrcode}\n`).toBe(true);
  });
});
