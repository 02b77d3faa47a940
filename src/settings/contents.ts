import { isObject } from '../json-object.ts';
import { defaultProfile, isProfileName } from './profile-name.ts';

/** What the settings file holds. */
export interface StoreContents {
  /** The current profile. */
  readonly profile: string;
  /** By profile name, then by setting name. `default` is always there. */
  readonly profiles: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** By profile name: the secrets whose values lie in the system's keychain. */
  readonly keychain?: Readonly<Record<string, readonly string[]>>;
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
  if (!isObject(parsed)) return { damage: 'it is not a JSON object' };
  const version = parsed['schemaVersion'];
  if (Number.isInteger(version) && Number(version) > schemaVersion) return { newer: true };
  if (version !== schemaVersion) return { damage: 'its schemaVersion is not 1' };
  return readProfiles(parsed);
}

/** The contents as the file holds them. */
export function fileOf(contents: StoreContents): Record<string, unknown> {
  const { profile, profiles, keychain = {} } = contents;
  const kept = Object.entries(keychain).filter(([, names]) => names.length > 0);
  const mark = kept.length === 0 ? {} : { keychain: Object.fromEntries(kept) };
  return { schemaVersion, profile, profiles, ...mark };
}

function readProfiles({ profile, profiles, keychain }: Record<string, unknown>): Reading {
  if (!isObject(profiles)) return { damage: 'its profiles are missing' };
  const read: Record<string, Record<string, string>> = { [defaultProfile]: {} };
  for (const [name, settings] of Object.entries(profiles)) {
    if (!isProfileName(name)) return { damage: 'a profile has a name that is not allowed' };
    if (!isObject(settings)) return { damage: `the profile "${name}" is not an object` };
    const values: Record<string, string> = {};
    for (const [setting, value] of Object.entries(settings)) {
      if (!isSettingName(setting)) {
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
  const kept = readKeychain(keychain, read);
  if (kept === undefined) return { damage: 'its list of what the keychain holds is not one' };
  return { contents: { profile, profiles: read, ...(Object.keys(kept).length > 0 && { keychain: kept }) } };
}

/** Undefined where it is no list of settings for each of the profiles. */
function readKeychain(
  keychain: unknown,
  profiles: Readonly<Record<string, unknown>>,
): Record<string, readonly string[]> | undefined {
  if (keychain === undefined) return {};
  if (!isObject(keychain)) return undefined;
  const read: Record<string, readonly string[]> = {};
  for (const [profile, names] of Object.entries(keychain)) {
    if (!Object.hasOwn(profiles, profile) || !Array.isArray(names) || !names.every(isSettingName))
      return undefined;
    read[profile] = names;
  }
  return read;
}

function isSettingName(name: unknown): name is string {
  return typeof name === 'string' && /^[A-Za-z][A-Za-z0-9]*(?:\.[A-Za-z][A-Za-z0-9]*)+$/.test(name);
}
