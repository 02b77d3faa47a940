import { CliError } from '../errors.ts';

/** The profile that always exists. */
export const defaultProfile = 'default';

/** True for a name that is a file name on every system and means nothing to it. */
export function isSafeName(name: string, pattern: RegExp): boolean {
  const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(name) || name in {};
  return pattern.test(name) && !name.endsWith('.') && !reserved;
}

/** True for letters, digits, `.`, `_` and `-`, up to 64 of them, beginning with a letter or a digit. */
export function isProfileName(name: string): boolean {
  return isSafeName(name, /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);
}

/** The `usage` error for a profile that is not there. */
export function unknownProfile(
  name: string,
  source: string,
  existing: readonly string[],
  wanted: 'there' | 'gone' = 'there',
): CliError {
  const shown = isProfileName(name) ? `"${name}"` : 'of this name';
  return new CliError(
    'usage',
    `There is no profile ${shown} (from ${source}). There is: ${existing.join(', ')}.`,
    {
      hint:
        wanted === 'there' && isProfileName(name)
          ? `To make it, type: authrig profile create ${name}`
          : 'Type: authrig profile list',
    },
  );
}
