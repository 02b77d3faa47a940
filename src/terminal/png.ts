import { inflateSync } from 'node:zlib';

/** Pixels as red, green, blue and opacity, a byte each, row after row. */
export interface Picture<Bytes = Uint8Array> {
  readonly width: number;
  readonly height: number;
  readonly pixels: Bytes;
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const longestSide = 4096;
/** The largest image in memory, in bytes before it is spread to four bytes a pixel. */
const mostBytes = 64 * 1024 * 1024;
/** Samples a pixel by colour type. */
const samples = new Map([
  [0, 1],
  [2, 3],
  [3, 1],
  [4, 2],
  [6, 4],
]);

/** Whether the bytes begin as a PNG does. */
export function isPng(bytes: Uint8Array): boolean {
  return signature.equals(bytes.subarray(0, signature.length));
}

/** A grey PNG of the picture. */
export async function encodePng({ width, height, pixels }: Picture): Promise<Uint8Array> {
  const { PNG } = await import('pngjs');
  const png = new PNG({ width, height });
  png.data.set(pixels);
  return PNG.sync.write(png, { colorType: 0 });
}

/** Reads a PNG of at most 4096 by 4096 pixels. Throws any error where it is damaged, larger, or packed to burst. */
export async function decodePng(bytes: Uint8Array): Promise<Picture> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  inspect(buffer);
  const { PNG } = await import('pngjs');
  const { width, height, data } = PNG.sync.read(buffer);
  return { width, height, pixels: data };
}

/**
 * The library believes every header, takes the last of several, unpacks interlaced images without a limit, and
 * loses its way in damaged data: so the sizes are checked and the data unpacked within bounds before it sees them.
 */
function inspect(buffer: Buffer): void {
  const chunks = [...chunksOf(buffer)];
  const [header, ...others] = chunks;
  if (header?.type !== 'IHDR' || header.data.length !== 13) throw new Error('no header');
  if (others.some((chunk) => chunk.type === 'IHDR')) throw new Error('two headers');

  const width = header.data.readUInt32BE(0);
  const height = header.data.readUInt32BE(4);
  const sides = [width, height];
  if (sides.some((side) => side < 1 || side > longestSide)) throw new Error('size out of bounds');
  const bits = (samples.get(header.data.readUInt8(9)) ?? Infinity) * header.data.readUInt8(8);
  const packed = Math.ceil((width * bits) / 8) * height;
  if (packed > mostBytes) throw new Error('size out of bounds');

  const data = chunks.filter((chunk) => chunk.type === 'IDAT').map((chunk) => chunk.data);
  // Interlacing adds filter bytes, at most a row's worth in each of its seven passes.
  const room = packed + 8 * (width + height);
  inflateSync(Buffer.concat(data), { maxOutputLength: room });
}

function* chunksOf(buffer: Buffer): Generator<{ readonly type: string; readonly data: Buffer }> {
  let at = signature.length;
  while (at < buffer.length) {
    const length = buffer.readUInt32BE(at);
    const type = buffer.toString('latin1', at + 4, at + 8);
    const end = at + 8 + length;
    if (end + 4 > buffer.length) throw new Error('cut off');
    yield { type, data: buffer.subarray(at + 8, end) };
    at = end + 4;
  }
}
