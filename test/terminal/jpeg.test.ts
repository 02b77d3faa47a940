import * as fc from 'fast-check';
import jpeg from 'jpeg-js';
import { describe, expect, test } from 'vitest';
import { decodeJpeg, isJpeg } from '../../src/terminal/jpeg.ts';
import { readQrImage } from '../../src/terminal/qr-image.ts';
import { decodePng } from '../../src/terminal/png.ts';
import { qrPng } from '../../src/terminal/qr-file.ts';

const value = 'REIKEY:3f0c3c9e-6a0b-4c0e-9f0a-7d8f5a1c2b3e';

async function photo(quality = 80): Promise<Buffer> {
  const { width, height, pixels } = await decodePng(await qrPng(value));
  return jpeg.encode({ width, height, data: pixels }, quality).data;
}

/** A picture that is white all over. */
function blank(width: number, height: number): Buffer {
  return jpeg.encode({ width, height, data: new Uint8Array(width * height * 4).fill(255) }, 50).data;
}

/** The same bytes with another size in the frame's header. */
function claiming(image: Buffer, width: number, height: number): Buffer {
  const changed = Buffer.from(image);
  const frame = changed.indexOf(Buffer.from([0xff, 0xc0]));
  changed.writeUInt16BE(height, frame + 5);
  changed.writeUInt16BE(width, frame + 7);
  return changed;
}

test('ELX-14: a code in a JPEG is read, however hard it is packed', async () => {
  for (const quality of [100, 80, 30, 10]) expect(await readQrImage(await photo(quality))).toBe(value);
});

test('its pixels come as red, green, blue and opacity', async () => {
  const { width, height, pixels } = await decodeJpeg(blank(20, 10));
  expect([width, height, pixels.length]).toEqual([20, 10, 800]);
  expect(new Set(pixels)).toEqual(new Set([255]));
});

test('a JPEG is known by its first bytes', async () => {
  expect(isJpeg(await photo())).toBe(true);
  for (const bytes of [[], [0xff], [0xff, 0xd8], [0x89, 0x50, 0x4e], [0xff, 0xd9, 0xff]]) {
    expect(isJpeg(Uint8Array.from(bytes))).toBe(false);
  }
});

describe('what is refused', () => {
  test('more than 4096 pixels a side, where the picture is that large and where it is claimed alone', async () => {
    await expect(decodeJpeg(blank(4096, 8))).resolves.toMatchObject({ width: 4096 });
    await expect(decodeJpeg(blank(4104, 8))).rejects.toThrow('size out of bounds');
    await expect(decodeJpeg(blank(8, 4104))).rejects.toThrow('size out of bounds');
    await expect(decodeJpeg(claiming(blank(8, 8), 65_535, 65_535))).rejects.toThrow(/maxResolution/);
  });

  test('a picture of thousands of scans, before the first is walked through', async () => {
    const image = blank(8, 8);
    const scan = Buffer.from([0xff, 0xda, 0x00, 0x08, 0x01, 0x01, 0x00, 0x00, 0x3f, 0x00]);
    const scans = (count: number) =>
      Buffer.concat([image.subarray(0, -2), ...Array.from({ length: count }, () => scan)]);
    await expect(decodeJpeg(scans(100))).rejects.toThrow('too many scans');
  });

  test.each([
    ['nothing behind the first bytes', Buffer.from([0xff, 0xd8, 0xff])],
    ['a header without a picture', Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex')],
    ['no size', claiming(blank(8, 8), 0, 0)],
  ])('%s holds no code', async (_name, bytes) => {
    expect(await readQrImage(bytes)).toBeUndefined();
  });
});

test('a damaged JPEG never throws and never yields another text', async () => {
  const image = await photo(50);
  const change = fc.record({ at: fc.nat({ max: image.length - 1 }), byte: fc.nat({ max: 255 }) });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), async (changes) => {
      const bytes = Buffer.from(image);
      for (const { at, byte } of changes) bytes[at] = byte;
      expect([value, undefined]).toContain(await readQrImage(bytes));
    }),
    { numRuns: 100 },
  );
}, 20_000);
