import { defaultProfile, isProfileName } from './profile-name.ts';

/** What the settings file holds. */
export interface StoreContents {
  /** The current profile. */
  readonly profile: string;
  /** By profile name, then by setting name. `default` is always there. */
  readonly profiles: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** What became of reading the file: its contents, or why it can't be used. */
export type Reading =
  | { readonly contents: StoreContents }
  | { readonly damage: string }
  /** Written by a later release: whole, but not ours to read or to change. */
  | { readonly newer: true };

const schemaVersion = 1;

export const emptyContents: StoreContents = { profile: defaultProfile, profiles: { [defaultProfile]: {} } };

/** Reads the file's bytes strictly; a byte order mark and any line ends are accepted. */
export function parseContents(bytes: Buffer): Reading {
  if (bytes.length === 0) return { damage: 'it is empty' };
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    // The parser's own words quote the file, and the file holds secrets.
    return { damage: 'it is not JSON, or was cut off' };
  }
  if (!isRecord(parsed)) return { damage: 'it is not a JSON object' };
  const version = parsed['schemaVersion'];
  if (Number.isInteger(version) && Number(version) > schemaVersion) return { newer: true };
  if (version !== schemaVersion) return { damage: 'its schemaVersion is not 1' };
  return readProfiles(parsed);
}

/** The contents as the file holds them. */
export function fileOf(contents: StoreContents): Record<string, unknown> {
  return { schemaVersion, profile: contents.profile, profiles: contents.profiles };
}

function readProfiles({ profile, profiles }: Record<string, unknown>): Reading {
  if (!isRecord(profiles)) return { damage: 'its profiles are missing' };
  const read: Record<string, Record<string, string>> = { [defaultProfile]: {} };
  for (const [name, settings] of Object.entries(profiles)) {
    if (!isProfileName(name)) return { damage: 'a profile has a name that is not allowed' };
    if (!isRecord(settings)) return { damage: `the profile "${name}" is not an object` };
    const values: Record<string, string> = {};
    for (const [setting, value] of Object.entries(settings)) {
      if (!/^[A-Za-z][A-Za-z0-9]*(?:\.[A-Za-z][A-Za-z0-9]*)+$/.test(setting)) {
        return { damage: `the profile "${name}" holds a setting with an impossible name` };
      }
      if (typeof value !== 'string') return { damage: `${setting} in the profile "${name}" is not a string` };
      values[setting] = value;
    }
    read[name] = values;
  }
  if (typeof profile !== 'string' || !Object.hasOwn(read, profile)) {
    return { damage: 'its current profile is missing' };
  }
  return { contents: { profile, profiles: read } };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
