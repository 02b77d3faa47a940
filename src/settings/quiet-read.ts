import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Machine } from '../machine.ts';
import { emptyContents, parseContents, type StoreContents } from './contents.ts';
import { findConfigFolder } from './folder.ts';
import { isProfileName } from './profile-name.ts';

/** No file of the store comes near this. In bytes. */
const largest = 1024 * 1024;

type Home = Pick<Machine, 'env' | 'platform'>;

/**
 * What is stored, for a glance beside a command line that is being typed: nothing is repaired, set aside or said, which
 * is left to the command that follows. What can't be read counts as missing.
 */
export function glanceAtStore(machine: Home): StoreContents {
  const bytes = quietly(() => {
    const folder = findConfigFolder(machine);
    return folder === undefined ? undefined : readRegularFile(join(folder, 'config.json'));
  });
  const reading = bytes === undefined ? undefined : parseContents(bytes);
  return reading !== undefined && 'contents' in reading ? reading.contents : emptyContents;
}

/** What is kept of this kind for the profile, newest last; read as `glanceAtStore` reads. */
export function glanceAtKept(machine: Home, profile: string, kind: string): readonly unknown[] {
  const found = quietly(() => {
    const root = findConfigFolder(machine);
    if (root === undefined || !isProfileName(profile)) return [];
    const folder = join(root, 'sessions', profile, kind);
    const names = readdirSync(folder).filter((name) => name.endsWith('.json') && !name.startsWith('.'));
    return names.flatMap((name) => quietly(() => entryIn(readRegularFile(join(folder, name)))) ?? []);
  });
  return (found ?? []).toSorted((one, other) => one.storedAt - other.storedAt).map(({ value }) => value);
}

function entryIn(
  bytes: Buffer | undefined,
): readonly { readonly storedAt: number; readonly value: unknown }[] {
  const entry: unknown = bytes === undefined ? undefined : JSON.parse(bytes.toString('utf8'));
  if (typeof entry !== 'object' || entry === null || !('storedAt' in entry) || !('value' in entry)) return [];
  return typeof entry.storedAt === 'number' ? [{ storedAt: entry.storedAt, value: entry.value }] : [];
}

/** A FIFO would hold the shell up for ever. */
function readRegularFile(path: string): Buffer | undefined {
  const stats = statSync(path);
  return stats.isFile() && stats.size <= largest ? readFileSync(path) : undefined;
}

function quietly<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
