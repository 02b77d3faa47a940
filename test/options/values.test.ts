import { describe, expect, test } from 'vitest';
import { durationOption, integerOption, shareOption, textOption } from '../../src/options/values.ts';

const refused = expect.objectContaining({
  kind: 'usage',
  message: expect.stringMatching(/^--x does not take "/),
});

describe('a duration', () => {
  const read = durationOption('--x');

  test.each([
    ['90', 90_000],
    ['0.25', 250],
    ['90s', 90_000],
    ['1h30m', 5_400_000],
    ['100ms', 100],
    ['24d', 2_073_600_000],
  ])('%s', (text, milliseconds) => {
    expect(read(text)).toBe(milliseconds);
  });

  test.each(['', '0', '-1', '0s', 'soon', '1y', '25d', '1e9', 'NaN'])('%j is none', (text) => {
    expect(() => read(text)).toThrow(refused);
  });

  test.each(['0', '0s', '30d', '720h', '2592000'])('up to a month, 0 included: %s', (text) => {
    expect(durationOption('--x', 30 * 86_400_000, 0)(text)).toBe(text.startsWith('0') ? 0 : 30 * 86_400_000);
  });

  test.each(['30d1s', '721h', '0.4ms', '1.2.3s', '.', '9'.repeat(400)])('beyond that: %j', (text) => {
    expect(() => durationOption('--x', 30 * 86_400_000)(text)).toThrow(refused);
  });

  test('may have a bound of its own', () => {
    expect(durationOption('--x', 1000)('1s')).toBe(1000);
    expect(() => durationOption('--x', 1000)('1001ms')).toThrow(refused);
  });
});

test.each(['0', '7', '10'])('a whole number within bounds: %s', (text) => {
  expect(integerOption('--x', 0, 10)(text)).toBe(Number(text));
});

test.each(['-1', '11', '1.5', '', ' 1', '0x1', '1e1', '9'.repeat(20)])(
  'no whole number within bounds: %j',
  (text) => {
    expect(() => integerOption('--x', 0, 10)(text)).toThrow(refused);
  },
);

test.each(['0', '0.2', '1'])('a share: %s', (text) => {
  expect(shareOption('--x')(text)).toBe(Number(text));
});

test.each(['', '-0.1', '1.1', '2', '.5', '1e-1'])('no share: %j', (text) => {
  expect(() => shareOption('--x')(text)).toThrow(refused);
});

test.each(['a', '-', '-5', ' a ', '--'])('a text: %j', (text) => {
  expect(textOption('--x')(text)).toBe(text);
});

test.each(['', ' ', '\n', '--json', '--otp=1'])('no text, but nothing or the next option: %j', (text) => {
  expect(() => textOption('--x')(text)).toThrow(refused);
});
