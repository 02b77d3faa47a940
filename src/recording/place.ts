import { link, lstat, rename } from 'node:fs/promises';
import { CliError, errorCode } from '../errors.ts';
import { beside, tryFolderOf, whyUnwritable, writeWhole } from '../whole-file.ts';

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
 * that can't be had again: it is kept as FILE.1, the one before it as FILE.2, up to FILE.9, however many processes do so
 * at once. Returns its new name; undefined where there was none. Throws `local`.
 */
export async function writeRecording(path: string, text: string): Promise<string | undefined> {
  try {
    return await beside(path, async (draft) => {
      // Before the older ones are moved: a disk that is full would have cost the oldest for nothing.
      await writeWhole(draft, text, 0o600);
      return (await stack(draft, path, 0)) ? `${path}.1` : undefined;
    });
  } catch (error) {
    throw unwritable(path, whyUnwritable(error), error);
  }
}

/**
 * Puts a file at the place of this age; what is there moves on to the next one first, and beyond the last place is gone.
 * No step replaces a file: whoever takes a place at the same moment is moved on like every other. True where the place
 * was taken.
 */
async function stack(file: string, path: string, age: number): Promise<boolean> {
  const place = age === 0 ? path : `${path}.${age}`;
  let wasTaken = false;
  while (!(await takes(place, file))) {
    wasTaken = true;
    await beside(place, async (moved) => moveOn({ place, moved, path, age }));
  }
  return wasTaken;
}

interface Move {
  readonly place: string;
  /** Where it is in the meantime. */
  readonly moved: string;
  readonly path: string;
  readonly age: number;
}

async function moveOn({ place, moved, path, age }: Move): Promise<void> {
  try {
    await rename(place, moved);
  } catch (error) {
    // Somebody else has moved it.
    if (errorCode(error) === 'ENOENT') return;
    throw error;
  }
  if (age === mostKept) return;
  try {
    await stack(moved, path, age + 1);
  } catch (error) {
    await link(moved, place).catch(() => {});
    throw error;
  }
}

/** False where another file has the place. A file system without links has no such question: there the file replaces it. */
async function takes(place: string, file: string): Promise<boolean> {
  try {
    await link(file, place);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(errorCode(error) ?? '')) throw error;
    if (await isThere(place)) return false;
    await rename(file, place);
  }
  return true;
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
