import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { cleanSecret, readSecret } from '../../src/flow/secret.ts';
import { fakeDeps } from '../helpers/source-deps.ts';
import { until } from '../helpers/until.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const option = '--api-key-from';
const key = 'elx-live-7f3a';
let folder = '';

beforeEach(() => {
  folder = temporaryFolder();
});

function keyFile(content: string | Buffer, mode = 0o600): { readonly kind: 'file'; readonly path: string } {
  const path = join(folder, 'api-key');
  writeFileSync(path, content);
  chmodSync(path, mode);
  return { kind: 'file', path };
}

describe('UX-31: what a source may hold', () => {
  test.each([
    [`${key}\n`, key],
    [`${key}\r\n`, key],
    [key, key],
    [`\uFEFF${key}\n`, key],
    [` ${key} `, ` ${key} `],
    ['7'.repeat(65_536), '7'.repeat(65_536)],
  ])('%.40j', (text, secret) => {
    expect(cleanSecret(text, { what: 'API key', option })).toBe(secret);
  });

  test.each([
    ['', 'is empty'],
    ['\n', 'is empty'],
    ['  \n', 'is empty'],
    ['\uFEFF', 'is empty'],
    [`${key}\n\n`, 'more than one line'],
    [`${key}\nsecond`, 'more than one line'],
    [`${key}\rsecond`, 'more than one line'],
    [`elx\0live`, 'NUL'],
    ['7'.repeat(65_537), 'longer than 64 KB'],
  ])('%.40j is refused: %s', (text, problem) => {
    const clean = () => cleanSecret(text, { what: 'API key', option });
    expect(clean).toThrow(problem);
    expect(clean).toThrow(/--api-key-from/);
    expect(clean).not.toThrow(/elx/);
  });
});

describe('F66: a secret file', () => {
  test.each([
    ['plain', `${key}\n`],
    ['CRLF', `${key}\r\n`],
    ['with a UTF-8 mark', `\uFEFF${key}\n`],
    ['in UTF-16, as PowerShell writes it', Buffer.from(`\uFEFF${key}\r\n`, 'utf16le')],
    ['in UTF-16 big endian', Buffer.from(`\uFEFF${key}\r\n`, 'utf16le').swap16()],
  ])('%s', async (_name, content) => {
    const { deps, learned, warnings } = fakeDeps();
    expect(await readSecret(keyFile(content), deps, option)).toBe(key);
    expect(learned).toEqual([`key ${key}`]);
    expect(warnings).toEqual([]);
  });

  test.each([
    ['empty', ''],
    ['1 MB', Buffer.alloc(1_000_000, '7')],
    ['binary', Buffer.from([0xc3, 0x28, 0xff])],
    ['with two lines', `${key}\nsecond\n`],
  ])('%s is a usage error', async (_name, content) => {
    const { deps, learned } = fakeDeps();
    await expect(readSecret(keyFile(content), deps, option)).rejects.toMatchObject({ kind: 'usage' });
    expect(learned).toEqual([]);
  });

  test('missing is a usage error, and so is a directory', async () => {
    const { deps } = fakeDeps();
    const missing = { kind: 'file', path: join(folder, 'nothing') } as const;
    await expect(readSecret(missing, deps, option)).rejects.toMatchObject({ kind: 'usage' });
    mkdirSync(join(folder, 'keys'));
    const directory = { kind: 'file', path: join(folder, 'keys') } as const;
    await expect(readSecret(directory, deps, option)).rejects.toThrow(/names a directory/);
  });

  test.skipIf(process.getuid?.() === 0)('one that may not be read is a local error', async () => {
    const { deps } = fakeDeps();
    await expect(readSecret(keyFile(key, 0o000), deps, option)).rejects.toMatchObject({ kind: 'local' });
  });

  test.skipIf(process.platform === 'win32')('world-readable draws a warning and is read', async () => {
    const { deps, warnings } = fakeDeps();
    expect(await readSecret(keyFile(key, 0o644), deps, option)).toBe(key);
    expect(warnings).toEqual([expect.stringContaining('chmod 600')]);
  });

  test.skipIf(process.platform === 'win32')('a pipe is read to its end and draws no warning', async () => {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    chmodSync(path, 0o644);
    const { deps, warnings, clock } = fakeDeps();
    // The shell opens its end, and only then is the pipe read.
    const child = spawn('sh', [
      '-c',
      `exec 3<>'${path}'; printf '%s\\n' '${key}' >&3; echo ready; read wait`,
    ]);
    await new Promise((resolve) => child.stdout.once('data', resolve));
    const reading = readSecret({ kind: 'file', path }, deps, option);
    await until(() => clock.sleeps.length > 0);
    child.stdin.end('\n');
    await new Promise((resolve) => child.once('close', resolve));
    await clock.advance(50);
    expect(await reading).toBe(key);
    expect(warnings).toEqual([]);
  });

  test('S03: no error repeats the content', async () => {
    const { deps } = fakeDeps();
    await expect(readSecret(keyFile(`${key}\nsecond`), deps, option)).rejects.not.toThrow(/elx/);
  });
});

