import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exampleNames } from '../../src/scenario/examples.ts';
import { otherNode } from '../helpers/nodes.ts';
import { root } from '../helpers/sources.ts';

const node = otherNode('n26');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
const script = join(root, 'bin/dev/single-file.js');

/** These make a file of 150 MB, and need a Node that can. */
describe.skipIf(process.env['AUTHRIG_SYSTEM_TESTS'] !== '1' || node === undefined)('the single file', () => {
  let folder = '';
  let file = '';
  let bare = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'authrig-single-file-'));
    bare = join(folder, 'bare');
    mkdirSync(bare);
    file = join(folder, 'authrig');
    const printed = execFileSync(process.execPath, [script, '--node', node ?? '', file], {
      encoding: 'utf8',
    });
    expect(printed).toBe(`${file}\n`);
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  /** In an empty folder, with nothing on the path, and a home elsewhere. */
  function environment(env: Readonly<Record<string, string>>): Record<string, string> {
    return { PATH: '', HOME: join(folder, 'home'), LANG: 'C.UTF-8', CI: 'true', ...env };
  }
  function authrig(argv: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const { status, stdout, stderr } = spawnSync(file, argv, {
      cwd: bare,
      env: environment(env),
      encoding: 'utf8',
    });
    return { exitCode: status, stdout, stderr };
  }

  test('says its version, and its help', () => {
    expect(authrig(['--version'])).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
    expect(authrig(['--help'])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^Usage: authrig /),
    });
    expect(authrig(['jekimo', 'login', '--help'])).toMatchObject({ exitCode: 0, stderr: '' });
  });

  test.each([
    ['jekimo login --sandbox --interval 100ms', /^status +OK$/m],
    ['verifik phone --sandbox', /^tokenType +bearer$/m],
    ['elixir otp --sandbox', /^refreshToken +\S+$/m],
    ['ekyc enroll --sandbox', /^code +SUCCESS$/m],
    ['juvlon verify --sandbox', /^verify +true$/m],
  ])('authrig %s', (line, result) => {
    const { exitCode, stdout, stderr } = authrig(line.split(' '));
    expect([exitCode, stdout], stderr).toEqual([0, expect.stringMatching(result)]);
  });

  test('runs the examples that ship with it', () => {
    for (const name of exampleNames()) {
      const { exitCode, stderr } = authrig(['run', '--sandbox', '--example', name]);
      expect([name, exitCode], stderr).toEqual([name, 0]);
    }
  }, 120_000);

  test('lends a sandbox to another program, and says when it finds none', () => {
    const inside = ['/bin/sh', '-c', 'echo "$AUTHRIG_JEKIMO_BASE_URL"'];
    const { exitCode, stdout } = authrig(['sandbox', 'exec', '--', ...inside]);
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/jekimo/)]);
    const missing = authrig(['sandbox', 'exec', '--', 'no-such-program']);
    expect(missing.exitCode).not.toBe(0);
    expect(missing.stderr).toContain('no-such-program');
  });

  test('says that it has no keychain, and keeps nothing in its place', () => {
    const kept = spawnSync(file, ['config', 'set', 'jekimo.apiKey', '--store', 'keychain'], {
      cwd: bare,
      env: environment({}),
      input: 'k-4711\n',
      encoding: 'utf8',
    });
    expect(kept.status).toBe(10);
    expect(kept.stderr).toContain('not installed: authrig as a single file comes without it.');
    expect(authrig(['config', 'list']).stdout).toMatch(/^jekimo\.apiKey +not set$/m);
    const { stdout } = authrig(['doctor', '--sandbox', '--json']);
    const { data } = JSON.parse(stdout) as { data: { checks: { name: string; detail: string }[] } };
    expect(data.checks.find(({ name }) => name === 'keychain')?.detail).toContain(
      'single file comes without it',
    );
  });

  test("records a customer's sign-in, and explains it", () => {
    const har = join(folder, 'case.har');
    const login = ['jekimo', 'login', '--sandbox', '--interval', '100ms', '--record', har];
    expect(authrig(login)).toMatchObject({ exitCode: 0 });
    expect(authrig(['explain', har])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('jekimo'),
    });
    expect(authrig(['replay', har, '--field', 'status'])).toMatchObject({ exitCode: 0, stdout: 'OK\n' });
  });

  test('NODE_OPTIONS is for others, and Node does not answer in its place', () => {
    const env = { NODE_OPTIONS: '--require=/no/such/module.js' };
    expect(authrig(['--version'], env)).toMatchObject({ exitCode: 0, stdout: `${version}\n` });
    expect(authrig(['--eval', '1'])).toMatchObject({ exitCode: 2, stdout: '' });
  });

  test('cleans up and ends with 130 where it is interrupted', async () => {
    const child = spawn(file, ['sandbox', 'start'], { cwd: bare, env: environment({}) });
    await once(child.stdout, 'data');
    const gone = once(child, 'close');
    child.kill('SIGINT');
    // A server that is asked to stop has done what it was to do.
    expect(await gone).toEqual([0, null]);
    const login = spawn(file, ['jekimo', 'login', '--sandbox', '--interval', '60s'], {
      cwd: bare,
      env: environment({}),
    });
    await once(login.stderr, 'data');
    const ended = once(login, 'close');
    login.kill('SIGINT');
    expect(await ended).toEqual([130, null]);
  });

  test('writes nothing where it is run, and comes with the licences of all that it contains', () => {
    expect(readdirSync(bare)).toEqual([]);
    expect(statSync(file).mode & 0o111).toBe(0o111);
    const licences = readFileSync(`${file}.licences.txt`, 'utf8');
    for (const name of ['LICENSE', 'dist/THIRD-PARTY-NOTICES.txt']) {
      expect(licences).toContain(readFileSync(join(root, name), 'utf8').trim());
    }
    expect(licences).toContain('Node.js is licensed for use as follows:');
  });

  test('a Node that can make none is one sentence', () => {
    const old = otherNode('n24') ?? process.execPath;
    const made = spawnSync(process.execPath, [script, '--node', old, join(folder, 'none')], {
      encoding: 'utf8',
    });
    expect([made.status, made.stdout, made.stderr]).toEqual([
      1,
      '',
      `A single file takes Node 26.9 or newer, and ${old} is none; name one with --node.\n`,
    ]);
    expect(readdirSync(folder)).not.toContain('none');
  });
});
