import { Buffer } from 'node:buffer';
import { describe, expect, test } from 'vitest';
import { decodePng, encodePng, isPng } from '../../src/terminal/png.ts';
import { chunk, header, interlace, png } from '../helpers/png-parts.ts';

const width = 21;
const height = 13;
const grey = (x: number, y: number) => (x * 11 + y * 3) % 256;

function greys(pixels: Uint8Array): number[] {
  return Array.from({ length: pixels.length / 4 }, (_, pixel) => pixels[pixel * 4] ?? -1);
}

const expected = Array.from({ length: width * height }, (_, pixel) =>
  grey(pixel % width, Math.floor(pixel / width)),
);

describe('a PNG', () => {
  test('comes back as it was written', async () => {
    const pixels = Uint8Array.from(expected.flatMap((value) => [value, value, value, 255]));
    const bytes = await encodePng({ width, height, pixels });
    expect(isPng(bytes)).toBe(true);
    const read = await decodePng(bytes);
    expect(read).toMatchObject({ width, height });
    expect(greys(read.pixels)).toEqual(expected);
  });

  test('may be interlaced', async () => {
    const bytes = png([header({ width, height, interlaced: true })], interlace(width, height, grey));
    expect(greys((await decodePng(bytes)).pixels)).toEqual(expected);
  });

  test('may lie anywhere in its memory', async () => {
    const bytes = png([header({ width: 1, height: 1 })], Buffer.from([0, 99]));
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(greys((await decodePng(shifted.subarray(3))).pixels)).toEqual([99]);
  });
});

describe('a PNG that would fill the memory is refused before it is unpacked (F09)', () => {
  const burst = Buffer.alloc(50_000_000);

  test.each([false, true])('data beyond its size, interlaced %s', async (interlaced) => {
    const bytes = png([header({ width: 10, height: 10, interlaced })], burst);
    await expect(decodePng(bytes)).rejects.toMatchObject({ code: 'ERR_BUFFER_TOO_LARGE' });
  });

  test.each([
    [4097, 1],
    [1, 4097],
    [0, 5],
    [0xffff_ffff, 0xffff_ffff],
  ])('%d by %d pixels', async (wide, high) => {
    const bytes = png([header({ width: wide, height: high })], Buffer.from([0, 0]));
    await expect(decodePng(bytes)).rejects.toThrow('size');
  });

  test('sixteen bits a sample, four samples a pixel', async () => {
    const bytes = png([header({ width: 4096, height: 4096, depth: 16, colour: 6 })], Buffer.from([0, 0]));
    await expect(decodePng(bytes)).rejects.toThrow('size');
  });

  test('a kind of pixel that does not exist', async () => {
    const bytes = png([header({ width: 1, height: 1, colour: 5 })], Buffer.from([0, 0]));
    await expect(decodePng(bytes)).rejects.toThrow('size');
  });

  test('a second header behind a harmless one', async () => {
    const bytes = png([header({ width: 1, height: 1 }), header({ width: 65_535, height: 65_535 })], burst);
    await expect(decodePng(bytes)).rejects.toThrow('header');
  });

  test.each(['aCHK', 'IDAT'])('a chunk %s that ends behind the file', async (type) => {
    const bytes = Buffer.concat([
      png([header({ width: 1, height: 1 })], Buffer.from([0, 0])),
      chunk(type, Buffer.alloc(9)).subarray(0, 12),
    ]);
    await expect(decodePng(bytes)).rejects.toThrow('cut off');
  });
});
