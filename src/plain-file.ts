import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/**
 * The bytes of a plain file, or why there are none: nobody waits for whoever writes to a FIFO, and a device may have no end.
 * Throws the system's errors as they are.
 */
export async function readPlainFile(
  path: string,
  mostBytes: number,
): Promise<Buffer | 'no plain file' | 'too large'> {
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = await file.stat();
    if (!stats.isFile()) return 'no plain file';
    return stats.size > mostBytes ? 'too large' : await file.readFile();
  } finally {
    await file.close();
  }
}
