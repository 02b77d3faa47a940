import type { Picture } from './png.ts';

const longestSide = 4096;
/** In megabytes; the largest picture takes half of it. */
const mostMemory = 512;
/** Progressive pictures have about ten. Each is a walk over all of the picture, so that thousands would take hours. */
const mostScans = 100;

/** Whether the bytes begin as a JPEG does. */
export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
}

/** Reads a JPEG of at most 4096 by 4096 pixels. Throws any error where it is damaged, larger, or made to keep us busy. */
export async function decodeJpeg(bytes: Uint8Array): Promise<Picture> {
  if (mayHoldScans(bytes) > mostScans) throw new Error('too many scans');
  const { default: jpeg } = await import('jpeg-js');
  const { width, height, data } = jpeg.decode(bytes, {
    useTArray: true,
    maxResolutionInMP: longestSide ** 2 / 1e6,
    maxMemoryUsageInMB: mostMemory,
  });
  if (Math.max(width, height) > longestSide) throw new Error('size out of bounds');
  return { width, height, pixels: data };
}

/** Every place where a scan could begin, those in a preview inside of the picture among them. */
function mayHoldScans(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(0xff); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    if (bytes[at + 1] === 0xda) count += 1;
  }
  return count;
}
