import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { root } from './helpers/sources.ts';

/** What npm prints as JSON; a shell finds it on Windows too. */
function npm<T>(...args: readonly string[]): T {
  const shell = process.platform === 'win32';
  return JSON.parse(
    execFileSync('npm', args, { cwd: root, encoding: 'utf8', shell, maxBuffer: 2 ** 26 }),
  ) as T;
}

test('S34: npm sbom names every package of which code is published', { timeout: 60_000 }, () => {
  const { components } = npm<{ components: { name: string; version: string }[] }>('run', '--silent', 'sbom');
  const known = new Set(components.map(({ name, version }) => `${name} ${version}`));
  const notices = readFileSync(join(root, 'dist/THIRD-PARTY-NOTICES.txt'), 'utf8');
  const bundled = [...notices.matchAll(/^(\S+ \d\S*) \(.+\)$/gm)].map(([, name = '']) => name);
  expect(bundled.length).toBeGreaterThan(50);
  expect(bundled.filter((name) => !known.has(name))).toEqual([]);
});

describe('S35: what is published', () => {
  let packed: { readonly files: { path: string; mode: number }[]; readonly unpackedSize: number };
  let paths: string[];
  beforeAll(() => {
    [packed] = npm<[typeof packed]>('pack', '--dry-run', '--json', '--ignore-scripts');
    paths = packed.files.map(({ path }) => path).toSorted();
  }, 60_000);

  test('the program, its library, its examples and what people read, and nothing else', () => {
    expect(paths.filter((path) => !path.startsWith('dist/') && !path.startsWith('completions/'))).toEqual([
      'LICENSE',
      'README.md',
      'bin/authrig.js',
      'package.json',
    ]);
    const inDist = paths.filter((path) => path.startsWith('dist/') && !/^dist\/[\w-]+\.js$/.test(path));
    expect(inDist.filter((path) => !/^dist\/examples\/[a-z-]+\.yaml$/.test(path))).toEqual([
      'dist/THIRD-PARTY-NOTICES.txt',
      'dist/library/sandbox.d.ts',
      'dist/library/sandbox.js',
    ]);
  });

  test('at most 5 MB, and one program that may be started', () => {
    expect(packed.unpackedSize).toBeLessThan(5_000_000);
    const programs = packed.files.filter(({ mode }) => (mode & 0o111) !== 0);
    expect(programs.map(({ path }) => path)).toEqual(['bin/authrig.js']);
  });

  test('no code tells where it was built, or where its map would be', () => {
    for (const path of paths.filter((each) => /^(?:bin|dist)\//.test(each))) {
      const text = readFileSync(join(root, path), 'latin1');
      expect(text.includes('sourceMappingURL='), path).toBe(false);
      expect(text.includes(root), path).toBe(false);
      expect(
        /\/(?:home|Users|root|tmp)\/[a-z]+\/|node_modules\/\.dist/.exec(text)?.[0],
        path,
      ).toBeUndefined();
    }
  });
});
