import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { authrig, type BuiltOptions } from '../helpers/built.ts';
import { scriptedServer } from '../helpers/scripted-server.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const set = ['config', 'set', 'jekimo.apiKey'];
const key = 'k-4711-k-4711-k-4711';

/** A folder for the store with this in its settings file. */
function storeWith(text: string, mode = 0o600): { folder: string; file: string } {
  const folder = join(temporaryFolder(), 'config');
  const file = join(folder, 'config.json');
  mkdirSync(folder, { mode: 0o700 });
  writeFileSync(file, text, { mode });
  chmodSync(file, mode);
  return { folder, file };
}

/** The folders that can't hold a store, each with how to reach it. */
function places(): [name: string, options: BuiltOptions][] {
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, 'not a folder');
  const { folder: readOnly } = storeWith('{"schemaVersion":1,"profile":"default","profiles":{}}');
  chmodSync(readOnly, 0o500);
  afterAll(() => chmodSync(readOnly, 0o700));
  return [
    ['is a file', { env: { AUTHRIG_CONFIG_DIR: file } }],
    ['lies below a file', { env: { AUTHRIG_CONFIG_DIR: join(file, 'authrig') } }],
    ['is read-only', { env: { AUTHRIG_CONFIG_DIR: readOnly }, obeysModes: true }],
    ['has no home', { env: { AUTHRIG_CONFIG_DIR: undefined, HOME: undefined } }],
    ['has a home that can’t be', { env: { AUTHRIG_CONFIG_DIR: undefined, HOME: join(file, 'home') } }],
  ];
}

const settingsFiles = [
  ['empty', ''],
  ['cut off', '{"schemaVersion":1,"profile":"default","profi'],
  ['no JSON', 'jekimo.apiKey = k-4711'],
  ['of another shape', '{"schemaVersion":1,"profile":"default","profiles":[]}'],
  ['larger than 1 MB', `{"schemaVersion":1,"padding":"${'x'.repeat(2_000_000)}"}`],
] as const;

const newer = '{"schemaVersion":2,"profile":"default","vaults":{}}';

/** Commands that need nothing from the store do their work without it. */
async function needsNoStore(options: BuiltOptions): Promise<void> {
  const answer = {
    code: 200,
    status: 'Success',
    transactionId: '327',
    verify: 'true',
    token: 'OJUWLB',
    OTP: '9078',
  };
  await using server = await scriptedServer({ '/v4/verifyOneTimeCode': [{ body: answer }] });
  const env = { ...options.env, AUTHRIG_JUVLON_API_KEY: key, AUTHRIG_JUVLON_BASE_URL: server.origin };
  const verify = ['juvlon', 'verify', '--token', 'OJUWLB', '--otp', '9078'];
  const ends = await Promise.all([
    authrig(['--help'], options),
    authrig(['juvlon', 'verify', '--sandbox'], options),
    authrig(['jekimo', 'request', '--sandbox'], options),
    authrig(verify, { ...options, env }),
  ]);
  for (const { exitCode, stdout, stderr } of ends) {
    expect(exitCode, stderr).toBe(0);
    expect(stdout).not.toBe('');
  }
}

describe.each(places())('F52, F56: a store that %s', (_name, options) => {
  test('is told as what stands in the way, and where', async () => {
    const { exitCode, stdout, stderr } = await authrig(set, { ...options, stdin: `${key}\n` });
    expect({ exitCode, stdout }).toEqual({ exitCode: 10, stdout: '' });
    expect(stderr).toMatch(/^\S.*\.\n\S.*\n$/);
    expect(stderr).toContain(
      options.env?.['AUTHRIG_CONFIG_DIR'] ?? options.env?.['HOME'] ?? 'AUTHRIG_CONFIG_DIR',
    );
    expect(stderr).not.toContain(key);
  });

  test('is not missed by the commands that need none', () => needsNoStore(options));
});

