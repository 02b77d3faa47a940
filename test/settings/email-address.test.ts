import { expect, test } from 'vitest';
import { checkEmail } from '../../src/settings/email-address.ts';
import { processorMs } from '../helpers/processor-time.ts';

test.each([
  'customer@example.com',
  'first.last+tag@mail.example.co',
  "o'brien@xn--bcher-kva.example",
  `${'a'.repeat(64)}@example.com`,
])('%s is an address', (value) => {
  expect(checkEmail(value)).toBe(true);
});

test.each([
  '',
  'customer',
  'customer@',
  '@example.com',
  'customer@localhost',
  'a@b@example.com',
  'a b@example.com',
  'a..b@example.com',
  '.a@example.com',
  'a@-example.com',
  'a@example..com',
  'a@example.com\r\nBcc: b@example.com',
  'a@example.com\n',
  'Customer <a@example.com>',
  'a@example.com,b@example.com',
  'kunde@bücher.example',
  `${'a'.repeat(65)}@example.com`,
  `a@${'b'.repeat(60)}.${'c.'.repeat(120)}com`,
])('F40: %j is none', (value) => {
  expect(checkEmail(value)).toEqual(expect.any(String));
});

/** Well above what the slowest machine needs for linear work, and far below what quadratic work takes. */
const patienceMs = 2000;

test('S18: a long address is judged at once', () => {
  const taken = processorMs(() => {
    for (const value of [`${'a.'.repeat(50_000)}@`, `a@${'b-'.repeat(50_000)}`, 'a'.repeat(100_000)])
      checkEmail(value);
    for (const value of [`${'a.'.repeat(100)}`, `a@${'b-'.repeat(120)}`, `a@${'b.'.repeat(120)}`])
      checkEmail(value);
  });
  expect(taken).toBeLessThan(patienceMs);
});
