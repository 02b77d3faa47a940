import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type Conf from 'conf';
import { CliError } from '../errors.ts';
import type { Machine } from '../machine.ts';
import { asShellWord } from '../shell-word.ts';
import { emptyContents, fileOf, parseContents, type Reading, type StoreContents } from './contents.ts';
import { configFolder, findConfigFolder } from './folder.ts';
import { type Held, withLock } from './lock.ts';
import { publishPrivateFile, readPrivateFile } from './private-file.ts';
import { ensurePrivateFolder } from './private-folder.ts';
import { setAside } from './set-aside.ts';
import { storageError } from './storage-error.ts';

/** The settings file: every profile and what is kept in it. */
export interface SettingsStore {
  /** Where the file is, or would be. Throws `local` where there is no folder for it. */
  readonly path: string;
  /** The file as it is now; empty where there is none. Throws `local` where it is damaged or may not be read. */
  read(): StoreContents;
  /**
   * Replaces the contents by what `edit` makes of them, while no other process does. A damaged file is first kept
   * under another name. Throws `local`, and whatever `edit` throws; then the file is as it was. Nothing is written
   * where `edit` hands back what it was given.
   */
  change(edit: (contents: StoreContents) => StoreContents): Promise<void>;
  /**
   * For commands that are about to change the file, before they read it or ask for anything: keeps a damaged one
   * under another name and throws `local`, saying which. Does nothing where the file is whole.
   */
  putAsideDamaged(): Promise<void>;
}

/** What the store and the sessions need: the machine, and where they say what they repaired or wait for. */
export interface StoreTools {
  readonly machine: Pick<Machine, 'env' | 'platform' | 'uid' | 'pid' | 'clock' | 'randomBytes' | 'signal'>;
  readonly warn: (text: string) => void;
}

const fileName = 'config.json';

/** The settings file of this machine. Nothing is touched before the first read or change. */
export function createStore(tools: StoreTools): SettingsStore {
  const { machine } = tools;
  return {
    get path() {
      return join(configFolder(machine), fileName);
    },
    read: () => {
      const folder = findConfigFolder(machine);
      if (folder === undefined) return emptyContents;
      const path = join(folder, fileName);
      const reading = look(path, tools);
      if ('contents' in reading) return reading.contents;
      if ('newer' in reading) throw tooNew(path);
      throw new CliError('local', `The settings file ${path} is damaged: ${reading.damage}.`, {
        hint: `Mend it, or type \`mv ${asShellWord(path)} ${asShellWord(`${path}.damaged`)}\` to start anew. It was left as it is.`,
      });
    },
    change: async (edit) => {
      const folder = configFolder(machine);
      const path = join(folder, fileName);
      await ensurePrivateFolder(folder, tools);
      const { default: Conf } = await import('conf');
      await withLock(path, tools, async (held) => {
        const before = await current(path, tools);
        const contents = edit(before);
        if (contents === before) return;
        await sweep(folder);
        await replace(path, fileOf(contents), { Conf, held, tools });
      });
    },
    putAsideDamaged: async () => {
      const path = join(configFolder(machine), fileName);
      // Only under the lock, and looked at again: another process may have mended it by then.
      if ('damage' in look(path, tools)) await withLock(path, tools, () => current(path, tools));
    },
  };
}

interface Replacing {
  readonly Conf: typeof Conf;
  readonly held: Held;
  readonly tools: StoreTools;
}

/** conf replaces a good file by a cut one on a full disk: it writes beside it, and what it wrote is proven first. */
async function replace(
  path: string,
  content: Record<string, unknown>,
  { Conf, held, tools }: Replacing,
): Promise<void> {
  const text = `${JSON.stringify(content, undefined, 2)}\n`;
  let drafts: string | undefined;
  try {
    drafts = await mkdtemp(join(dirname(path), draftPrefix));
    const conf = new Conf({
      cwd: drafts,
      configName: basename(fileName, '.json'),
      configFileMode: 0o600,
      accessPropertiesByDotNotation: false,
      serialize: () => text,
    });
    conf.store = content;
    await held.confirm();
    await publishPrivateFile(join(drafts, fileName), path, text, tools);
  } catch (error) {
    throw storageError(error, path, 'written');
  } finally {
    if (drafts !== undefined) await rm(drafts, { recursive: true, force: true }).catch(() => {});
  }
}

const draftPrefix = `.${fileName}.`;

/** Drafts of a process that was killed while it held the lock. One that can't be removed is in nobody's way. */
async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.startsWith(draftPrefix)) continue;
    await rm(join(folder, name), { recursive: true, force: true }).catch(() => {});
  }
}

function look(path: string, tools: StoreTools): Reading {
  const bytes = readPrivateFile(path, tools);
  if (bytes === undefined) return { contents: emptyContents };
  return bytes === 'too large' ? { damage: 'it is larger than 1 MB' } : parseContents(bytes);
}

async function current(path: string, tools: StoreTools): Promise<StoreContents> {
  const reading = look(path, tools);
  if ('contents' in reading) return reading.contents;
  if ('newer' in reading) throw tooNew(path);
  const kept = await setAside(path, tools.machine.clock);
  throw new CliError(
    'local',
    `The settings file ${path} was damaged: ${reading.damage}. It is kept as ${kept}.`,
    {
      hint: `Mend that file and type \`mv ${asShellWord(kept)} ${asShellWord(path)}\`, or type the same command again to start anew.`,
    },
  );
}

function tooNew(path: string): CliError {
  return new CliError(
    'local',
    `The settings file ${path} was written by a newer authrig. It was left as it is.`,
    {
      hint: 'Update authrig, or set AUTHRIG_CONFIG_DIR to another folder.',
    },
  );
}
