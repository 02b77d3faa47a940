import { decodeJpeg, isJpeg } from './jpeg.ts';
import { decodePng, isPng, type Picture } from './png.ts';

/** The largest file that is looked at, in bytes. */
export const largestImage = 5_000_000;

/**
 * Scanning takes seconds per million pixels of noise and can't be interrupted, so large pictures are shrunk:
 * far at first, which also smooths photographs, then less, for a small code on a large screen.
 */
const attempts = [
  { pixels: 2 ** 20, inversionAttempts: 'attemptBoth' },
  { pixels: 2 ** 22, inversionAttempts: 'dontInvert' },
] as const;

/**
 * The text in the QR code of a PNG or a JPEG; undefined where the bytes are no image that can be read, hold no code,
 * or are more than 5 MB or 4096 by 4096 pixels.
 */
export async function readQrImage(bytes: Uint8Array): Promise<string | undefined> {
  const decode = isPng(bytes) ? decodePng : isJpeg(bytes) ? decodeJpeg : undefined;
  if (bytes.length > largestImage || decode === undefined) return undefined;
  try {
    return await scan(await decode(bytes));
  } catch {
    return undefined;
  }
}

async function scan(picture: Picture): Promise<string | undefined> {
  const { default: jsqr } = await import('jsqr');
  let last = Infinity;
  for (const { pixels, inversionAttempts } of attempts) {
    const factor = Math.ceil(Math.sqrt((picture.width * picture.height) / pixels));
    if (factor === last) return undefined;
    last = factor;
    const { pixels: grey, width, height } = shrink(picture, factor);
    const text = jsqr(grey, width, height, { inversionAttempts })?.data;
    if (text !== undefined && text !== '') return text;
  }
  return undefined;
}

/** The picture in grey on white paper, each square of `factor` by `factor` pixels averaged to one. */
function shrink(picture: Picture, factor: number): Picture<Uint8ClampedArray> {
  const width = Math.floor(picture.width / factor);
  const height = Math.floor(picture.height / factor);
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      let sum = 0;
      for (let row = y * factor; row < (y + 1) * factor; row += 1) {
        const start = row * picture.width + x * factor;
        for (let at = start; at < start + factor; at += 1) sum += brightness(picture.pixels, at * 4);
      }
      pixels.fill(sum / factor ** 2, (y * width + x) * 4, (y * width + x) * 4 + 3);
    }
  }
  return { width, height, pixels };
}

/** From 0 to 255; what is transparent shows the white paper behind it. */
function brightness(pixels: Uint8Array, at: number): number {
  const [red = 0, green = 0, blue = 0, opacity = 0] = [
    pixels[at],
    pixels[at + 1],
    pixels[at + 2],
    pixels[at + 3],
  ];
  return 255 + ((0.2126 * red + 0.7152 * green + 0.0722 * blue - 255) * opacity) / 255;
}
