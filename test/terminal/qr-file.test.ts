import { chmod, mkdir, readFile, readdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { CliError } from '../../src/errors.ts';
import { decodePng } from '../../src/terminal/png.ts';
import { qrFileKind, qrPng, writeQrFile } from '../../src/terminal/qr-file.ts';
import { failureIn } from '../helpers/failure.ts';
import { scan } from '../helpers/terminal-screen.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const link =
  'http://127.0.0.1:40123/jekimo/app.php/v1.1/en/user/login/9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

let folder = '';
beforeEach(() => {
  folder = temporaryFolder();
});

/** Paints the squares of the library's path, and nothing else that an SVG may hold. */
function rasterise(svg: string) {
  const [, side = '0'] = /^<svg [^>]*viewBox="0 0 (\d+) \1">/.exec(svg) ?? [];
  const width = Number(side);
  const pixels = new Uint8ClampedArray(width * width * 4).fill(255);
  expect(svg).toContain(`<rect fill="white" width="${width}" height="${width}"/>`);
  for (const [, x, y, size] of svg.matchAll(/M(\d+),(\d+)h(\d+)v\3h-\3z/g)) {
    for (let row = Number(y); row < Number(y) + Number(size); row += 1) {
      const from = (row * width + Number(x)) * 4;
      for (let at = from; at < from + Number(size) * 4; at += 4) pixels.fill(0, at, at + 3);
    }
  }
  return { width, height: width, pixels };
}

/** The white margin above the first dark pixel. */
function marginOf({ width, pixels }: { width: number; pixels: ArrayLike<number> }): number {
  const first = Array.from(pixels).findIndex((value, at) => at % 4 !== 3 && value < 128);
  return Math.floor(first / 4 / width);
}

describe('a code in a file scans (EKY-05)', () => {
  test('as PNG, with four modules of ten pixels around it', async () => {
    const path = join(folder, 'code.PNG');
    await writeQrFile(path, link);
    const { width, height, pixels } = await decodePng(await readFile(path));
    const picture = { width, height, pixels: new Uint8ClampedArray(pixels) };
    expect(scan(picture)).toBe(link);
    expect(marginOf(picture)).toBe(40);
    expect(width).toBe((41 + 8) * 10);
  });

  test('as SVG, with four modules around it', async () => {
    const path = join(folder, 'code.svg');
    await writeQrFile(path, link);
    const picture = rasterise(await readFile(path, 'utf8'));
    expect(scan(picture)).toBe(link);
    expect(marginOf(picture)).toBe(40);
  });
});

test('a small PNG in memory scans as well', async () => {
  const { width, height, pixels } = await decodePng(await qrPng(link));
  expect(scan({ width, height, pixels: new Uint8ClampedArray(pixels) })).toBe(link);
});

describe('the file holds a token', () => {
  test.each(['code.png', 'code.svg'])(
    '%s is for its owner alone, also where it was open (T10)',
    async (name) => {
      const path = join(folder, name);
      await writeFile(path, 'an older code');
      await chmod(path, 0o644);
      await writeQrFile(path, link);
      expect((await stat(path)).mode & 0o777).toBe(0o600);
      expect(await readdir(folder)).toEqual([name]);
    },
  );

  test('a link in its place is replaced and not followed', async () => {
    const elsewhere = join(folder, 'elsewhere');
    await writeFile(elsewhere, 'untouched');
    await symlink(elsewhere, join(folder, 'code.svg'));
    await writeQrFile(join(folder, 'code.svg'), link);
    expect(await readFile(elsewhere, 'utf8')).toBe('untouched');
  });
});

describe('what can not be written', () => {
  test.each(['code.jpg', 'code', '.png', 'png'])('%s ends in neither .png nor .svg', async (name) => {
    const error = await failureIn(writeQrFile(join(folder, name), link));
    expect(error).toMatchObject({
      kind: 'usage',
      details: { hint: 'Name one that does: --qr-file code.png' },
    });
    expect(error.message).toContain(name);
    expect(() => qrFileKind(name)).toThrow(CliError);
    expect(await readdir(folder)).toEqual([]);
  });

  test('a text too long for any code', async () => {
    const path = join(folder, 'code.svg');
    await writeQrFile(path, 'a'.repeat(2953));
    expect(await failureIn(writeQrFile(path, 'a'.repeat(2954)))).toMatchObject({ kind: 'usage' });
    expect(await failureIn(writeQrFile(join(folder, 'code.png'), 'a'.repeat(2954)))).toMatchObject({
      kind: 'usage',
    });
  });

  test('a folder that is missing, or is none, or a folder of that name', async () => {
    await writeFile(join(folder, 'note'), '');
    await mkdir(join(folder, 'shelf.png', 'book'), { recursive: true });
    for (const [path, reason] of [
      ['missing/code.png', 'does not exist'],
      ['note/code.png', 'no folder'],
      ['shelf.png', 'it is a folder'],
    ] as const) {
      const error = await failureIn(writeQrFile(join(folder, path), link));
      expect(error.kind).toBe('local');
      expect(error.message).toContain(join(folder, path));
      expect(error.message).toContain(reason);
      expect(error.message).not.toContain(link);
    }
    expect((await readdir(folder)).toSorted()).toEqual(['note', 'shelf.png']);
  });
});
