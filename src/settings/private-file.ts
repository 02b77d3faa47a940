import { closeSync, constants, fchmodSync, fstatSync, openSync, readFileSync, type Stats } from 'node:fs';
import { lstat, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CliError, errorCode } from '../errors.ts';
import type { Machine } from '../machine.ts';
import { asShellWord } from '../shell-word.ts';
import { elsewhereFolder, storageError } from './storage-error.ts';

/** What writing to the disk needs of the machine, and where it says what it repaired. */
export interface Disk {
  readonly machine: Pick<Machine, 'uid' | 'randomBytes'>;
  readonly warn: (text: string) => void;
  /** How the user has the file somewhere else, for hints; without it by AUTHRIG_CONFIG_DIR. */
  readonly elsewhere?: string;
}

/** No file of the store comes near this; what is larger is neither written nor read. In bytes. */
const largestFile = 1024 * 1024;

/**
 * The file's bytes, or undefined where there is none. Modes wider than 0600 are repaired with a warning, but for a file
 * that is not `ours`. Throws `local` on what is no regular file of this user, and never waits on a FIFO.
 */
export function readPrivateFile(
  path: string,
  disk: Disk,
  largest = largestFile,
  isOurs: (bytes: Buffer | 'too large') => boolean = () => true,
): Buffer | 'too large' | undefined {
  let descriptor: number | undefined;
  try {
    // Windows has neither flag, and neither symbolic links nor FIFOs in common use.
    descriptor = openSync(
      path,
      constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
    );
    const stats = fstatSync(descriptor);
    refuseForeign(path, stats, disk);
    const bytes = stats.size > largest ? 'too large' : readFileSync(descriptor);
    if (disk.machine.uid !== undefined && (stats.mode & 0o077) !== 0 && isOurs(bytes))
      close(path, descriptor, disk);
    return bytes;
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT') return undefined;
    throw code === 'ELOOP' || code === 'EMLINK'
      ? foreign(path, 'a symbolic link', disk)
      : storageError(error, path, 'read', disk.elsewhere);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function close(path: string, descriptor: number, disk: Disk): void {
  try {
    fchmodSync(descriptor, 0o600);
    disk.warn(
      `${path} was open to other users; it is not any more. Replace the secrets in it if they may have read it.`,
    );
  } catch {
    disk.warn(`${path} is open to other users. Type \`chmod 600 ${asShellWord(path)}\`.`);
  }
}

/** Writes the file whole or not at all, mode 0600, on the disk when it returns. Throws `local`. */
export function writePrivateFile(
  path: string,
  text: string,
  disk: Disk,
  largest = largestFile,
): Promise<void> {
  return throughDraft(path, text, disk, (draft) => publishPrivateFile(draft, path, text, disk, largest));
}

/** The same without waiting for the disk: for what a power cut may take with it. Throws `local`. */
export function writePassingFile(path: string, text: string, disk: Disk): Promise<void> {
  return throughDraft(path, text, disk, (draft) => rename(draft, path));
}

async function throughDraft(
  path: string,
  text: string,
  disk: Disk,
  publish: (draft: string) => Promise<void>,
): Promise<void> {
  const suffix = Buffer.from(disk.machine.randomBytes(8)).toString('hex');
  const draft = join(dirname(path), `.${basename(path)}.${suffix}.tmp`);
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.chmod(0o600);
      await file.writeFile(text);
    } finally {
      await file.close();
    }
    await publish(draft);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {});
    throw storageError(error, path, 'written', disk.elsewhere);
  }
}

/**
 * Puts a finished draft on the same file system in the place of `path`, after it was proven to hold `text` to the
 * last byte: a full disk can cut a file without an error. Throws `local`; then `path` is as it was.
 */
export async function publishPrivateFile(
  draft: string,
  path: string,
  text: string,
  disk: Disk,
  largest = largestFile,
): Promise<void> {
  if (Buffer.byteLength(text) > largest) throw tooLarge(path, largest);
  try {
    const file = await open(draft, 'r+');
    try {
      await file.chmod(0o600);
      if (!(await file.readFile()).equals(Buffer.from(text))) throw incomplete(path);
      await file.sync();
    } finally {
      await file.close();
    }
    const present = await lstat(path).catch(() => undefined);
    if (present !== undefined) refuseForeign(path, present, disk);
    await rename(draft, path);
    await syncFolder(dirname(path));
  } catch (error) {
    throw storageError(error, path, 'written', disk.elsewhere);
  }
}

function incomplete(path: string): CliError {
  return new CliError('local', `${path} could not be written whole, most likely because the disk is full.`, {
    hint: 'Nothing that was stored has changed. Free some space and type the same command again.',
  });
}

function tooLarge(path: string, largest: number): CliError {
  return new CliError('local', `${path} would be larger than ${largest / 1024 / 1024} MB.`, {
    hint: 'Nothing was stored. Keep less in it.',
  });
}

function refuseForeign(path: string, stats: Stats, disk: Disk): void {
  const { uid } = disk.machine;
  if (stats.isSymbolicLink()) throw foreign(path, 'a symbolic link', disk);
  if (!stats.isFile())
    throw foreign(path, stats.isDirectory() ? 'a folder' : 'a pipe, a socket or a device', disk);
  if (uid !== undefined && stats.uid !== uid) throw foreign(path, 'the file of another user', disk);
}

function foreign(path: string, what: string, { elsewhere = elsewhereFolder }: Disk): CliError {
  return new CliError('local', `${path} is ${what}; secrets are kept in plain files of your own alone.`, {
    hint: `Type \`ls -l ${asShellWord(path)}\` to look at it and move it away, or ${elsewhere}.`,
  });
}

/** Makes a rename in the folder last through a power cut; some file systems have no such thing. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch (error) {
    if (!['EINVAL', 'ENOTSUP', 'EISDIR', 'EPERM', 'EACCES', 'EBADF'].includes(errorCode(error) ?? ''))
      throw error;
  }
}
