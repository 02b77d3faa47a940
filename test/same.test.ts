import { expect, test } from 'vitest';
import { isSame } from '../src/same.ts';

test('EKY-28: texts are the same to the last character, or not', () => {
  expect(isSame('abc', 'abc')).toBe(true);
  for (const other of ['abd', 'ab', 'abcd', '', 'ABC']) expect(isSame('abc', other)).toBe(false);
});
