import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { sandboxEnvironment } from '../src/commands/sandbox/environment.ts';
import { providers } from '../src/providers/index.ts';
import { startEmbedded } from '../src/sandbox/embedded.ts';
import { countingBytes } from './helpers/sandbox.ts';
import { leaksIn, spellings } from './helpers/leaks.ts';
import { recorded, replayed } from './helpers/recordings.ts';
import { realClock } from './helpers/real-clock.ts';
import { authrig } from './helpers/rig.ts';
import { temporaryFolder } from './helpers/temporary-folder.ts';

vi.setConfig({ testTimeout: 60_000 });

const totpSecret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const spoken = ['--otp-from', 'url:OUTBOX'];
const eager = ['--interval', '100ms'];

/**
 * What every provider can do, good and bad, with the exit code: so that none is searched which got nowhere. Each runs on
 * what those before it have kept.
 */
const commands: readonly (readonly [exitCode: number, what: 'calls' | 'alone', ...argv: string[]])[] = [
  [0, 'calls', 'jekimo', 'login', ...eager],
  [0, 'calls', 'jekimo', 'request'],
  [5, 'calls', 'jekimo', 'check', 'f'.repeat(60) + '0123'],
  [0, 'calls', 'verifik', 'phone', ...spoken],
  [3, 'calls', 'verifik', 'phone', '--otp', '918273'],
  [0, 'calls', 'verifik', 'send'],
  [0, 'alone', 'verifik', 'token', ...spoken],
  [0, 'calls', 'verifik', 'email', '--email', 'canary.person@example.com', ...spoken],
  [0, 'calls', 'elixir', 'otp', ...spoken],
  [0, 'calls', 'elixir', 'refresh'],
  [0, 'alone', 'elixir', 'token'],
  [0, 'alone', 'elixir', 'status'],
  [3, 'calls', 'elixir', 'otp', '--otp', '4455667'],
  [3, 'calls', 'elixir', 'qr', 'REIKEY:canary-of-a-qr-value'],
  [0, 'calls', 'elixir', 'signout'],
  [0, 'calls', 'ekyc', 'session'],
  [0, 'alone', 'ekyc', 'auth-url', '--redirect-uri', 'https://portal.example.com/callback'],
  [0, 'calls', 'ekyc', 'toggle-mfa', '--enable', '--secret-from', `cmd:echo ${totpSecret}`],
  [3, 'alone', 'ekyc', 'enroll', '--otp', '192837', '--secret-from', `cmd:echo ${totpSecret}`],
  [5, 'calls', 'ekyc', 'login', '--callback', '--no-browser', '--timeout', '2s'],
  [3, 'calls', 'juvlon', 'verify', '--token', 'CANARYTOKEN', '--otp', '70656'],
  [0, 'alone', 'totp', 'code', '--secret-from', `cmd:echo ${totpSecret}`],
  [
    0,
    'alone',
    'totp',
    'uri',
    '--secret-from',
    `cmd:echo ${totpSecret}`,
    '--issuer',
    'Rig',
    '--account',
    'Canary',
  ],
  [8, 'calls', 'smoke'],
  [0, 'calls', 'run', '--example', 'elixir', '--sandbox'],
  [0, 'calls', 'run', '--example', 'jekimo', '--sandbox'],
  [0, 'alone', 'config', 'list'],
  [0, 'alone', 'config', 'get', 'elixir.apiKey'],
  [0, 'alone', 'config', 'export', '--include-secrets'],
  [0, 'alone', 'sandbox', 'otp', '--url', 'ORIGIN'],
  [0, 'alone', 'sandbox', 'log', '--url', 'ORIGIN'],
  [0, 'alone', 'verifik', 'forget'],
];

/** Keys of the sandbox, what was typed, and what tells a person apart. */
const planted = new Set([
  totpSecret,
  '918273',
  '4455667',
  '192837',
  'canary.person@example.com',
  'REIKEY:canary-of-a-qr-value',
  'CANARYTOKEN',
  'f'.repeat(60) + '0123',
]);

/** Where a person is shown, on purpose, what must be acted on. */
const revealed =
  /^(?:Link|Redirect URI|Callback URL|By a command|Sign-in page|Secret|Pin to mail[^:]*|URI):.*$/gm;
/** Members of results whose values are secret. */
const secretMember = /token|secret|otp|pin|url|uri|qrcode|transactionId|^code$/i;

function learnFrom(value: unknown, name = ''): void {
  if (typeof value === 'string') {
    const harmless = /[…•]|^(?:bearer|SUCCESS|ENABLE|DISABLE|https?:\/\/[^/]+\/?)$/.test(value);
    if (secretMember.test(name) && name !== 'baseUrl' && !harmless && value.length >= 6) planted.add(value);
  } else if (typeof value === 'object' && value !== null) {
    for (const [member, inner] of Object.entries(value)) learnFrom(inner, member);
  }
}