describe.each(settingsFiles)('F53: a settings file that is %s', (_name, text) => {
  test('is told, left alone by who reads, and kept under another name by who writes', async () => {
    const { folder, file } = storeWith(text);
    const env = { AUTHRIG_CONFIG_DIR: folder };
    const read = await authrig(['config', 'list'], { env });
    expect(read).toMatchObject({ exitCode: 10, stdout: '', stderr: expect.stringContaining(file) });
    expect(readFileSync(file, 'utf8') === text).toBe(true);

    const written = await authrig(set, { env, stdin: key });
    expect(written).toMatchObject({ exitCode: 10, stdout: '' });
    const [kept = '', ...others] = readdirSync(folder);
    expect(others).toEqual([]);
    expect(written.stderr).toContain(join(folder, kept));
    expect(readFileSync(join(folder, kept), 'utf8') === text).toBe(true);

    expect(await authrig(set, { env, stdin: key })).toMatchObject({ exitCode: 0 });
  });

  test('is not missed by the commands that need none', async () => {
    await needsNoStore({ env: { AUTHRIG_CONFIG_DIR: storeWith(text).folder } });
  });
});

test('F53: a settings file of a newer release is left alone', async () => {
  const { folder, file } = storeWith(newer);
  const env = { AUTHRIG_CONFIG_DIR: folder };
  for (const argv of [set, ['config', 'list'], ['profile', 'create', 'staging']]) {
    const { exitCode, stderr } = await authrig(argv, { env, stdin: key });
    expect(exitCode).toBe(10);
    expect(stderr).toContain('newer');
  }
  expect(readdirSync(folder)).toEqual(['config.json']);
  expect(readFileSync(file, 'utf8')).toBe(newer);
  await needsNoStore({ env });
});

describe('S04: modes', () => {
  const modesBelow = (folder: string) =>
    Object.fromEntries(
      ['.', ...(readdirSync(folder, { recursive: true }) as string[])].map((name) => [
        name,
        (statSync(join(folder, name)).mode & 0o777).toString(8),
      ]),
    );

  test.each(['000', '022', '077'])('files are 0600 and folders 0700 under umask %s', async (umask) => {
    const folder = join(temporaryFolder(), 'above', 'config');
    const env = { AUTHRIG_CONFIG_DIR: folder };
    expect(await authrig(set, { umask, env, stdin: key })).toMatchObject({ exitCode: 0 });
    expect(await authrig(['profile', 'create', 'staging'], { umask, env })).toMatchObject({ exitCode: 0 });
    expect(modesBelow(folder)).toEqual({ '.': '700', 'config.json': '600' });
  });

  test('T10, F54: a file that others may read is closed, with a word', async () => {
    const text = JSON.stringify({
      schemaVersion: 1,
      profile: 'default',
      profiles: { default: { 'jekimo.apiKey': key } },
    });
    const { folder } = storeWith(text, 0o644);
    const { exitCode, stdout, stderr } = await authrig(['config', 'list'], {
      env: { AUTHRIG_CONFIG_DIR: folder },
    });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/jekimo\.apiKey +\S+ \(profile/);
    expect(stderr).toContain(join(folder, 'config.json'));
    expect(modesBelow(folder)).toEqual({ '.': '700', 'config.json': '600' });
  });

  test('F54: a FIFO in the place of the file is refused and not waited for', async () => {
    const { folder, file } = storeWith('');
    execFileSync('sh', ['-c', 'rm "$1" && mkfifo "$1"', 'sh', file]);
    const { exitCode, milliseconds } = await authrig(['config', 'list'], {
      env: { AUTHRIG_CONFIG_DIR: folder },
    });
    expect(exitCode).toBe(10);
    expect(milliseconds).toBeLessThan(5000);
  });
});

test('F52: a whole login needs no store', async () => {
  const env = { AUTHRIG_CONFIG_DIR: '/dev/null/authrig' };
  const argv = ['jekimo', 'login', '--sandbox', '--interval', '100ms'];
  expect(await authrig(argv, { env })).toMatchObject({ exitCode: 0 });
});

test('F56: a folder with spaces, accents and an emoji round-trips', async () => {
  const env = { AUTHRIG_CONFIG_DIR: join(temporaryFolder(), 'mes clés', '🔑 ici') };
  expect(await authrig(set, { env, stdin: key })).toMatchObject({ exitCode: 0 });
  expect(await authrig(['config', 'get', 'jekimo.apiKey', '--field', 'value'], { env })).toMatchObject({
    exitCode: 0,
    stdout: `${key}\n`,
  });
});
