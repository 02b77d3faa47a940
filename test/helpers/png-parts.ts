import { crc32, deflateSync } from 'node:zlib';
import { Buffer } from 'node:buffer';

const signature = Buffer.from('89504e470d0a1a0a', 'hex');

export interface Header {
  readonly width: number;
  readonly height: number;
  readonly depth?: number;
  readonly colour?: number;
  readonly interlaced?: boolean;
}

/** One chunk of a PNG with the checksum that belongs to it. */
export function chunk(type: string, data: Uint8Array = Buffer.alloc(0)): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8 + body.length);
  frame.writeUInt32BE(data.length, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(crc32(body), 4 + body.length);
  return frame;
}

export function header({ width, height, depth = 8, colour = 0, interlaced = false }: Header): Buffer {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  data.set([depth, colour, 0, 0, interlaced ? 1 : 0], 8);
  return chunk('IHDR', data);
}

/** A PNG of these chunks, and of data that unpack to `raw`. */
export function png(headers: readonly Buffer[], raw: Uint8Array): Buffer {
  return Buffer.concat([signature, ...headers, chunk('IDAT', deflateSync(raw)), chunk('IEND')]);
}

/** The seven passes of an interlaced grey image, each row behind its filter byte. */
export function interlace(width: number, height: number, grey: (x: number, y: number) => number): Buffer {
  const bytes: number[] = [];
  for (const [x0 = 0, y0 = 0, dx = 1, dy = 1] of [
    [0, 0, 8, 8],
    [4, 0, 8, 8],
    [0, 4, 4, 8],
    [2, 0, 4, 4],
    [0, 2, 2, 4],
    [1, 0, 2, 2],
    [0, 1, 1, 2],
  ]) {
    if (x0 >= width) continue;
    for (let y = y0; y < height; y += dy) {
      bytes.push(0);
      for (let x = x0; x < width; x += dx) bytes.push(grey(x, y));
    }
  }
  return Buffer.from(bytes);
}
