import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../helpers/sources.ts';

const numbers = Array.from({ length: 70 }, (_, index) => `F${String(index + 1).padStart(2, '0')}`);

/** The numbers in the names of the tests below a folder of `test`. */
function namedIn(folder: string): string[] {
  const files = (readdirSync(join(root, 'test', folder), { recursive: true }) as string[]).filter((name) =>
    name.endsWith('.test.ts'),
  );
  return files.flatMap((name) => {
    const text = readFileSync(join(root, 'test', folder, name), 'utf8');
    return [...text.matchAll(/['`"](?:[A-Z]+\d*-?\d*,? )*(?:F\d{2}[,:]? ?)+/g)].flatMap(
      ([found]) => found.match(/F\d{2}/g) ?? [],
    );
  });
}

/** The numbers that the README says are not here at all. */
function leftOut(): string[] {
  const text = readFileSync(join(root, 'test/built/battery/README.md'), 'utf8');
  return [...text.matchAll(/^\| (F\d{2}) \| all of it \|/gm)].map(([, number = '']) => number);
}

test('every number has a test of the built binary, or a line that says why not', () => {
  const named = new Set([...namedIn('built'), ...namedIn('system')]);
  const missing = numbers.filter((number) => !named.has(number));
  expect(missing).toEqual(leftOut().toSorted());
});
