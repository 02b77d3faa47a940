import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../helpers/built.ts';
import { root } from '../helpers/sources.ts';

interface Packed {
  readonly shasum: string;
  readonly files: readonly { readonly path: string }[];
}

/** Packs what is built, without building it again under the other tests. */
function pack(): Packed {
  const target = temporaryFolder();
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', target];
  const [packed] = JSON.parse(execFileSync('npm', args, { cwd: root, encoding: 'utf8' })) as Packed[];
  if (packed === undefined) throw new Error('npm packed nothing');
  return packed;
}

describe('S35: the package', () => {
  let packed: Packed;
  beforeAll(() => {
    packed = pack();
  }, 60_000);

  test('holds the program and its papers, and nothing else', () => {
    const paths = packed.files.map(({ path }) => path);
    const strange = paths.filter(
      (path) =>
        !/^(?:bin\/authrig\.js|dist\/(?:library\/)?[\w.-]+\.(?:js|d\.ts)|dist\/examples\/[\w-]+\.yaml|README\.md|LICENSE|package\.json)$/.test(
          path,
        ),
    );
    expect(strange).toEqual([]);
    expect(paths.length).toBeGreaterThan(20);
  });

  test('tells nothing of the machine that built it', () => {
    const texts = packed.files.map(({ path }) => readFileSync(join(root, path), 'utf8'));
    for (const text of texts) {
      expect(text).not.toContain(root);
      expect(text).not.toMatch(/sourceMappingURL/);
    }
  });

  test('is the same to the last byte when it is packed again', () => {
    expect(pack().shasum).toBe(packed.shasum);
  }, 60_000);
});
