import { expect, test } from 'vitest';
import { closest } from '../../src/settings/closest.ts';

const names = ['jekimo.apiKey', 'jekimo.baseUrl', 'juvlon.apiKey', 'verifik.phone'];

test.each([
  ['jekimo.apikey', 'jekimo.apiKey'],
  ['jekimo.api-key', 'jekimo.apiKey'],
  ['juvlon.apiKy', 'juvlon.apiKey'],
  ['jekimo.url', 'jekimo.baseUrl'],
  ['verifik.hpone', 'verifik.phone'],
  ['', undefined],
  ['colour', undefined],
  ['x'.repeat(100_000), undefined],
])('F64: %s was meant as %s', (typed, meant) => {
  expect(closest(typed, names)).toBe(meant);
});
