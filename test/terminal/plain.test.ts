import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { jsonText, plain, plainLine } from '../../src/terminal/plain.ts';
import { processorMs } from '../helpers/processor-time.ts';

/** What a terminal acts on or does not show: C0 but for the line feed, DEL, C1, bidi, zero-width, half pairs. */
const unsafe =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\p{Surrogate}|[\u{e0000}-\u{e007f}]/u;

const signs = fc.constantFrom(
  ...'a;1 []PX^_\\?m\n\r\t\u0007\u001b\u0000\u007f\u0085\u0090\u009b\u009c\u009d\u200b\u200f\u202e\u2066\u2028\u061c\ufeff日',
  '\ud83d',
  '\ude00',
  '😀',
  '\u{e0041}',
);
const hostile = fc.string({ unit: signs, maxLength: 60 });

describe('S22: plain', () => {
  test.each([
    ['a colour', 'KO \u001b[31mred\u001b[0m', 'KO red'],
    ['a colour in its 8-bit form', 'KO \u009b31mred\u009b0m', 'KO red'],
    ['a cleared screen and a moved cursor', 'a\u001b[2J\u001b[1;1Hb', 'ab'],
    ['a reset', 'a\u001bcb', 'ab'],
    ['another character set', 'a\u001b(0b', 'ab'],
    ['a title', '\u001b]0;root@bank\u0007denied', 'denied'],
    ['a title in its 8-bit form', '\u009d0;root@bank\u009cdenied', 'denied'],
    ['the clipboard', 'a\u001b]52;c;cm0gLXJm\u001b\\b', 'ab'],
    ['a link', '\u001b]8;;https://evil.example\u001b\\click\u001b]8;;\u001b\\', 'click'],
    ['a device string', 'a\u001bP1$r0m\u001b\\b\u0090q\u009cc', 'abc'],
    ['a message to the application', 'a\u001b_G\u001b\\b\u001b^x\u001b\\c\u001bXy\u001b\\d', 'abcd'],
    ['a sequence without its end: what follows stays', 'a\u001b]0;title and more', 'a0;title and more'],
    ['a sequence cut in the middle', 'a\u001b[31', 'a31'],
    ['an escape alone', 'a\u001b', 'a'],
    ['a sequence in a sequence', 'a\u001b\u001b[31m[32mb', 'a[32mb'],
    ['bell, backspace, null and DEL', 'a\u0007\u0008\u0000\u007fb', 'ab'],
    ['C1 controls', 'a\u0084\u0085\u0088b', 'ab'],
    ['bidi controls', 'a\u202e\u2066\u200e\u200f\u061c\u2069\u202cb', 'ab'],
    ['zero-width and invisible characters', 'a\u200b\u2060\ufeff\u00ad\u{e0041}b', 'ab'],
    ['half a pair', 'a\ud83db\ude00', 'a\ufffdb\ufffd'],
    ['halves with something invisible between', '\ud83d\u200b\ude00', '\ufffd\ufffd'],
    ['line breaks of all kinds', 'a\r\nb\rc\nd\u2028e\u2029f', 'a\nb\nc\nd\ne\nf'],
    ['a tab', 'a\tb', 'a b'],
    ['letters, marks and pictures', 'Grüße, 日本 😀 é ₹ “x”', 'Grüße, 日本 😀 é ₹ “x”'],
  ])('%s', (_, text, shown) => {
    expect(plain(text)).toBe(shown);
  });

  test('leaves nothing that a terminal acts on, and is content with its own output', () => {
    fc.assert(
      fc.property(fc.oneof(hostile, fc.string({ unit: 'binary' })), (text) => {
        const shown = plain(text);
        expect(shown).not.toMatch(unsafe);
        expect(plain(shown)).toBe(shown);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('S22: plainLine', () => {
  test.each([
    ['  two\r\n\t lines  ', 80, 'two lines'],
    ['exactly ten', 11, 'exactly ten'],
    ['exactly ten', 10, 'exactly t…'],
    ['😀😀😀😀', 3, '😀😀…'],
    ['😀😀😀', 3, '😀😀😀'],
    ['日本', 1, '…'],
    ['', 1, ''],
    ['anything', 0, ''],
    ['a\u001b[31m\n\u001b[0mb', 80, 'a b'],
  ])('%j in %d characters is %j', (text, max, shown) => {
    expect(plainLine(text, max)).toBe(shown);
  });

  test('is 80 characters long at most where nothing else is said', () => {
    expect(plainLine('x'.repeat(81))).toBe(`${'x'.repeat(79)}…`);
    expect(plainLine('x'.repeat(80))).toBe('x'.repeat(80));
  });

  test('is one safe line of the length asked for', () => {
    fc.assert(
      fc.property(hostile, fc.nat(30), (text, max) => {
        const line = plainLine(text, max);
        expect(line).not.toMatch(unsafe);
        expect(line).not.toMatch(/\s{2}|[\n\t]|^\s/);
        expect(Array.from(line).length).toBeLessThanOrEqual(max);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('S22: jsonText', () => {
  test.each([
    ['DEL and C1', '\u007f\u009b31m', '"\\u007f\\u009b31m"'],
    ['line and paragraph separators', '\u2028\u2029', '"\\u2028\\u2029"'],
    ['bidi controls', '\u202e\u2066\u200f\u061c', '"\\u202e\\u2066\\u200f\\u061c"'],
    ['zero-width characters', '\u200b\ufeff', '"\\u200b\\ufeff"'],
    ['tag characters, as pairs', '\u{e0041}', '"\\udb40\\udc41"'],
    ['escapes and line breaks, as JSON has them', '\u001b[31m\n', '"\\u001b[31m\\n"'],
    ['half a pair', '\ud83d', '"\\ud83d"'],
    ['letters and pictures, as they are', 'é日😀', '"é日😀"'],
    ['a value that JSON does not have', undefined, 'null'],
  ])('%s', (_, value, json) => {
    expect(jsonText(value)).toBe(json);
  });

  test('names are escaped too', () => {
    expect(jsonText({ '\u009b': 1 })).toBe('{"\\u009b":1}');
  });

  test('S32: holds no command of GitHub Actions in its older form', () => {
    const text = jsonText({ a: '##[add-mask]x' });
    expect(text).toBe('{"a":"##\\u005badd-mask]x"}');
    expect(JSON.parse(text)).toEqual({ a: '##[add-mask]x' });
  });

  test('pretty, it is indented by two', () => {
    expect(jsonText({ ok: true, list: [1] }, { pretty: true })).toBe(
      '{\n  "ok": true,\n  "list": [\n    1\n  ]\n}',
    );
    expect(jsonText({ ok: true }, { pretty: false })).toBe('{"ok":true}');
  });

  test('is the same document when parsed, and holds nothing that a terminal acts on', () => {
    const value = fc.object({
      key: hostile,
      values: [hostile, fc.integer(), fc.boolean(), fc.constant(null)],
    });
    fc.assert(
      fc.property(value, fc.boolean(), (document, pretty) => {
        const json = jsonText(document, { pretty });
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(document)));
        expect(json).not.toMatch(unsafe);
      }),
      { numRuns: 500 },
    );
  });
});

test.each([
  ['OSC', '\u001b]'],
  ['8-bit OSC', '\u009d'],
  ['CSI', '\u001b['],
  ['8-bit CSI', '\u009b0'],
  ['ESC', '\u001b'],
  ['DCS and ESC', '\u001bP\u001b'],
  ['carriage returns', '\r'],
  ['spaces', ' '],
  ['parameters', '\u001b[0;'],
  ['half pairs', '\ud83d'],
  ['zero-width spaces', '\u200b'],
])('S18: 100 KB of %s take linear time', (_, piece) => {
  const text = piece.repeat(100_000 / piece.length);
  const taken = processorMs(() => {
    plain(text);
    plain(`\u001b]${text}`);
    plainLine(text);
    jsonText(text);
  });
  expect(taken).toBeLessThan(1000);
});
