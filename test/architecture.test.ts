import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readSources, root, type Source, sourceOf } from './helpers/sources.ts';

const sources = readSources();

/** Each library and the one file that may import it by value. */
const homes: Readonly<Record<string, string>> = {
  chalk: 'terminal/terminal.ts',
  ora: 'terminal/terminal.ts',
  '@inquirer/prompts': 'terminal/prompter.ts',
  'qrcode-terminal': 'terminal/qr.ts',
  uqr: 'terminal/qr-file.ts',
  pngjs: 'terminal/png.ts',
  jsqr: 'terminal/qr-image.ts',
  'jpeg-js': 'terminal/jpeg.ts',
  commander: 'program.ts',
  conf: 'settings/store.ts',
  'proper-lockfile': 'settings/lock.ts',
  got: 'http/http.ts',
  hpagent: 'http/proxy.ts',
  valibot: 'http/contract.ts',
  yaml: 'scenario/yaml.ts',
  '@valibot/to-json-schema': 'sandbox/control/openapi.ts',
  open: 'flow/browser.ts',
  '@napi-rs/keyring': 'settings/keychain.ts',
  otpauth: 'totp/totp.ts',
  'csv-parse': 'commands/smoke/key-rows.ts',
};

const isLibrary = (target: string) =>
  !target.endsWith('.ts') && !target.endsWith('.json') && !target.startsWith('node:');

function strayLibraries(files: readonly Source[]): string[] {
  return files.flatMap(({ path, imports }) =>
    imports
      .filter(({ target, kind }) => kind !== 'type' && isLibrary(target) && homes[target] !== path)
      .map(({ target }) => `${path} imports ${target}`),
  );
}

/** What only the composition roots may say; the same words behind a context, a machine or a clock are what the rule asks for. */
const machineWords = [
  /^process\./,
  /^performance\./,
  /^Date\.now$/,
  /^new Date\(\)$/,
  /^Math\.random$/,
  /^AbortSignal\.timeout$/,
  /^crypto\.|^webcrypto\./,
  /^set(?:Timeout|Interval|Immediate)\(\)$/,
];
const machineModules = new Set(['node:process', 'node:timers', 'node:timers/promises', 'node:perf_hooks']);
const randomness = new Set(['randomBytes', 'randomUUID', 'randomInt', 'randomFillSync', 'webcrypto']);

/** The library takes its clock and its bytes from the machine, and never sees the process that it runs in. */
function isAllowed(path: string, word: string): boolean {
  if (path === 'real-clock.ts') return /^(?:Date\.now|process\.hrtime|setTimeout\(\))$/.test(word);
  if (path === 'library.ts') return word === 'randomBytes' || word === 'real-clock.ts';
  return path === 'main.ts';
}

function machineUsers(files: readonly Source[]): string[] {
  return files.flatMap(({ path, words, imports }) => {
    const spoken = [...words].filter((word) => machineWords.some((forbidden) => forbidden.test(word)));
    const modules = imports.filter(
      ({ target, kind }) => kind !== 'type' && (machineModules.has(target) || target === 'real-clock.ts'),
    );
    const random = imports.flatMap(({ target, names }) => (target === 'node:crypto' ? names : []));
    const drawn = random.filter((name) => randomness.has(name));
    return [...spoken, ...modules.map(({ target }) => target), ...drawn]
      .filter((found) => !isAllowed(path, found))
      .map((found) => `${path}: ${found}`);
  });
}

function strangeNeighbours(files: readonly Source[]): string[] {
  return files.flatMap(({ path, imports }) => {
    const provider = /^providers\/([^/]+)\//.exec(path)?.[1];
    return imports
      .filter(({ target }) => {
        const other = /^providers\/([^/]+)\//.exec(target)?.[1];
        if (provider === undefined) return other !== undefined && path !== 'providers/index.ts';
        if (other !== undefined && other !== provider) return true;
        if (!/^providers\/[^/]+\/(?:sandbox|portal)(?:\.ts$|\/)/.test(path)) return false;
        return (
          /\/(?:api|flow|announce|verdict)\.ts$|\/commands\//.test(target) ||
          /^(?:http\/(?:http|call)\.ts|flow\/)/.test(target)
        );
      })
      .map(({ target }) => `${path} imports ${target}`);
  });
}

/** Every chain of value imports that comes back to where it began, as its members in order. */
function cycles(files: readonly Source[]): string[] {
  const graph = new Map(
    files.map(({ path, imports }) => [
      path,
      imports.filter(({ kind }) => kind === 'value').map(({ target }) => target),
    ]),
  );
  const found = new Set<string>();
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) found.add([...trail.slice(trail.indexOf(path)), path].join(' -> '));
    else if (!done.has(path)) {
      for (const target of graph.get(path) ?? []) visit(target, [...trail, path]);
      done.add(path);
    }
  };
  for (const { path } of files) visit(path, []);
  return [...found];
}

/** What is loaded, by value and not on demand, before any command runs. */
function loadedToDeclare(files: readonly Source[]): string[] {
  const byPath = new Map(files.map((source) => [source.path, source]));
  const declaring = files.filter(({ path }) =>
    /^(?:providers\/[^/]+|commands\/[^/]+|providers\/[^/]+\/commands|commands)\/index\.ts$/.test(path),
  );
  const reached = new Set<string>();
  const visit = (path: string): void => {
    if (reached.has(path)) return;
    reached.add(path);
    for (const { target, kind } of byPath.get(path)?.imports ?? []) if (kind === 'value') visit(target);
  };
  for (const path of ['run.ts', ...declaring.map((source) => source.path)]) visit(path);
  return [...reached].filter((target) => isLibrary(target));
}

