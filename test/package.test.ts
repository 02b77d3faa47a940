import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { root } from './helpers/sources.ts';

interface Locked {
  readonly resolved?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
}

function json<T>(...path: readonly string[]): T {
  return JSON.parse(readFileSync(join(root, ...path), 'utf8')) as T;
}

const manifest = json<{
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}>('package.json');
const { packages } = json<{ readonly packages: Readonly<Record<string, Locked>> }>('package-lock.json');
const locked = Object.entries(packages).filter(([path]) => path !== '');

/** What npm prints as JSON; a shell finds it on Windows too. */
function npm<T>(...args: readonly string[]): T {
  const shell = process.platform === 'win32';
  return JSON.parse(
    execFileSync('npm', args, { cwd: root, encoding: 'utf8', shell, maxBuffer: 2 ** 26 }),
  ) as T;
}

describe('S34: what is installed', () => {
  test('nothing is run at the installation', () => {
    const names = Object.keys(manifest.scripts);
    expect(names.filter((name) => /^(?:pre|post)?(?:install|prepare|uninstall)$/.test(name))).toEqual([]);
    const needed = locked.filter(([, { dev }]) => dev !== true);
    expect(needed.filter(([, { hasInstallScript }]) => hasInstallScript === true)).toEqual([]);
    expect(manifest.dependencies).toBeUndefined();
  });

  test('every package of the lock file is from the registry, under a checksum', () => {
    expect(locked.length).toBeGreaterThan(100);
    for (const [path, { resolved, integrity }] of locked) {
      // Without an address it is the registry of who installs; another address would be a file or a repository.
      expect([path, resolved ?? 'https://registry.npmjs.org/']).toEqual([
        path,
        expect.stringMatching(/^https:\/\/registry\.npmjs\.org\//),
      ]);
      expect([path, integrity]).toEqual([path, expect.stringMatching(/^sha512-/)]);
    }
  });

  test('npm sbom names every package of which code is published', { timeout: 60_000 }, () => {
    const { components } = npm<{ components: { name: string; version: string }[] }>(
      'run',
      '--silent',
      'sbom',
    );
    const known = new Set(components.map(({ name, version }) => `${name} ${version}`));
    const notices = readFileSync(join(root, 'dist/THIRD-PARTY-NOTICES.txt'), 'utf8');
    const bundled = [...notices.matchAll(/^(\S+ \d\S*) \(.+\)$/gm)].map(([, name = '']) => name);
    expect(bundled.length).toBeGreaterThan(50);
    expect(bundled.filter((name) => !known.has(name))).toEqual([]);
  });
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

  test('no file tells where it was built, or where its map would be', () => {
    for (const path of paths) {
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
