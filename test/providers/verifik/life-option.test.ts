import { expect, test } from 'vitest';
import { lifeOption } from '../../../src/providers/verifik/life-option.ts';

const hour = 3_600_000;

test.each([
  ['0', 0],
  ['0s', 0],
  ['90', 90_000],
  ['1.5h', 1.5 * hour],
  ['1h30m', 1.5 * hour],
  ['1d2h3m4s', 26 * hour + 184_000],
  ['30d', 720 * hour],
  ['720h', 720 * hour],
  ['2592000', 720 * hour],
])('%s is %i ms', (text, milliseconds) => {
  expect(lifeOption('--min-ttl')(text)).toBe(milliseconds);
});

test.each(['', ' ', 'd', '30d1s', '721h', '9'.repeat(400), '1h1d', '0x10', '1 h', '.', '1.2.3s'])(
  '%j is refused, naming the option',
  (text) => {
    expect(() => lifeOption('--min-ttl')(text)).toThrow('--min-ttl does not take');
  },
);
