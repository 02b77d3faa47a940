import { describe, expect, test } from 'vitest';
import { CliError } from '../../src/errors.ts';
import { checkCode, findCodes, normaliseCode, onlyCode, parseMatch } from '../../src/flow/code.ts';

const six = { minLength: 6, maxLength: 6 };
const refused = () => normaliseCode('98765', six, '--authenticator-otp-from');

describe('F38: a typed code', () => {
  test.each([
    ['123456'],
    [' 123 456\n'],
    ['123-456'],
    ['123–456'],
    ['123\u00A0456\r\n'],
    ['１２３４５６'],
    ['１２３－４５６'],
    ['\uFEFF123456'],
    ['1 2 3 4 5 6'],
  ])('%j is 123456', (text) => {
    expect(normaliseCode(text, six)).toBe('123456');
  });

  test('ALL-08: keeps leading zeros', () => {
    expect(normaliseCode('001 234', six)).toBe('001234');
    expect(normaliseCode('０000', undefined)).toBe('0000');
  });

  test.each([
    ['12345', '6 digits, not 5'],
    ['1234567', '6 digits, not 7'],
    ['12345a', 'digits only'],
    ['12345!', 'digits only'],
    ['', 'empty'],
    [' - ', 'empty'],
    ['7'.repeat(10_240), 'too long'],
    ['123\u0000456', 'digits only'],
    ['١٢٣٤٥٦', 'digits only'],
  ])('%j is refused: %s', (text, problem) => {
    const checked = checkCode(text, six);
    expect(checked).toEqual({ problem: expect.stringContaining(problem) });
  });

  test('letters pass where the shape has them, and keep their case', () => {
    expect(normaliseCode(' aB-12 ', { digitsOnly: false })).toBe('aB12');
    expect(checkCode('aB_12', { digitsOnly: false })).toHaveProperty('problem');
  });

  test('the refusal names the option and not the code', () => {
    expect(refused).toThrow(CliError);
    expect(refused).toThrow(/--authenticator-otp-from/);
    expect(refused).not.toThrow(/98765/);
  });
});

describe('codes in a text', () => {
  test.each([
    ['Your Elixir code is 83012. It is valid for 10 minutes.', ['83012']],
    ['G-482913 is your code', ['482913']],
    ['code=482913', ['482913']],
    ['482913\n', ['482913']],
    ['482913, again: 482913', ['482913']],
    ['123 456', ['123 456']],
    ['Code: 123-456.', ['123-456']],
    ['2026-01-31 12:30:00 waiting', []],
    ['call +15551234567 or pay 1234.56', []],
    ['https://mail.test/m/1234567', []],
    ['ref AB12345C', []],
    ['123', []],
    ['１２３４５６', ['123456']],
    ['code 111111, before it 222222', ['111111', '222222']],
    ['111111 222222', ['111111', '222222']],
  ])('%j holds %j', (text, codes) => {
    expect(findCodes(text, {})).toEqual(codes);
  });

  test('the shape of the code decides which groups count', () => {
    expect(findCodes('In 2026 the code is 482913', { shape: six })).toEqual(['482913']);
    expect(findCodes('code 123456789012', { shape: { minLength: 4, maxLength: 12 } })).toEqual([
      '123456789012',
    ]);
  });

  test('a code with letters stands alone, or is the one word with a digit', () => {
    const shape = { digitsOnly: false };
    expect(findCodes(' AB12cd \n', { shape })).toEqual(['AB12cd']);
    expect(findCodes('Your code is AB12cd.', { shape })).toEqual(['AB12cd']);
    expect(findCodes('Your code is 9078', { shape })).toEqual(['9078']);
    expect(findCodes('Your code is AB12cd, room 4711', { shape })).toEqual(['AB12cd', '4711']);
    expect(findCodes('No code today', { shape })).toEqual([]);
  });

  test('a sentence is never squeezed into a code', () => {
    const shape = { digitsOnly: false };
    expect(checkCode('your code is 9078', shape)).toHaveProperty('problem');
    expect(checkCode('hello 4455', shape)).toHaveProperty('problem');
    expect(checkCode('90 78', shape)).toEqual({ code: '9078' });
  });

  test("the user's pattern finds its first group, or the whole match", () => {
    const text = 'Order 777777. Your code: 482913';
    expect(findCodes(text, { match: parseMatch('code: (\\d{6})') })).toEqual(['482913']);
    expect(findCodes(text, { match: parseMatch('\\d{6}$') })).toEqual(['482913']);
    expect(findCodes(text, { match: /(\d{6})/g })).toHaveLength(2);
  });

  test('two different codes are an error and not a guess', () => {
    expect(onlyCode([], '--otp-from')).toBeUndefined();
    expect(onlyCode(['1234'], '--otp-from')).toBe('1234');
    expect(() => onlyCode(['1234', '5678'], '--otp-from')).toThrow(/--otp-from holds 2 different values/);
  });

  test('a pattern that is none is a usage error', () => {
    expect(() => parseMatch('(')).toThrow(/--otp-match is no regular expression/);
    expect(() => parseMatch('')).toThrow(CliError);
  });
});
