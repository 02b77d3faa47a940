import { Buffer } from 'node:buffer';
import { encode } from 'uqr';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodePng } from '../../src/terminal/png.ts';
import { largestImage, readQrImage } from '../../src/terminal/qr-image.ts';
import { chunk, header, interlace, png } from '../helpers/png-parts.ts';

const value = 'REIKEY:3f0c3c9e-6a0b-4c0e-9f0a-7d8f5a1c2b3e';

interface Paper {
  readonly border: number;
  readonly scale: number;
  /** Red, green, blue and opacity. */
  readonly dark: readonly number[];
  readonly light: readonly number[];
}

const paper: Paper = { border: 4, scale: 5, dark: [0, 0, 0, 255], light: [255, 255, 255, 255] };

/** The samples of a code, a row after the other. */
function pixelsOf(text: string, { border, scale, dark, light }: Paper) {
  const { data } = encode(text, { border });
  const side = data.length * scale;
  const place = (at: number) => Math.floor(at / scale);
  const isDark = (x: number, y: number) => data[place(y)]?.[place(x)] === true;
  const rows = Array.from({ length: side }, (_, y) =>
    Array.from({ length: side }, (__, x) => (isDark(x, y) ? dark : light)).flat(),
  );
  return { side, rows, isDark };
}

/** A PNG with opacity. */
function photo(text: string, changes: Partial<Paper> = {}): Buffer {
  const { side, rows } = pixelsOf(text, { ...paper, ...changes });
  const raw = Buffer.from(rows.flatMap((row) => [0, ...row]));
  return png([header({ width: side, height: side, colour: 6 })], raw);
}

/** The code on a page of that size, the rest of it white. */
function page(side: number, changes: Partial<Paper>): Buffer {
  const code = pixelsOf(value, { ...paper, ...changes });
  const raw = Buffer.alloc(side * (side * 4 + 1), 255);
  for (let y = 0; y < side; y += 1) {
    const row = y * (side * 4 + 1);
    raw[row] = 0;
    raw.set(code.rows[y - 700] ?? [], row + 1 + 900 * 4);
  }
  return png([header({ width: side, height: side, colour: 6 })], raw);
}

describe('the text of a code in an image (ELX-14)', () => {
  test('is read from a PNG', async () => {
    expect(await readQrImage(photo(value))).toBe(value);
  });

  test('is read from the shapes that screenshots and generators give it', async () => {
    expect(await readQrImage(photo(value, { border: 0 }))).toBe(value);
    expect(await readQrImage(photo(value, { scale: 2 }))).toBe(value);
    expect(await readQrImage(photo(value, { light: [0, 0, 0, 0] }))).toBe(value);
    expect(await readQrImage(photo(value, { dark: [20, 40, 120, 255], light: [230, 220, 200, 255] }))).toBe(
      value,
    );
    expect(await readQrImage(photo(value, { dark: paper.light, light: paper.dark }))).toBe(value);
  });

  test('is read from an interlaced image', async () => {
    const { side, isDark } = pixelsOf(value, paper);
    const raw = interlace(side, side, (x, y) => (isDark(x, y) ? 0 : 255));
    expect(await readQrImage(png([header({ width: side, height: side, interlaced: true })], raw))).toBe(
      value,
    );
  });

  test('keeps letters beyond ASCII', async () => {
    expect(await readQrImage(photo('příklad 鍵'))).toBe('příklad 鍵');
  });
});

describe('in a large picture', () => {
  test('a code of the usual size is read', async () => {
    expect(await readQrImage(page(3000, { scale: 12 }))).toBe(value);
    expect(await readQrImage(page(3000, { scale: 12, dark: [90, 90, 90, 255] }))).toBe(value);
    expect(await readQrImage(page(3000, { scale: 12, dark: paper.light, light: paper.dark }))).toBe(value);
  });

  test('a small code is read as well', async () => {
    expect(await readQrImage(page(2040, { scale: 2 }))).toBe(value);
    expect(await readQrImage(page(3000, { scale: 4 }))).toBe(value);
  });
});

describe('no text comes from', () => {
  test.each([
    ['nothing', Buffer.alloc(0)],
    ['words', Buffer.from(value)],
    ['a JPEG', Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex')],
    ['a signature alone', photo(value).subarray(0, 8)],
    ['an empty code', photo('')],
    ['a header alone', photo(value).subarray(0, 33)],
    ['an image cut off', photo(value).subarray(0, 400)],
    ['an image without data', Buffer.concat([photo(value).subarray(0, 33), chunk('IEND')])],
    ['an image with too little data', png([header({ width: 300, height: 300 })], Buffer.alloc(301))],
  ])('%s', async (_, bytes) => {
    expect(await readQrImage(bytes)).toBeUndefined();
  });

  test('an image without a code', async () => {
    const pixels = new Uint8Array(200 * 200 * 4).fill(255);
    expect(await readQrImage(await encodePng({ width: 200, height: 200, pixels }))).toBeUndefined();
  });

  test('a file of more than 5 MB, whatever it holds', async () => {
    const image = photo(value);
    const padded = (size: number) =>
      Buffer.concat([
        image.subarray(0, 33),
        chunk('teXt', Buffer.alloc(size - image.length - 12)),
        image.subarray(33),
      ]);
    expect(await readQrImage(padded(largestImage))).toBe(value);
    expect(await readQrImage(padded(largestImage + 1))).toBeUndefined();
  });

  test('an image of more than 4096 pixels a side', async () => {
    const { side, rows } = pixelsOf(value, paper);
    const tall = (height: number) => {
      const raw = Buffer.alloc(height * (side * 4 + 1), 255);
      for (let y = 0; y < height; y += 1) raw.set([0, ...(rows[y] ?? [])], y * (side * 4 + 1));
      return png([header({ width: side, height, colour: 6 })], raw);
    };
    expect(await readQrImage(tall(4096))).toBe(value);
    expect(await readQrImage(tall(4097))).toBeUndefined();
  });
});

test('a damaged image never throws and never yields another text', async () => {
  const image = photo(value, { scale: 3 });
  const damage = fc.array(fc.record({ at: fc.nat({ max: image.length - 1 }), byte: fc.nat({ max: 255 }) }), {
    minLength: 1,
    maxLength: 8,
  });
  await fc.assert(
    fc.asyncProperty(damage, fc.boolean(), async (changes, checksummed) => {
      const bytes = Buffer.from(image);
      for (const { at, byte } of changes) bytes[at] = byte;
      expect([value, undefined]).toContain(await readQrImage(checksummed ? repaired(bytes) : bytes));
    }),
    { numRuns: 300 },
  );
});

/** The same bytes with checksums that fit them, so that the damage reaches the reader behind them. */
function repaired(bytes: Buffer): Buffer {
  const parts: Buffer[] = [bytes.subarray(0, 8)];
  let at = 8;
  while (at + 12 <= bytes.length) {
    const end = at + 8 + bytes.readUInt32BE(at);
    if (end + 4 > bytes.length) break;
    parts.push(chunk(bytes.toString('latin1', at + 4, at + 8), bytes.subarray(at + 8, end)));
    at = end + 4;
  }
  return Buffer.concat([...parts, bytes.subarray(at)]);
}
