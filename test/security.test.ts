import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createVisitors } from '../src/sandbox/portal/visitors.ts';
import { randomBytes } from 'node:crypto';
import { readSources, root } from './helpers/sources.ts';

interface Row {
  readonly id: string;
  readonly files: readonly string[];
  readonly text: string;
}

/** The table of SECURITY.md: a number, what is checked, and where, or why not. */
function rowsOf(text: string): Row[] {
  return [...text.matchAll(/^\| (S\d\d) \|(.*)\|([^|]*)\|$/gm)].map(([, id = '', , where = '']) => ({
    id,
    files: [...where.matchAll(/`(test\/[^`]+)`/g)].map(([, file = '']) => file),
    text: where.trim(),
  }));
}

/** Rows that name a file where the number is not found, and rows that name none and give no reason. */
function wrongRows(rows: readonly Row[], read: (file: string) => string): string[] {
  return rows.flatMap(({ id, files, text }) => {
    if (files.length === 0)
      return /^Does not apply: .{20}/.test(text) ? [] : [`${id} has no test and no reason`];
    return files
      .filter((file) => !new RegExp(`${id}\\b`).test(read(file)))
      .map((file) => `${id} is not in ${file}`);
  });
}

const read = (file: string): string =>
  existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : '';

describe('S40: .github/SECURITY.md', () => {
  const text = read('.github/SECURITY.md');
  const rows = rowsOf(text);

  test('has a row for each of the forty checks', () => {
    const ids = Array.from({ length: 40 }, (_, at) => `S${String(at + 1).padStart(2, '0')}`);
    expect(rows.map(({ id }) => id)).toEqual(ids);
  });

  test('names tests that hold the number, or the reason why there is none', () => {
    expect(wrongRows(rows, read)).toEqual([]);
    const [row] = rowsOf('| S03 | what | `test/answers.test.ts` |');
    expect(wrongRows([row!], read)).toEqual(['S03 is not in test/answers.test.ts']);
    expect(wrongRows(rowsOf('| S03 | what | later |'), read)).toEqual(['S03 has no test and no reason']);
  });

  test('says what each of those who might attack can get, and what they can not', () => {
    for (const who of ['same user', 'root', 'CI log', 'malicious provider', 'malicious web page'])
      expect(text).toMatch(new RegExp(`^### .*${who}`, 'im'));
    expect(text.match(/\*\*Can\*\*/g)).toHaveLength(5);
    expect(text.match(/\*\*Can't\*\*/g)).toHaveLength(5);
  });
});

describe('S09: what must not be guessed', () => {
  test('is drawn from cryptographic randomness alone', () => {
    const users = readSources().filter(({ words }) => words.has('Math.random'));
    expect(users.map(({ path }) => path)).toEqual([]);
  });

  test("the portal's cookies are 128 bits each, and of 10,000 no two are the same", () => {
    const visitors = createVisitors((count) => randomBytes(count), '4000', '/');
    const ids = Array.from({ length: 10_000 }, () => /=([\da-f]+);/.exec(visitors.create().setCookie)?.[1]);
    expect(new Set(ids).size).toBe(10_000);
    expect(ids.every((id) => id?.length === 32)).toBe(true);
  });
});

describe('S34: what is installed', () => {
  const manifest = JSON.parse(read('package.json')) as {
    readonly scripts: Record<string, string>;
    readonly optionalDependencies: Record<string, string>;
    readonly devDependencies: Record<string, string>;
  };
  const lock = JSON.parse(read('package-lock.json')) as {
    readonly packages: Record<
      string,
      {
        readonly integrity?: string;
        readonly resolved?: string;
        readonly dev?: true;
        readonly hasInstallScript?: true;
      }
    >;
  };
  const packages = Object.entries(lock.packages).filter(([path]) => path !== '');

  test('is pinned: each version exact, each file with its hash, from the registry alone', () => {
    const versions = [
      ...Object.values(manifest.devDependencies),
      ...Object.values(manifest.optionalDependencies),
    ];
    expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
    const loose = packages.filter(
      ([, { integrity, resolved }]) =>
        integrity?.startsWith('sha512-') !== true ||
        (resolved !== undefined && !resolved.startsWith('https://registry.npmjs.org/')),
    );
    expect(loose.map(([path]) => path)).toEqual([]);
  });

  test('with the package: one library and its binaries, none of which runs a script', () => {
    const shipped = packages
      .filter(([, { dev }]) => dev !== true)
      .map(([path]) => path.replace('node_modules/', ''));
    expect(shipped.filter((name) => !name.startsWith('@napi-rs/keyring'))).toEqual([]);
    const scripts = packages.filter(
      ([, { dev, hasInstallScript }]) => dev !== true && hasInstallScript === true,
    );
    expect(scripts).toEqual([]);
    for (const hook of ['preinstall', 'install', 'postinstall', 'prepare'])
      expect(manifest.scripts[hook]).toBeUndefined();
  });
});