describe('the other sources', () => {
  test('prompt asks without echo, in the words of the option', async () => {
    const { deps, questions, learned } = fakeDeps({ answer: key });
    expect(await readSecret({ kind: 'prompt' }, deps, option)).toBe(key);
    expect(questions[0]).toMatchObject({ message: 'API key:', option });
    await readSecret({ kind: 'prompt' }, deps, '--refresh-token-from', { kind: 'token' });
    expect(questions[1]?.message).toBe('refresh token:');
    expect(learned.at(-1)).toBe(`token ${key}`);
  });

  test('stdin is read to its end, unless a person would have to type the secret in the open', async () => {
    const stdin = { isTTY: false, text: async () => `${key}\r\n`, line: async () => undefined };
    expect(await readSecret({ kind: 'stdin' }, fakeDeps({ stdin }).deps, option)).toBe(key);
    const typed = fakeDeps({ stdin: { ...stdin, isTTY: true } }).deps;
    await expect(readSecret({ kind: 'stdin' }, typed, option)).rejects.toThrow(/is a terminal/);
  });

  test.skipIf(process.platform === 'win32')(
    'cmd gives what it prints; failing is a usage error',
    async () => {
      const { deps } = fakeDeps();
      expect(await readSecret({ kind: 'cmd', command: `echo ${key}` }, deps, option)).toBe(key);
      const failing = readSecret({ kind: 'cmd', command: 'exit 3' }, deps, option);
      await expect(failing).rejects.toMatchObject({ kind: 'usage' });
      await expect(failing).rejects.toThrow(/exit code 3/);
    },
  );

  test('env gives the variable, and an empty one counts as unset', async () => {
    const { deps, learned } = fakeDeps({ env: { MY_KEY: key, EMPTY: '' } });
    expect(await readSecret({ kind: 'env', name: 'MY_KEY' }, deps, option)).toBe(key);
    expect(learned).toEqual([`key ${key}`]);
    for (const name of ['EMPTY', 'MISSING', 'toString']) {
      const missing = readSecret({ kind: 'env', name }, deps, option);
      await expect(missing).rejects.toMatchObject({ kind: 'usage' });
      await expect(missing).rejects.toThrow(`${option} names the variable ${name}, which is not set.`);
    }
  });

  test('url gives the body, with a warning where it came in the open', async () => {
    const { deps, warnings } = fakeDeps({ fetchText: async () => `${key}\n` });
    for (const url of ['https://vault.test/key', 'http://127.0.0.1:8200/key', 'http://vault.test/key']) {
      expect(await readSecret({ kind: 'url', url }, deps, option)).toBe(key);
    }
    expect(warnings).toEqual([expect.stringContaining('vault.test unencrypted')]);
  });
});

test('a variable holds the secret, and one that is unset or empty is told by its name', async () => {
  const source = { kind: 'env', name: 'JEKIMO_KEY' } as const;
  const { deps, learned } = fakeDeps({ env: { JEKIMO_KEY: key } });
  expect(await readSecret(source, deps, option)).toBe(key);
  expect(learned).toEqual([`key ${key}`]);
  for (const env of [{}, { JEKIMO_KEY: '' }]) {
    await expect(readSecret(source, fakeDeps({ env }).deps, option)).rejects.toThrow(
      '--api-key-from names the variable JEKIMO_KEY, which is not set.',
    );
  }
});
