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

/**
 * What an earlier sandbox left in the file; undefined where there is none. Throws `local` where the file can't be
 * used: a damaged one is kept under another name.
 */
export async function readState(path: string, disk: Disk, clock: Clock): Promise<SavedState | undefined> {
  const bytes = readPrivateFile(path, disk, largest);
  if (bytes === undefined) return undefined;
  const state = bytes === 'too large' ? undefined : parse(bytes);
  if (state !== undefined) return state;
  const kept = await setAside(path, clock);
  throw new CliError('local', `${path} is no state of a sandbox, or was cut off; it is kept as ${kept}.`, {
    hint: 'Type the same command again to begin with an empty one.',
  });
}

/** Writes the file whole or not at all. Throws `local`. */
export function writeState(path: string, state: SavedState, disk: Disk): Promise<void> {
  return writePrivateFile(path, JSON.stringify(state), disk, largest);
}

function parse(bytes: Buffer): SavedState | undefined {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
  return isState(value) ? value : undefined;
}

function isState(value: unknown): value is SavedState {
  if (!isRecord(value) || value['schemaVersion'] !== 1) return false;
  const { clock, tables } = value;
  return (
    isRecord(clock) &&
    typeof clock['frozen'] === 'boolean' &&
    Number.isFinite(clock['at']) &&
    isRecord(tables) &&
    Object.values(tables).every((rows) => Array.isArray(rows) && rows.every(isRow))
  );
}

function isRow(row: unknown): boolean {
  return Array.isArray(row) && row.length === 2 && typeof row[0] === 'string';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
