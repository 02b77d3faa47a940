import { readdir, rm, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CliError, errorCode } from '../errors.ts';
import { configFolder, findConfigFolder } from './folder.ts';
import { withLock } from './lock.ts';
import { readPrivateFile, writePassingFile, writePrivateFile } from './private-file.ts';
import { ensurePrivateFolder } from './private-folder.ts';
import { defaultProfile, isSafeName } from './profile-name.ts';
import { setAside } from './set-aside.ts';
import { storageError } from './storage-error.ts';
import type { StoreTools } from './store.ts';

/** What is kept between two commands: a session with its tokens, or a challenge that waits for its code. */
export interface Kept<T> {
  readonly id: string;
  readonly value: T;
}

/** Tokens, sessions and challenges, one file each, each profile's by itself, replaced atomically. */
export interface Sessions {
  /** The kept entry, or undefined. `kind` is a folder such as `challenges`; `id` is made by `put`'s caller. */
  get(kind: string, id: string): Promise<unknown>;
  /**
   * Writes the entry whole or not at all, mode 0600; one that is `passing` is not waited for until it is on the disk.
   * Throws `local`.
   */
  put(kind: string, id: string, value: unknown, life?: 'passing'): Promise<void>;
  /** Removes the entry; true where there was one. */
  remove(kind: string, id: string): Promise<boolean>;
  /** All entries of the kind, oldest first. */
  list(kind: string): Promise<readonly Kept<unknown>[]>;
  /**
   * Runs `work` while no other process holds the lock of this entry; the lock of a dead owner is taken over. A living
   * one is waited for, 30 s or `patienceMs`.
   */
  locked<T>(kind: string, id: string, work: () => Promise<T>, patienceMs?: number): Promise<T>;
  /** Removes all that is kept for a profile, of this name or another. Throws `local`. */
  forgetProfile(name: string): Promise<void>;
}

interface Entry {
  readonly storedAt: number;
  readonly value: unknown;
}

/** What runs on this machine runs for every profile: it is kept with the one that always exists. */
const everyones = new Set(['sandboxes']);

const extension = '.json';
const schemaVersion = 1;
const draftLife = 60_000;

/**
 * The sessions of one profile, asked for when the first is touched. Ids are up to 128 letters, digits and `. _ @ + -`;
 * any other is a `usage` error, since it may come from the command line.
 */
export function createSessions(tools: StoreTools & { readonly profile: () => string }): Sessions {
  const { machine } = tools;
  const folderOf = (root: string, kind: string): string => {
    // Asked for in any case, since one that was named has to be there.
    const profile = tools.profile();
    return join(root, 'sessions', everyones.has(kind) ? defaultProfile : profile, checked(kind));
  };
  /** Undefined where the machine has no folder for them. */
  const find = (kind: string): string | undefined => {
    const root = findConfigFolder(machine);
    return root && folderOf(root, kind);
  };
  const make = async (kind: string): Promise<string> => {
    const root = configFolder(machine);
    const folder = folderOf(root, kind);
    await ensurePrivateFolder(root, tools);
    for (const part of [join(root, 'sessions'), dirname(folder), folder])
      await ensurePrivateFolder(part, tools, true);
    return folder;
  };
  const load = (kind: string, id: string): Promise<Entry | undefined> => {
    const folder = find(kind);
    return loadEntry(folder && join(folder, fileOf(id)), tools);
  };

  return {
    get: async (kind, id) => (await load(kind, id))?.value,
    put: async (kind, id, value, life) => {
      const file = fileOf(id);
      const folder = await make(kind);
      await sweep(folder, machine.clock.now());
      const entry = { schemaVersion, storedAt: machine.clock.now(), value };
      const write = life === 'passing' ? writePassingFile : writePrivateFile;
      await write(join(folder, file), `${JSON.stringify(entry)}\n`, tools);
    },
    remove: async (kind, id) => {
      const file = fileOf(id);
      const folder = find(kind);
      return folder !== undefined && removeFile(join(folder, file));
    },
    list: async (kind) => {
      const files = await filesIn(find(kind));
      const ids = files
        .filter((file) => file.endsWith(extension))
        .map((file) => file.slice(0, -extension.length));
      const entries = await Promise.all(
        ids.filter(isId).map(async (id) => ({ id, entry: await load(kind, id) })),
      );
      return entries
        .flatMap(({ id, entry }) => (entry === undefined ? [] : [{ id, ...entry }]))
        .toSorted((a, b) => a.storedAt - b.storedAt || (a.id < b.id ? -1 : 1))
        .map(({ id, value }) => ({ id, value }));
    },
    locked: async (kind, id, work, patienceMs) => {
      const file = fileOf(id);
      return withLock(join(await make(kind), file), tools, work, patienceMs);
    },
    forgetProfile: async (name) => {
      const root = findConfigFolder(machine);
      if (root !== undefined) await removeFolder(join(root, 'sessions', checked(name)));
    },
  };
}

async function removeFolder(folder: string): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true });
  } catch (error) {
    throw storageError(error, folder, 'removed');
  }
}

async function loadEntry(path: string | undefined, tools: StoreTools): Promise<Entry | undefined> {
  const bytes = path === undefined ? undefined : readPrivateFile(path, tools);
  if (path === undefined || bytes === undefined) return undefined;
  const entry = bytes === 'too large' ? undefined : parseEntry(bytes);
  if (entry !== undefined) return entry;
  const kept = await setAside(path, tools.machine.clock).catch(() => undefined);
  tools.warn(`${path} is damaged and counts as missing. It is kept as ${kept ?? path}.`);
  return undefined;
}

function parseEntry(bytes: Buffer): Entry | undefined {
  try {
    const parsed: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (typeof parsed !== 'object' || parsed === null) return undefined;
    const entry = parsed as Record<string, unknown>;
    const { storedAt, value } = entry;
    const known =
      entry['schemaVersion'] === schemaVersion && typeof storedAt === 'number' && 'value' in entry;
    return known ? { storedAt, value } : undefined;
  } catch {
    return undefined;
  }
}

async function removeFile(path: string): Promise<boolean> {
  try {
    await unlink(path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw storageError(error, path, 'removed');
  }
}

async function filesIn(folder: string | undefined): Promise<string[]> {
  try {
    return folder === undefined ? [] : await readdir(folder);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw storageError(error, folder ?? '', 'read');
  }
}

/** Drafts of processes that were killed in the middle of a write. One that can't be removed is in nobody's way. */
async function sweep(folder: string, now: number): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.startsWith('.') || !name.endsWith('.tmp')) continue;
    const path = join(folder, name);
    const stats = await stat(path).catch(() => undefined);
    if (stats !== undefined && now - stats.mtimeMs > draftLife)
      await rm(path, { force: true }).catch(() => {});
  }
}

function isId(id: string): boolean {
  return isSafeName(id, /^[A-Za-z0-9_+][A-Za-z0-9._@+-]{0,127}$/);
}

function checked(name: string): string {
  if (isId(name)) return name;
  throw new CliError('usage', 'This is no id that authrig gives out.', {
    hint: 'Ids hold letters, digits, ".", "_", "@", "+" and "-", up to 128 of them.',
  });
}

function fileOf(id: string): string {
  return `${checked(id)}${extension}`;
}
