import { lstat, rename } from 'node:fs/promises';
import { CliError, errorCode } from '../errors.ts';
import { replaceFile, tryFolderOf, whyUnwritable } from '../whole-file.ts';

/**
 * Sees to it that the recording can be written, before anything is sent. Throws `local` for a folder that is missing or
 * takes no file, and for what is no plain file: a link is refused and not followed (S06).
 */
export async function checkPlace(path: string): Promise<void> {
  try {
    const present = await lstat(path).catch((error: unknown) => {
      if (errorCode(error) !== 'ENOENT') throw error;
    });
    if (present?.isSymbolicLink() === true) throw unwritable(path, 'it is a symbolic link');
    if (present?.isDirectory() === true) throw unwritable(path, 'it is a folder');
    if (present !== undefined && !present.isFile()) throw unwritable(path, 'it is no plain file');
    await tryFolderOf(path);
  } catch (error) {
    throw error instanceof CliError ? error : unwritable(path, whyUnwritable(error), error);
  }
}

/** How many older files of one name are kept. */
const mostKept = 9;

/**
 * Writes the recording whole or not at all, for its owner alone. A file that is there may be the only trace of a sign-in
 * that can't be had again: it is kept as FILE.1, the one before it as FILE.2, up to FILE.9. Returns its new name;
 * undefined where there was none. Throws `local`.
 */
export async function writeRecording(path: string, text: string): Promise<string | undefined> {
  let older: string | undefined;
  try {
    // Not before the new one is on the disk: a full one would have cost the oldest for nothing.
    await replaceFile(path, text, 0o600, async () => {
      older = await keepOlder(path);
    });
    return older;
  } catch (error) {
    if (older !== undefined) await rename(older, path).catch(() => {});
    throw unwritable(path, whyUnwritable(error), error);
  }
}

/** The last one first, so that each finds its new name free; what the tenth was is gone. */
async function keepOlder(path: string): Promise<string | undefined> {
  const names = Array.from({ length: mostKept + 1 }, (_, age) => (age === 0 ? path : `${path}.${age}`));
  const free = (await Promise.all(names.map(isThere))).indexOf(false);
  for (let age = free < 0 ? mostKept : free; age > 0; age -= 1)
    await rename(names[age - 1] ?? path, names[age] ?? path);
  return free === 0 ? undefined : names[1];
}

async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

function unwritable(path: string, why: string, cause?: unknown): CliError {
  return new CliError('local', `The recording ${path} could not be written: ${why}.`, {
    hint: 'Name a file in a folder that you may write to: --record FILE',
    ...(cause === undefined ? {} : { cause }),
  });
}
