import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawQr } from '../../src/terminal/qr.ts';
import type { DrawnQr, NoQr, QrOptions } from '../../src/terminal/qr.ts';
import { cellsOf, darkTheme, lightTheme, photograph, scan } from '../helpers/terminal-screen.ts';

const token = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
const realLink = `https://www.jekimo.com/app.php/v1.1/en/user/login/${token}`;
const sandboxLink = `http://127.0.0.1:40123/jekimo/app.php/v1.1/en/user/login/${token}`;
const shortLink = 'https://authen.ekyc.com/start';
const themes = [
  ['a dark', darkTheme],
  ['a light', lightTheme],
] as const;
const sizes = [
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
  { columns: 40, rows: 20 },
  { columns: 200, rows: 60 },
] as const;

const ordinary = {
  style: 'auto',
  size: sizes[0],
  coloured: true,
  unicode: true,
  instead: 'Open the link',
} as const;

function drawn(code: DrawnQr | NoQr): DrawnQr {
  if ('reason' in code) throw new Error(code.reason);
  return code;
}

function reasonOf(code: DrawnQr | NoQr): string {
  expect(code.lines).toEqual([]);
  return 'reason' in code ? code.reason : '';
}

async function draw(text: string, options: Partial<QrOptions> = {}): Promise<DrawnQr> {
  return drawn(await drawQr(text, { ...ordinary, ...options }));
}

function widthOf(code: DrawnQr): number {
  return Math.max(...code.lines.map((line) => cellsOf(line, darkTheme).length));
}

describe('a coloured code scans dark on light, whatever the theme (UX-13, JEK-09)', () => {
  describe.each(themes)('on %s background', (_, theme) => {
    test.each([
      ['80x24', { columns: 80, rows: 24 }, 'half', 1],
      ['120x40', { columns: 120, rows: 40 }, 'half', 4],
      ['120x60', { columns: 120, rows: 60 }, 'full', 4],
      ['200x60', { columns: 200, rows: 60 }, 'full', 4],
    ] as const)('at %s', async (__, size, style, quietZone) => {
      for (const link of [realLink, sandboxLink]) {
        const code = await draw(link, { size });
        expect(code).toMatchObject({ style, quietZone, needsDarkBackground: false });
        expect(scan(photograph(code.lines, size, theme))).toBe(link);
      }
    });

    test.each(['full', 'half'] as const)('as %s at each size that holds it', async (style) => {
      for (const size of sizes) {
        const code = await draw(shortLink, { size, style });
        expect(scan(photograph(code.lines, size, theme))).toBe(shortLink);
      }
    });
  });
});

