import { createHash } from 'node:crypto';
import type { RandomBytes } from '../machine.ts';
import type { Table } from './table.ts';

/** Where the sandbox's codes, tokens and ids come from, one stream for each vendor. */
export type Randomness = (stream: string) => RandomBytes;

/**
 * With a seed the bytes of each stream are the same in every run: a hash of seed, stream and block number. How far a
 * stream has come is kept in `used`, so that a sandbox that goes on from its state file repeats nothing. Without a seed
 * they are the machine's own.
 */
export function createRandomness(
  seed: string | undefined,
  machine: RandomBytes,
  used: Table<number>,
): Randomness {
  if (seed === undefined) return () => machine;
  return (stream) => (count) => {
    const blocks: Buffer[] = [];
    let block = used.get(stream) ?? 0;
    for (let length = 0; length < count; length += 32, block += 1) {
      blocks.push(
        createHash('sha256')
          .update(JSON.stringify([seed, stream, block]))
          .digest(),
      );
    }
    used.set(stream, block);
    return Uint8Array.from(Buffer.concat(blocks).subarray(0, count));
  };
}