let sandbox: Awaited<ReturnType<typeof startEmbedded>>;
const store = temporaryFolder();
let env: Record<string, string>;
const stop = new AbortController();

beforeAll(async () => {
  sandbox = await startEmbedded({
    clock: realClock,
    randomBytes: countingBytes(),
    providers,
    signal: stop.signal,
    customerDelayMs: 0,
  });
  const { origin, settings } = sandbox;
  env = { AUTHRIG_CONFIG_DIR: store, ...sandboxEnvironment(origin, settings) };
  for (const [name, value] of Object.entries(settings))
    if (/apiKey|phone|email/i.test(name)) planted.add(value);
});

afterAll(async () => {
  stop.abort();
  await sandbox.close();
});

/** Runs one command each way, and collects what was said and written. */
async function traces(argv: readonly string[], ...more: string[]) {
  const line = argv.map((word) =>
    word.replace('OUTBOX', `${sandbox.origin}/__sandbox/outbox`).replace('ORIGIN', sandbox.origin),
  );
  const whole = await recorded([...line, '--json', '--verbose', ...more], { env });
  learnFrom((JSON.parse(whole.stdout) as { data?: unknown }).data);
  for (const { code } of sandbox.outbox.list()) if (code.length >= 6) planted.add(code);
  const again = await replayed(whole.file, '--json');
  const curl = await authrig(
    [...argv.filter((word) => word !== 'url:OUTBOX' && word !== '--otp-from'), '--curl'],
    {
      env,
      clock: realClock,
    },
  );
  return {
    exitCode: whole.exitCode,
    calls: whole.har.log.entries.filter(({ _authrig: exchange }) => exchange?.direction === 'out').length,
    file: whole.file,
    texts: {
      recording: whole.text,
      stderr: whole.stderr.replaceAll(revealed, ''),
      replay: again.stdout + again.stderr,
      // What was typed stays as it is under --curl.
      curl: argv.reduce((text, word) => text.replaceAll(word, ''), curl.stdout + curl.stderr),
    },
  };
}

type Traces = Awaited<ReturnType<typeof traces>>;

describe('S01: no planted secret is found in anything that was written', () => {
  const flown = new Map<string, Traces>();

  // Each command goes on from what those before it have kept, in whatever order the tests come; and what one of them has
  // learnt is looked for in all.
  beforeAll(async () => {
    for (const [, , ...argv] of commands) flown.set(argv.join(' '), await traces(argv));
  }, 120_000);

  test.each(commands.map(([exitCode, what, ...argv]) => [argv.join(' '), exitCode, what] as const))(
    '%s (%i, %s)',
    (name, exitCode, what) => {
      const { texts, ...run } = flown.get(name)!;
      expect(run.exitCode, texts.stderr).toBe(exitCode);
      if (what === 'calls') expect(run.calls).toBeGreaterThan(0);
      for (const [where, text] of Object.entries(texts)) expect(leaksIn(text, planted), where).toEqual([]);
    },
  );

  test('S05: the recordings and what the store keeps are for their owner alone', async () => {
    const { file } = await traces(['verifik', 'phone', ...spoken]);
    const kept = (readdirSync(store, { recursive: true }) as string[]).map((name) => join(store, name));
    const files = [file, ...kept].filter((path) => statSync(path).isFile());
    expect(files.length).toBeGreaterThan(1);
    for (const path of files) expect(statSync(path).mode & 0o077, path).toBe(0);
  });
});

describe('the search would notice', () => {
  test.each(Object.keys(spellings))('a secret that is spelt: %s', (spelling) => {
    const text = `{"text": "xx${spellings[spelling]?.('s3cr3t/with+signs"') ?? ''}yy"}`;
    expect(leaksIn(text, ['s3cr3t/with+signs"'])).not.toEqual([]);
  });

  test('a recording that was made with --include-secrets, which says so', async () => {
    const { texts } = await traces(['elixir', 'otp', ...spoken], '--include-secrets');
    const leaks = leaksIn(texts.recording, planted);
    expect(leaks).toContain(`${String(sandbox.settings['elixir.apiKey'])} (raw)`);
    expect(JSON.parse(texts.recording)).toMatchObject({ log: { _authrig: { includesSecrets: true } } });
  });

  test('one secret that is planted into a clean recording', async () => {
    const { file, text } = await recorded(['juvlon', 'verify', '--token', 'CANARYTOKEN', '--otp', '70656'], {
      env,
    });
    expect(leaksIn(readFileSync(file, 'utf8'), planted)).toEqual([]);
    const leaky = text.replace('key#1', Buffer.from(totpSecret).toString('hex'));
    expect(leaksIn(leaky, planted)).toEqual([`${totpSecret} (hex)`]);
  });
});