describe('a code without colours puts the ink on its light side', () => {
  test.each([
    ['full', { columns: 120, rows: 60 }],
    ['half', { columns: 80, rows: 24 }],
    ['ascii', { columns: 120, rows: 60 }],
  ] as const)('%s scans on a dark background, and inverted on a light one', async (style, size) => {
    const code = await draw(sandboxLink, { style, size, coloured: false });
    expect(code).toMatchObject({ style, needsDarkBackground: true });
    expect(code.lines.join('')).not.toContain('\u001B');
    expect(scan(photograph(code.lines, size, darkTheme))).toBe(sandboxLink);
    expect(scan(photograph(code.lines, size, lightTheme), 'lightOnDark')).toBe(sandboxLink);
  });

  test('ascii is plain ASCII even where there is colour', async () => {
    const code = await draw(shortLink, { style: 'ascii', size: { columns: 90, rows: 50 } });
    expect(code.lines.join('')).toMatch(/^[# ]+$/);
    expect(code).toMatchObject({ style: 'ascii', needsDarkBackground: true });
  });
});

describe('where LANG=C shows nothing but ASCII (F62)', () => {
  const size = { columns: 120, rows: 60 };

  test('a coloured code is made of spaces', async () => {
    const code = await draw(sandboxLink, { size, unicode: false });
    expect(code.style).toBe('full');
    expect(code.lines.join('').replaceAll(/\u001B\[[\d;]+m/g, '')).toMatch(/^ +$/);
    expect(scan(photograph(code.lines, size, lightTheme))).toBe(sandboxLink);
  });

  test('an uncoloured code is ascii', async () => {
    expect(await draw(sandboxLink, { size, unicode: false, coloured: false })).toMatchObject({
      style: 'ascii',
      needsDarkBackground: true,
    });
  });

  test('half blocks are drawn only where they are asked for by name', async () => {
    const small = { columns: 80, rows: 24 };
    const auto = await drawQr(sandboxLink, { ...ordinary, unicode: false });
    expect(reasonOf(auto)).toContain('at least 86 columns');
    expect(await draw(sandboxLink, { style: 'half', size: small, unicode: false })).toMatchObject({
      style: 'half',
    });
  });
});

describe('the room decides', () => {
  test('a 100-character link leaves three rows of 80x24 for the text', async () => {
    const code = await draw(realLink.slice(0, 100));
    expect(code).toMatchObject({ style: 'half', quietZone: 2 });
    expect(code.lines.length).toBeLessThanOrEqual(21);
  });

  test('half blocks take over from full where the terminal has no room', async () => {
    expect(await draw(sandboxLink, { style: 'full' })).toMatchObject({ style: 'half' });
    const plain = await drawQr(sandboxLink, { ...ordinary, style: 'full', unicode: false });
    expect(reasonOf(plain)).toContain('at least 86 columns');
  });

  test('modules of two cells are no reason to give up the quiet zone or the rows for the text', async () => {
    expect(await draw(shortLink, { size: { columns: 64, rows: 34 } })).toMatchObject({
      style: 'full',
      quietZone: 3,
    });
    expect(await draw(shortLink, { size: { columns: 64, rows: 32 } })).toMatchObject({
      style: 'full',
      quietZone: 2,
    });
    for (const size of [
      { columns: 64, rows: 31 },
      { columns: 56, rows: 60 },
    ]) {
      expect(await draw(shortLink, { size })).toMatchObject({ style: 'half', quietZone: 4 });
    }
  });

  test('no room at all gives a reason that says how wide, and another way', async () => {
    const code = await drawQr(realLink, { ...ordinary, size: { columns: 40, rows: 20 } });
    expect(reasonOf(code)).toBe(
      'The QR code needs a terminal at least 43 columns wide and 23 rows high; this one has 40 and 20. ' +
        'Open the link instead, or add --qr-file code.png.',
    );
    const secret = { ...ordinary, size: { columns: 40, rows: 20 }, instead: 'Type the secret' };
    expect(reasonOf(await drawQr(realLink, secret))).toContain('Type the secret instead,');
    expect(await draw(realLink, { size: { columns: 43, rows: 23 } })).toMatchObject({ quietZone: 1 });
    expect(reasonOf(await drawQr(realLink, { ...ordinary, size: { columns: 42, rows: 23 } }))).not.toBe('');
    expect(reasonOf(await drawQr(realLink, { ...ordinary, size: { columns: 43, rows: 22 } }))).not.toBe('');
  });

  test('every line begins with its colours and ends with a reset', async () => {
    for (const line of (await draw(realLink)).lines) {
      expect(line).toMatch(/^\u001B\[38;5;16m\u001B\[48;5;231m .* \u001B\[0m$/);
    }
  });
});

describe('without a terminal', () => {
  test.each([undefined, { columns: 0, rows: 0 }])('auto draws nothing (size %j)', async (size) => {
    expect(reasonOf(await drawQr(realLink, { ...ordinary, size }))).toContain('stderr is no terminal');
  });

  test('a style asked for by name is drawn, 80 columns wide or as wide as it must be', async () => {
    const narrow = await draw(shortLink, { style: 'full', size: undefined });
    expect(narrow).toMatchObject({ style: 'full', quietZone: 4 });
    expect(widthOf(narrow)).toBeLessThanOrEqual(80);
    const tight = await draw('https://identifier.ekyc.com/a'.padEnd(70, 'b'), {
      style: 'ascii',
      size: undefined,
    });
    expect(tight).toMatchObject({ style: 'ascii', quietZone: 3 });
    expect(widthOf(tight)).toBe(78);
    const wide = await draw(realLink, { style: 'ascii', size: undefined });
    expect(wide).toMatchObject({ style: 'ascii', quietZone: 4 });
    expect(widthOf(wide)).toBe(98 + 8);
    const full = await draw(realLink, { style: 'full', size: undefined });
    expect(full).toMatchObject({ style: 'full', quietZone: 4 });
    expect(widthOf(full)).toBe(98 + 8);
  });

  test('none draws nothing anywhere', async () => {
    expect(reasonOf(await drawQr(realLink, { ...ordinary, style: 'none' }))).toContain('--qr none');
  });
});

describe('what a code holds', () => {
  test('more error correction is used where it costs no room', async () => {
    const size = { columns: 120, rows: 40 };
    const sixty = shortLink.padEnd(60, 'x');
    expect(await errorLevel(sixty, size)).toBe('M');
    expect(await errorLevel(realLink, size)).toBe('M');
    expect(await errorLevel(realLink, sizes[0])).toBe('L');
    expect(await errorLevel(realLink, { columns: 120, rows: 28 })).toBe('L');

    const long = 'otpauth://totp/'.padEnd(850, 'y');
    const code = await draw(long, { size: { columns: 210, rows: 108 } });
    expect(code).toMatchObject({ style: 'full', quietZone: 4 });
    expect(widthOf(code)).toBe(210);
  });

  test('letters beyond ASCII are kept', async () => {
    const text = 'otpauth://totp/Škoda%20Žilina:eva@příklad.cz 鍵 🔑';
    expect(scan(photograph((await draw(text)).lines, sizes[0], darkTheme))).toBe(text);
  });

  test('a text beyond the largest code gives a reason', async () => {
    const size = { columns: 400, rows: 400 };
    expect(scan(photograph((await draw('a'.repeat(2953), { size })).lines, size, darkTheme))).toHaveLength(
      2953,
    );
    expect(reasonOf(await drawQr('a'.repeat(2954), { ...ordinary, size }))).toContain('2953');
    expect(reasonOf(await drawQr('é'.repeat(1500), { ...ordinary, size }))).toContain('3000 bytes');
  });
});

test('whatever is drawn fits whole and scans, and nothing is refused that would fit (UX-13, F62)', async () => {
  const options = fc.record({
    style: fc.constantFrom('auto', 'full', 'half', 'ascii'),
    size: fc.record({ columns: fc.integer({ min: 1, max: 140 }), rows: fc.integer({ min: 1, max: 80 }) }),
    coloured: fc.boolean(),
    unicode: fc.boolean(),
    instead: fc.constant(ordinary.instead),
  });
  const text = fc
    .integer({ min: 1, max: 300 })
    .chain((length) => fc.string({ minLength: length, maxLength: length }));
  await fc.assert(
    fc.asyncProperty(text, options, async (link, wish) => {
      const code = await drawQr(link, wish);
      if ('reason' in code) {
        const [columns = 0, rows = 0] = (code.reason.match(/\d+/g) ?? []).map(Number);
        expect(columns > wish.size.columns || rows > wish.size.rows).toBe(true);
        expect(code.reason).toContain('--qr-file');
        const enough = drawn(await drawQr(link, { ...wish, size: { columns, rows } }));
        expect(widthOf(enough)).toBe(columns);
        return;
      }
      expect(new Set(code.lines.map((line) => cellsOf(line, darkTheme).length)).size).toBe(1);
      expect(code.quietZone).toBeGreaterThanOrEqual(1);
      expect(scan(photograph(code.lines, wish.size, darkTheme))).toBe(link);
    }),
    { numRuns: 150 },
  );
}, 60_000);

/** Reads the level from the two modules that name it, at the left end of row 8. */
async function errorLevel(text: string, size: { columns: number; rows: number }): Promise<string> {
  const code = await draw(text, { size, coloured: false, style: 'half' });
  const top = size.rows === 24 ? 1 : 4;
  const modules = [0, 1].map((column) => {
    const row = top + 8;
    const glyph = cellsOf(code.lines[row >> 1] ?? '', darkTheme)[4 + column]?.glyph ?? '';
    return (row % 2 === 0 ? ' ▄' : ' ▀').includes(glyph);
  });
  // The standard masks these two bits with 1 and 0.
  return ['M', 'L', 'H', 'Q'][Number(!modules[0]) * 2 + Number(modules[1])] ?? '';
}
