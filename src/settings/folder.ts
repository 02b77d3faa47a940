import { posix, win32 } from 'node:path';
import { CliError } from '../errors.ts';
import type { Machine } from '../machine.ts';

type Home = Pick<Machine, 'env' | 'platform'>;

/** The folder of the settings and sessions. Throws `usage` on a relative AUTHRIG_CONFIG_DIR, `local` without a home. */
export function configFolder(machine: Home): string {
  const folder = findConfigFolder(machine);
  if (folder !== undefined) return folder;
  const variable = machine.platform === 'win32' ? 'APPDATA' : 'HOME';
  throw new CliError('local', `There is no folder to keep settings in: ${variable} is not set.`, {
    hint: 'Set AUTHRIG_CONFIG_DIR to the absolute path of a folder that is yours alone.',
  });
}

/** As `configFolder`, or undefined where the machine has no home: then there is nothing to read either. */
export function findConfigFolder({ env, platform }: Home): string | undefined {
  const { isAbsolute, join } = platform === 'win32' ? win32 : posix;
  const absolute = (value: string | undefined): string | undefined =>
    value !== undefined && isAbsolute(value) && !value.includes('\0') ? value : undefined;

  const chosen = env['AUTHRIG_CONFIG_DIR'];
  if (chosen !== undefined && chosen !== '') {
    if (absolute(chosen) !== undefined) return chosen;
    throw new CliError('usage', 'AUTHRIG_CONFIG_DIR must be an absolute path.', {
      hint: 'For example: export AUTHRIG_CONFIG_DIR="$PWD/.authrig"',
    });
  }
  const home = absolute(env['HOME']);
  const parent =
    platform === 'win32'
      ? absolute(env['APPDATA'])
      : platform === 'darwin'
        ? home && join(home, 'Library', 'Preferences')
        : (absolute(env['XDG_CONFIG_HOME']) ?? (home && join(home, '.config')));
  return parent && join(parent, 'authrig');
}
