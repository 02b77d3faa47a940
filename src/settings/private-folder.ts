import { chmod, mkdir, readdir, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { CliError, errorCode } from '../errors.ts';
import type { Disk } from './private-file.ts';
import { storageError } from './storage-error.ts';

/**
 * Makes the folder with mode 0700 where it is missing. One of ours that others may enter is closed with a warning;
 * a folder that holds other things is left as it is, and refused where others may write in it. Throws `local`.
 */
export async function ensurePrivateFolder(folder: string, disk: Disk, ours?: true): Promise<void> {
  try {
    // Looking first costs one step less where the folder is there, as it is but once.
    const created = (await isFolder(folder)) ? false : await makeFolder(folder);
    if (disk.machine.uid === undefined) return;
    const { mode, uid } = await stat(folder);
    if (!created && (mode & 0o077) === 0) return;
    if (created || (uid === disk.machine.uid && (ours || (await isOurs(folder, mode))))) {
      await chmod(folder, 0o700);
      if (!created) disk.warn(`${folder} was open to other users; it is not any more.`);
    } else if ((mode & 0o022) !== 0) {
      throw new CliError('local', `Other users may write in ${folder}; no secret is kept there.`, {
        hint: 'Set AUTHRIG_CONFIG_DIR to a folder that is yours alone.',
      });
    }
  } catch (error) {
    throw storageError(error, folder, 'written');
  }
}

async function isFolder(path: string): Promise<boolean> {
  const stats = await stat(path).catch(() => undefined);
  return stats?.isDirectory() === true;
}

/**
 * Makes the folder and the parents that are missing; true where it made it. Node's own recursive form never ends
 * where the system answers ENOENT although the parent is there, as under /proc.
 */
async function makeFolder(folder: string): Promise<boolean> {
  const make = (): Promise<boolean> => mkdir(folder, { mode: 0o700 }).then(() => true);
  try {
    return await make().catch(async (error: unknown) => {
      const parent = dirname(folder);
      if (errorCode(error) !== 'ENOENT' || parent === folder) throw error;
      await makeFolder(parent);
      return make();
    });
  } catch (error) {
    if (errorCode(error) === 'EEXIST' && (await stat(folder)).isDirectory()) return false;
    throw error;
  }
}

/** Closing a folder such as /etc or a home would harm others: only what holds our own files is ours to close. */
async function isOurs(folder: string, mode: number): Promise<boolean> {
  if ((mode & 0o1000) !== 0) return false;
  if (basename(folder) === 'authrig') return true;
  return (await readdir(folder)).every((name) => /^\.?(?:config\.json|sessions)/.test(name));
}
