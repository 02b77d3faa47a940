import { array, assert, dictionary, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseExactly } from '../../src/http/exact-json.ts';

describe('F16: whole numbers beyond 2^53', () => {
  test.each([
    ['9007199254740993', '9007199254740993'],
    ['-9007199254740993', '-9007199254740993'],
    ['{"id":12345678901234567890}', { id: '12345678901234567890' }],
    ['[1, 123456789012345678901,2]', [1, '123456789012345678901', 2]],
  ])('%s is kept exact', (text, value) => {
    expect(parseExactly(text)).toEqual(value);
  });

  test.each([
    '9007199254740991',
    '-9007199254740991',
    '0.12345678901234567890',
    '12345678901234567890.5',
    '1e-1234567890123456789',
    '12345678901234567890e2',
    '1234567890123456789E+2',
    '"12345678901234567890"',
    '"a quote \\" and 12345678901234567890"',
    '{"12345678901234567890":"\\\\","b":"12345678901234567890"}',
  ])('%s is read as ever', (text) => {
    expect(parseExactly(text)).toEqual(JSON.parse(text));
  });

  test.each([
    '012345678901234567890',
    '12345678901234567890-',
    '[12345678901234567890',
    '--9007199254740993',
  ])('%s stays broken', (text) => {
    expect(() => parseExactly(text)).toThrow(SyntaxError);
  });

  test('whatever a text holds, it is no number', () => {
    assert(
      property(dictionary(string(), array(string())), string(), (members, tail) => {
        const value = { ...members, last: `${tail}1234567890123456789` };
        expect(parseExactly(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test('ten megabytes of quotes and digits are one pass', () => {
    const text = JSON.stringify('\\"'.repeat(1_000_000) + '9'.repeat(5_000_000));
    expect(parseExactly(text) === JSON.parse(text)).toBe(true);
  });
});
