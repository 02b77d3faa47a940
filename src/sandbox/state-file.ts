import { isObject } from '../json-object.ts';
import type { Clock } from '../clock.ts';
import { CliError } from '../errors.ts';
import { type Disk, readPrivateFile, writePrivateFile } from '../settings/private-file.ts';
import { setAside } from '../settings/set-aside.ts';
import type { SavedTime } from './clock.ts';
import type { SavedTables } from './table.ts';

/** A sandbox as its file holds it. */
export interface SavedState {
  readonly schemaVersion: 1;
  readonly clock: SavedTime;
  readonly tables: SavedTables;
}

/** Full tables of every vendor come to about a third of this, in bytes. */
const largest = 16 * 1024 * 1024;
/** How every state begins, as it is written here. */
const opening = '{"schemaVersion":1,"clock":';

/** What the file holds: a state, nothing yet, a damaged state, one of a later release, or what was never a state. */
type Reading = SavedState | 'nothing' | 'damaged' | 'newer' | 'foreign';

/**
 * What an earlier sandbox left in the file; undefined where there is none, or an empty one. Throws `local` where the
 * file can't be used: a damaged state is kept under another name, and what was never a state is left as it is.
 */
export async function readState(path: string, disk: Disk, clock: Clock): Promise<SavedState | undefined> {
  const reading = read(readPrivateFile(path, disk, largest, (found) => isOurs(read(found))));
  if (typeof reading === 'object') return reading;
  switch (reading) {
    case 'nothing':
      return undefined;
    case 'damaged': {
      const kept = await setAside(path, clock, disk.elsewhere);
      throw new CliError('local', `${path} is a damaged state of a sandbox; it is kept as ${kept}.`, {
        hint: 'Type the same command again to begin with an empty one.',
      });
    }
    case 'newer':
      throw new CliError('local', `${path} was written by a newer authrig. It was left as it is.`, {
        hint: 'Update authrig, or name another file with --state.',
      });
    case 'foreign':
      throw new CliError('local', `${path} is no state of a sandbox. It was left as it is.`, {
        hint: 'Name a file with --state that is not there yet, or an empty one.',
      });
  }
}

/** Writes the file whole or not at all. Throws `local`. */
export function writeState(path: string, state: SavedState, disk: Disk): Promise<void> {
  return writePrivateFile(path, JSON.stringify(state), disk, largest);
}

/** What is not ours keeps its mode too. */
function isOurs(reading: Reading): boolean {
  return typeof reading === 'object' || reading === 'damaged';
}

/** Nothing is taken for a damaged state but what has the parts of one, or begins like one and was cut off. */
function read(bytes: Buffer | 'too large' | undefined): Reading {
  if (bytes === undefined || bytes.length === 0) return 'nothing';
  // No state was ever written that large.
  if (bytes === 'too large') return 'foreign';
  const text = bytes.toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return text.startsWith(opening) || opening.startsWith(text) ? 'damaged' : 'foreign';
  }
  if (!isObject(value) || !('clock' in value && 'tables' in value)) return 'foreign';
  const version = value['schemaVersion'];
  if (version === 1) return isState(value) ? value : 'damaged';
  return Number.isInteger(version) && Number(version) > 1 ? 'newer' : 'foreign';
}

type Stored = Readonly<Record<string, unknown>>;

function isState(value: Stored): value is Stored & SavedState {
  const { clock, tables } = value;
  return (
    value['schemaVersion'] === 1 &&
    isObject(clock) &&
    typeof clock['frozen'] === 'boolean' &&
    Number.isFinite(clock['at']) &&
    isObject(tables) &&
    Object.values(tables).every((rows) => Array.isArray(rows) && rows.every(isRow))
  );
}

function isRow(row: unknown): boolean {
  return Array.isArray(row) && row.length === 2 && typeof row[0] === 'string';
}
