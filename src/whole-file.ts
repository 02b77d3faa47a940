import { mkdtemp, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CliError, errorCode } from './errors.ts';

/**
 * Writes a file whole or not at all, on the disk when it returns: through a folder of its own beside it, which is
 * private from the start and on the same disk. A link in its place is replaced and not followed. Throws system errors
 * as they are, and `local` where a full disk cut the file without an error.
 */
export function replaceFile(path: string, content: string | Uint8Array, mode: number): Promise<void> {
  return beside(path, async (draft) => {
    await writeWhole(draft, content, mode);
    await rename(draft, path);
  });
}

/** Works with a path that is free, in a folder of its own beside `path`; what is left there afterwards is gone. */
export async function beside<T>(path: string, work: (free: string) => Promise<T>): Promise<T> {
  const folder = await draftFolder(path);
  try {
    return await work(join(folder, basename(path)));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Writes a new file, and throws as `replaceFile` does. */
export async function writeWhole(path: string, content: string | Uint8Array, mode: number): Promise<void> {
  await writeFile(path, content, { mode, flag: 'wx', flush: true });
  if ((await stat(path)).size !== Buffer.byteLength(content)) {
    throw new CliError('local', 'the file was cut, most likely because the disk is full');
  }
}

/** Throws the system's error where no file could be made beside this path. */
export async function tryFolderOf(path: string): Promise<void> {
  await rmdir(await draftFolder(path));
}

function draftFolder(path: string): Promise<string> {
  return mkdtemp(join(dirname(path), '.authrig-'));
}

/** Why a file could not be written, as the end of a sentence. */
export function whyUnwritable(error: unknown): string {
  if (error instanceof CliError) return error.message;
  switch (errorCode(error)) {
    case 'ENOENT':
      return 'its folder does not exist';
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'EROFS':
      return 'the disk is read-only';
    case 'ENOSPC':
    case 'EDQUOT':
      return 'the disk is full';
    case 'EFBIG':
      return 'it would exceed the size that files may have';
    case 'EISDIR':
    case 'ENOTEMPTY':
    case 'EEXIST':
      return 'it is a folder';
    case 'ENOTDIR':
      return 'a part of the path is no folder';
    case 'ENAMETOOLONG':
      return 'its name is too long';
    default:
      return errorCode(error) ?? 'unknown reason';
  }
}
