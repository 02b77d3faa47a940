import { spawnSync } from 'node:child_process';
import { isBuiltin } from 'node:module';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { installed } from '../helpers/built.ts';
import { root } from '../helpers/sources.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

/** A project of somebody else, with authrig as it is installed, and the tools that a TypeScript project has. */
function project(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  const tools = ['vitest', '@types/node'].map((name) => [name, join(root, 'node_modules', name)] as const);
  for (const [name, target] of [['authrig', installed()] as const, ...tools]) {
    const place = join(folder, 'node_modules', name);
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(target, place, 'junction');
  }
  const manifest = JSON.stringify({ name: 'portal', private: true, type: 'module' });
  for (const [name, text] of Object.entries({ 'package.json': manifest, ...files }))
    writeFileSync(join(folder, name), text);
  return folder;
}

interface Run {
  readonly status: number | null;
  readonly output: string;
}

/** Runs a script of Node in the folder, away from the variables of this test run. */
function node(folder: string, ...args: readonly string[]): Run {
  const { PATH = '' } = process.env;
  const env = { PATH, HOME: folder, CI: 'true', NO_COLOR: '1' };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: folder,
    env,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, output: stdout + stderr };
}

/** The example of the README, letter for letter. */
function readmeExample(): string {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const [, example = ''] = /\n## In your own tests\n[^]*?\n```ts\n([^]*?)```\n/.exec(readme) ?? [];
  return example;
}

/** As strict as a project can be, and declarations of packages are checked too. */
function checked(folder: string, compilerOptions: object): Run {
  const strict = { strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true };
  const options = { ...strict, noEmit: true, skipLibCheck: false, types: ['node'], ...compilerOptions };
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: options, include: ['*.ts'] }),
  );
  return node(folder, join(root, 'node_modules/typescript/bin/tsc'));
}

const typed = `import { type FaultSpec, startSandbox } from 'authrig/sandbox';

export async function uses(): Promise<string> {
  await using sandbox = await startSandbox({ port: 0, clock: { at: new Date(0), frozen: true } });
  const fault: FaultSpec = { kind: 'latency', ms: 20 };
  await sandbox.faults.add(fault);
  const key: string = sandbox.settings['jekimo.apiKey'];
  // @ts-expect-error there is no such setting
  const nothing: unknown = sandbox.settings['jekimo.nothing'];
  // @ts-expect-error there is no such kind
  await sandbox.faults.add({ kind: 'earthquake' });
  // @ts-expect-error a clock is moved by a duration
  await sandbox.clock.advance(new Date());
  const { code } = await sandbox.outbox.waitFor({ to: '+1' }, { timeoutMs: 10 });
  return [code, key, String(nothing)].join();
}
`;

describe('the library, installed in another project', () => {
  test('the example of the README passes under vitest', { timeout: 60_000 }, () => {
    const folder = project({ 'portal.test.ts': readmeExample() });
    const { status, output } = node(folder, join(root, 'node_modules/vitest/vitest.mjs'), 'run');
    expect(output).toMatch(/Tests +4 passed \(4\)/);
    expect(status).toBe(0);
  });

  test.each([
    ['a bundler', { module: 'preserve', target: 'es2022', lib: ['es2022'] }],
    ['Node itself', { module: 'nodenext', target: 'es2022', lib: ['es2022'] }],
  ])('its types hold for %s, and take nothing that is wrong', { timeout: 60_000 }, (_name, options) => {
    const folder = project({ 'portal.test.ts': readmeExample(), 'typed.ts': typed });
    expect(checked(folder, options)).toEqual({ status: 0, output: '' });
  });

  test('a test under node --test ends by itself, also with a wait left open', { timeout: 60_000 }, () => {
    const folder = project({
      'portal.test.js': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startSandbox } from 'authrig/sandbox';

test('two at once', async () => {
  const [one, other] = await Promise.all([startSandbox(), startSandbox()]);
  assert.notEqual(one.url, other.url);
  const answer = await fetch(one.settings['juvlon.baseUrl'] + '/v4/verifyOneTimeCode', {
    method: 'POST',
    body: JSON.stringify({ apiKey: one.settings['juvlon.apiKey'], token: 'OJUWLB', otp: '9078' }),
  });
  assert.equal((await answer.json()).verify, 'true');
  assert.deepEqual([one.requests().length, other.requests().length], [1, 0]);
  one.outbox.waitFor({ to: 'nobody' }, { timeoutMs: 600_000 }).catch(() => {});
  await Promise.all([one.close(), other.close()]);
});
`,
    });
    const { status, output } = node(folder, '--test', '--test-reporter=tap', 'portal.test.js');
    expect(output).toMatch(/^# pass 1$/m);
    expect(status).toBe(0);
  });

  test('it is one file of its own, and its types are another', () => {
    const folder = join(installed(), 'dist/library');
    const code = readFileSync(join(folder, 'sandbox.js'), 'utf8');
    const targets = [
      ...code.matchAll(/(?:\bfrom|^import|\bimport\(|\brequire\()\s*["'`]([\w:/.-]+)["'`]/gm),
    ].map(([, target]) => target);
    expect(targets).toContain('node:http');
    expect(targets.filter((target = '') => !isBuiltin(target))).toEqual([]);
    expect(code).not.toContain('commander.helpDisplayed');
    expect(readFileSync(join(folder, 'sandbox.d.ts'), 'utf8')).not.toMatch(/^import|\bimport\(|\.ts['"]/m);
  });
});
