import { CliError } from '../errors.ts';
import type { StoreContents } from './contents.ts';
import { defaultProfile, isProfileName, unknownProfile } from './profile-name.ts';

type Values = Readonly<Record<string, string>>;

/** The names of the profiles, in order, `default` first. */
export function profileNames({ profiles }: StoreContents): string[] {
  const others = Object.keys(profiles).filter((name) => name !== defaultProfile);
  return [defaultProfile, ...others.toSorted()];
}

/** What is kept in the profile. Throws `usage` where there is none of this name, saying where the name came from. */
export function valuesOf(contents: StoreContents, profile: string, source = 'the command line'): Values {
  const values = Object.hasOwn(contents.profiles, profile) ? contents.profiles[profile] : undefined;
  if (values === undefined) throw unknownProfile(profile, source, profileNames(contents));
  return values;
}

/** The secrets of the profile whose values lie in the keychain. */
export function keychainNames({ keychain = {} }: StoreContents, profile: string): readonly string[] {
  return Object.hasOwn(keychain, profile) ? (keychain[profile] ?? []) : [];
}

/** How many settings the profile keeps, in the file and in the keychain. */
export function countOf(contents: StoreContents, profile: string): number {
  return Object.keys(valuesOf(contents, profile)).length + keychainNames(contents, profile).length;
}

/** The contents with all of these values in the profile, and none of them in the keychain any more. */
export function withValues(contents: StoreContents, profile: string, values: Values): StoreContents {
  const left = keychainNames(contents, profile).filter((name) => !Object.hasOwn(values, name));
  return withProfile(withKeychain(contents, profile, left), profile, {
    ...valuesOf(contents, profile),
    ...values,
  });
}

/** The contents that say of these settings that the keychain holds them; their values in the file are gone. */
export function withKeychainNames(
  contents: StoreContents,
  profile: string,
  names: readonly string[],
): StoreContents {
  const values = Object.entries(valuesOf(contents, profile)).filter(([name]) => !names.includes(name));
  const all = [...new Set([...keychainNames(contents, profile), ...names])];
  return withProfile(withKeychain(contents, profile, all), profile, Object.fromEntries(values));
}

/** The contents without this setting in the profile; the same contents where there is none. */
export function withoutValue(contents: StoreContents, profile: string, name: string): StoreContents {
  const { [name]: removed, ...rest } = valuesOf(contents, profile);
  const names = keychainNames(contents, profile);
  const without = names.includes(name)
    ? withKeychain(
        contents,
        profile,
        names.filter((each) => each !== name),
      )
    : contents;
  return removed === undefined ? without : withProfile(without, profile, rest);
}

/** The contents with this profile as the current one. Throws `usage` where there is none of this name. */
export function withCurrent(contents: StoreContents, profile: string): StoreContents {
  valuesOf(contents, profile);
  return contents.profile === profile ? contents : { ...contents, profile };
}

/** The contents with a new, empty profile. Throws `usage` on a name that is taken or not allowed. */
export function withNewProfile(contents: StoreContents, profile: string): StoreContents {
  if (!isProfileName(profile)) {
    throw new CliError('usage', 'This is no name for a profile.', {
      hint: 'Take up to 64 letters, digits, ".", "_" and "-", beginning with a letter or a digit.',
    });
  }
  // Sessions lie in a folder of this name, and not every file system tells capitals from small letters.
  const taken = profileNames(contents).find((name) => name.toLowerCase() === profile.toLowerCase());
  if (taken !== undefined) {
    throw new CliError('usage', `There is already a profile "${taken}".`, {
      hint: `Type: authrig profile use ${taken}`,
    });
  }
  return withProfile(contents, profile, {});
}

/** The contents without this profile. Throws `usage` where there is none of this name, and for `default`. */
export function withoutProfile(contents: StoreContents, profile: string): StoreContents {
  // Whoever wants one gone has no use for making it.
  if (!Object.hasOwn(contents.profiles, profile))
    throw unknownProfile(profile, 'the command line', profileNames(contents), 'gone');
  if (profile === defaultProfile) {
    throw new CliError('usage', 'The profile "default" always exists.', {
      hint: 'To empty it, type: authrig config unset NAME',
    });
  }
  const { [profile]: _removed, ...profiles } = contents.profiles;
  const current = contents.profile === profile ? defaultProfile : contents.profile;
  return { ...withKeychain(contents, profile, []), profile: current, profiles };
}

function withProfile(contents: StoreContents, profile: string, values: Values): StoreContents {
  return { ...contents, profiles: { ...contents.profiles, [profile]: values } };
}

function withKeychain(contents: StoreContents, profile: string, names: readonly string[]): StoreContents {
  const { keychain, ...rest } = contents;
  const { [profile]: _replaced, ...others } = keychain ?? {};
  const kept = names.length === 0 ? others : { ...others, [profile]: names };
  return Object.keys(kept).length === 0 ? rest : { ...rest, keychain: kept };
}
