import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import type { Clock } from '../clock.ts';
import { elsewhereFolder, storageError } from './storage-error.ts';

/** Keeps a damaged file under another name beside it, never over an earlier one, and returns that name. */
export async function setAside(path: string, clock: Clock, elsewhere = elsewhereFolder): Promise<string> {
  const time = new Date(clock.now()).toISOString().replaceAll(':', '-');
  let kept = `${path}.corrupt-${time}`;
  for (let count = 2; existsSync(kept); count += 1) kept = `${path}.corrupt-${time}-${count}`;
  try {
    await rename(path, kept);
    return kept;
  } catch (error) {
    throw storageError(error, path, 'removed', elsewhere);
  }
}
