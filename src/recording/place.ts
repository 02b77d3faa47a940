import { lstat } from 'node:fs/promises';
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

/** Writes the recording whole or not at all, for its owner alone. Throws `local`. */
export async function writeRecording(path: string, text: string): Promise<void> {
  try {
    await replaceFile(path, text, 0o600);
  } catch (error) {
    throw unwritable(path, whyUnwritable(error), error);
  }
}

function unwritable(path: string, why: string, cause?: unknown): CliError {
  return new CliError('local', `The recording ${path} could not be written: ${why}.`, {
    hint: 'Name a file in a folder that you may write to: --record FILE',
    ...(cause === undefined ? {} : { cause }),
  });
}
