import { describe, expect, test } from 'vitest';
import { isEscape, mayEscape, type Reading, readings } from '../../src/redaction/readings.ts';

const code = (character: string): number => character.charCodeAt(0);
/** What may be meant at the first position: the character, and how much of the text it takes. */
const meant = (text: string): [string, number][] =>
  readings(text, 0).map(({ unit, next }: Reading) => [String.fromCharCode(unit), next]);

test.each(['%', '\\', '+', '&'])('%j may begin an escape', (character) => {
  expect(isEscape(code(character))).toBe(true);
});

test.each(['a', '0', '/', '=', ' ', '-'])('%j stands for itself', (character) => {
  expect(isEscape(code(character))).toBe(false);
  expect(readings(`${character}41;`, 0)).toEqual([]);
});

describe('a quick look', () => {
  test.each(['%0', '%9', '%a', '%f', '%A', '%F', '\\u', '\\n', '\\"', '&#', '&a', '&l', '&g', '&q', '&n'])(
    '%s may be one',
    (two) => {
      expect(mayEscape(code(two), two.charCodeAt(1))).toBe(true);
    },
  );

  test.each([
    '%g',
    '%/',
    '%:',
    '%@',
    '%G',
    '%`',
    '\\\\',
    '& ',
    '&1',
    '&A',
    '&`',
    '&r',
    '&z',
    'a#',
    'ab',
    '#a',
  ])('%s is none', (two) => {
    expect(mayEscape(code(two), two.charCodeAt(1))).toBe(false);
  });
});

describe('percent-encoding', () => {
  test.each<[string, [string, number][]]>([
    ['%41', [['A', 3]]],
    ['%4a', [['J', 3]]],
    ['%4F', [['O', 3]]],
    ['%ff', [['ÿ', 3]]],
    ['%00', [['\0', 3]]],
    ['%99', [['\u0099', 3]]],
    ['%25', [['%', 3]]],
    [
      '%2541',
      [
        ['%', 3],
        ['A', 5],
      ],
    ],
    [
      '%252541',
      [
        ['%', 3],
        ['%', 5],
        ['A', 7],
      ],
    ],
    [
      '%25252541',
      [
        ['%', 3],
        ['%', 5],
        ['%', 7],
        ['A', 9],
      ],
    ],
    // Deeper than four is not read.
    [
      '%2525252541',
      [
        ['%', 3],
        ['%', 5],
        ['%', 7],
        ['%', 9],
      ],
    ],
    ['%', []],
    ['%4', []],
    ['%4g', []],
    ['%g4', []],
    ['%:0', []],
    ['%/0', []],
    ['%@0', []],
    ['%`0', []],
    ['+', [[' ', 1]]],
  ])('%s', (text, expected) => {
    expect(meant(text)).toEqual(expected);
  });
});

describe("JSON's backslashes", () => {
  test.each<[string, [string, number][]]>([
    ['\\n', [['\n', 2]]],
    ['\\t', [['\t', 2]]],
    ['\\r', [['\r', 2]]],
    ['\\b', [['\b', 2]]],
    ['\\f', [['\f', 2]]],
    ['\\"', [['"', 2]]],
    ['\\/', [['/', 2]]],
    ['\\+', [['+', 2]]],
    ['\\\u007f', [['\u007f', 2]]],
    ['\\\0', [['\0', 2]]],
    ['\\u0041', [['A', 6]]],
    ['\\u0000', [['\0', 6]]],
    ['\\u00e9', [['é', 6]]],
    ['\\uD83D', [['\ud83d', 6]]],
    // Letters and digits that mean nothing behind a backslash.
    ['\\a', []],
    ['\\Z', []],
    ['\\7', []],
    ['\\u004', []],
    ['\\u004g', []],
    ['\\é', []],
    ['\\\u0080', []],
    ['\\', []],
    // A hexadecimal escape is JSON's with a u alone.
    ['\\x0041', []],
  ])('%s', (text, expected) => {
    expect(meant(text)).toEqual(expected);
  });

  test('two, four and eight of them are one backslash, by how deep the text was written', () => {
    const widths = (text: string) => readings(text, 0).map(({ unit, next, width }) => [unit, next, width]);
    const slash = code('\\');
    expect(widths('\\\\a')).toEqual([[slash, 2, 2]]);
    expect(widths('\\\\\\a')).toEqual([[slash, 2, 2]]);
    expect(widths('\\\\\\\\a')).toEqual([
      [slash, 2, 2],
      [slash, 4, 4],
    ]);
    expect(widths(`${'\\'.repeat(8)}a`)).toEqual([
      [slash, 2, 2],
      [slash, 4, 4],
      [slash, 8, 8],
    ]);
    expect(widths('%5C')).toEqual([[slash, 3, 1]]);
  });

  test.each<[string, [string, number][]]>([
    [
      '\\\\n',
      [
        ['\\', 2],
        ['\n', 3],
      ],
    ],
    [
      '\\\\u0041',
      [
        ['\\', 2],
        ['A', 7],
      ],
    ],
    [
      '%5Cn',
      [
        ['\\', 3],
        ['\n', 4],
      ],
    ],
    [
      '%5cn',
      [
        ['\\', 3],
        ['\n', 4],
      ],
    ],
    [
      '%5Cu0041',
      [
        ['\\', 3],
        ['A', 8],
      ],
    ],
    [
      '%5C%22',
      [
        ['\\', 3],
        ['"', 6],
      ],
    ],
    ['%5C%755C', [['\\', 3]]],
    [
      '%5C%750041',
      [
        ['\\', 3],
        ['A', 10],
      ],
    ],
    ['\\%22', [['"', 4]]],
    [
      '%5C%5Cn',
      [
        ['\\', 3],
        ['\\', 6],
        ['\n', 7],
      ],
    ],
    ['%5C%41', [['\\', 3]]],
    ['%5C%', [['\\', 3]]],
    ['%5C', [['\\', 3]]],
  ])('mixed with percent signs: %s', (text, expected) => {
    expect(meant(text)).toEqual(expected);
  });
});

describe("HTML's entities", () => {
  test.each<[string, [string, number][]]>([
    ['&amp;', [['&', 5]]],
    ['&lt;', [['<', 4]]],
    ['&gt;', [['>', 4]]],
    ['&quot;', [['"', 6]]],
    ['&apos;', [["'", 6]]],
    ['&nbsp;', [['\u00a0', 6]]],
    ['&#65;', [['A', 5]]],
    ['&#065;', [['A', 6]]],
    ['&#x41;', [['A', 6]]],
    ['&#X4a;', [['J', 6]]],
    ['&#x4;', [['\u0004', 5]]],
    ['&#x20ac;', [['€', 8]]],
    ['&#65535;', [['\uffff', 8]]],
    ['&#65536;', []],
    ['&#99999;', []],
    ['&#123456;', []],
    ['&#x12345;', []],
    ['&#;', []],
    ['&#x;', []],
    ['&#xg1;', []],
    ['&#y41;', []],
    ['&amp', []],
    ['&copy;', []],
    ['&', []],
    [' &amp;', []],
  ])('%s', (text, expected) => {
    expect(meant(text)).toEqual(expected);
  });

  test('are read where they stand', () => {
    expect(readings('a&amp;b', 1)).toEqual([{ unit: 38, next: 6, width: 0 }]);
    expect(readings('a&amp;b', 0)).toEqual([]);
    expect(readings('b&amp;b', 2)).toEqual([]);
  });
});
