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

/** The contents with all of these values in the profile. */
export function withValues(contents: StoreContents, profile: string, values: Values): StoreContents {
  return withProfile(contents, profile, { ...valuesOf(contents, profile), ...values });
}

/** The contents without this setting in the profile; the same contents where there is none. */
export function withoutValue(contents: StoreContents, profile: string, name: string): StoreContents {
  const { [name]: removed, ...rest } = valuesOf(contents, profile);
  return removed === undefined ? contents : withProfile(contents, profile, rest);
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
  valuesOf(contents, profile);
  if (profile === defaultProfile) {
    throw new CliError('usage', 'The profile "default" always exists.', {
      hint: 'To empty it, type: authrig config unset NAME',
    });
  }
  const { [profile]: _removed, ...profiles } = contents.profiles;
  return { profile: contents.profile === profile ? defaultProfile : contents.profile, profiles };
}

function withProfile(contents: StoreContents, profile: string, values: Values): StoreContents {
  return { ...contents, profiles: { ...contents.profiles, [profile]: values } };
}