describe('the import rules', () => {
  test('1. each library has one home', () => {
    expect(strayLibraries(sources)).toEqual([]);
    expect(strayLibraries([sourceOf('flow/poll.ts', "import got from 'got';")])).toEqual([
      'flow/poll.ts imports got',
    ]);
    expect(strayLibraries([sourceOf('flow/poll.ts', "const x = await import('ora');")])).toHaveLength(1);
    expect(strayLibraries([sourceOf('flow/poll.ts', "import type { Options } from 'got';")])).toEqual([]);
  });

  test('1. every home lives where it is said to, and every dependency is bundled but the one that may be left out', () => {
    for (const [library, home] of Object.entries(homes)) {
      const imports = sources.find(({ path }) => path === home)?.imports ?? [];
      expect(
        imports.some(({ target, kind }) => target === library && kind !== 'type'),
        `${library} in ${home}`,
      ).toBe(true);
    }
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, unknown>;
    expect(manifest['dependencies']).toBeUndefined();
    // Native code can't be bundled; who does without the keychain does without the library.
    expect(Object.keys(manifest['optionalDependencies'] as object)).toEqual(['@napi-rs/keyring']);
  });

  test('2. the process, real clocks, timers and randomness are seen in the composition roots alone', () => {
    expect(machineUsers(sources)).toEqual([]);
    for (const line of [
      'process.exit(1);',
      'const now = Date.now();',
      'const now = new Date();',
      'setTimeout(() => {}, 5);',
      "import { randomUUID } from 'node:crypto';",
      "import process from 'node:process';",
      "import { randomBytes } from 'node:crypto';",
      "import { setTimeout as sleep } from 'node:timers/promises';",
      'const signal = AbortSignal.timeout(5);',
      "import { realClock } from '../real-clock.ts';",
    ]) {
      expect(machineUsers([sourceOf('flow/poll.ts', line)]), line).not.toEqual([]);
    }
    expect(machineUsers([sourceOf('library.ts', "process.once('SIGINT', () => {});")])).toHaveLength(1);
    expect(machineUsers([sourceOf('real-clock.ts', 'const where = process.cwd();')])).toHaveLength(1);
    expect(machineUsers([sourceOf('flow/poll.ts', 'const at = new Date(clock.now()); // process')])).toEqual(
      [],
    );
  });

  test("3. providers don't know each other, and neither sandbox nor portal knows the client", () => {
    expect(strangeNeighbours(sources)).toEqual([]);
    expect(
      strangeNeighbours([sourceOf('providers/jekimo/api.ts', "import { x } from '../juvlon/contract.ts';")]),
    ).toHaveLength(1);
    expect(
      strangeNeighbours([sourceOf('providers/jekimo/sandbox.ts', "import { x } from './api.ts';")]),
    ).toHaveLength(1);
    expect(
      strangeNeighbours([sourceOf('providers/ekyc/portal/backend.ts', "import { x } from '../api.ts';")]),
    ).toHaveLength(1);
    expect(
      strangeNeighbours([
        sourceOf('providers/jekimo/sandbox.ts', "import type { x } from './commands/login.ts';"),
      ]),
    ).toHaveLength(1);
    expect(
      strangeNeighbours([sourceOf('flow/poll.ts', "import { x } from '../providers/jekimo/api.ts';")]),
    ).toHaveLength(1);
    expect(
      strangeNeighbours([sourceOf('providers/jekimo/sandbox.ts', "import { x } from './contract.ts';")]),
    ).toEqual([]);
  });

  test('4. value imports form no cycle', () => {
    expect(cycles(sources)).toEqual([]);
    const a = sourceOf('a.ts', "import { b } from './b.ts';");
    expect(cycles([a, sourceOf('b.ts', "import { a } from './a.ts';")])).toHaveLength(1);
    expect(cycles([a, sourceOf('b.ts', "import type { A } from './a.ts';")])).toEqual([]);
  });

  test('5. declaring commands loads no library but commander', () => {
    expect(loadedToDeclare(sources)).toEqual(['commander']);
    const heavy = sourceOf('providers/jekimo/index.ts', "import { contract } from './contract.ts';");
    const contract = sourceOf('providers/jekimo/contract.ts', "import * as v from 'valibot';");
    expect(loadedToDeclare([heavy, contract])).toEqual(['valibot']);
  });
});

describe('the house rules', () => {
  test('no room is named after nothing', () => {
    const vague = sources.filter(({ path }) =>
      /(?:^|\/)(?:utils?|helpers?|common|managers?|misc)(?:\/|\.ts$)/.test(path),
    );
    expect(vague.map(({ path }) => path)).toEqual([]);
  });

  test('no file is a hall: 300 lines at the most', () => {
    const long = sources.filter(({ lines }) => lines > 300);
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  test('S15: no provider data reaches a shell: only a command that the user named does', () => {
    const shells = sources.filter(({ imports }) =>
      imports.some(({ target }) => target === 'node:child_process'),
    );
    expect(
      shells
        .map(({ path }) => path)
        .filter(
          (path) =>
            !/^flow\/(?:sources\/|browser\.ts$)|^commands\/sandbox\/|^settings\/keychain-process\.ts$/.test(
              path,
            ),
        ),
    ).toEqual([]);
  });
});
