import { dirname } from 'node:path';
import { CliError, errorCode } from '../errors.ts';
import { asShellWord } from '../shell-word.ts';

/** How the store is kept somewhere else. */
export const elsewhereFolder = 'set AUTHRIG_CONFIG_DIR to a folder where you may write';

/**
 * A failed file operation as the `local` error that a user can mend; what is no system error comes back as it is.
 * `elsewhere` is how the user has the file somewhere else.
 */
export function storageError(
  error: unknown,
  path: string,
  deed: 'read' | 'written' | 'removed',
  elsewhere = elsewhereFolder,
): unknown {
  const code = errorCode(error);
  if (error instanceof CliError || code === undefined) return error;
  const [why, hint] = explain(code, path, elsewhere);
  const rest = deed === 'written' ? ' What was stored before is unchanged.' : '';
  return new CliError('local', `${path} could not be ${deed}: ${why}.${rest}`, { hint, cause: error });
}

function explain(code: string, path: string, elsewhere: string): [why: string, hint: string] {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return ['the disk is full', 'Free some space and type the same command again.'];
    case 'EFBIG':
      return [
        'it would exceed the size that files may have',
        'Raise `ulimit -f` and type the same command again.',
      ];
    case 'EACCES':
    case 'EPERM':
      return [
        'permission denied',
        `Type \`ls -ld ${asShellWord(dirname(path))}\` to see whose it is, or ${elsewhere}.`,
      ];
    case 'EROFS':
      return ['the file system is read-only', `Make it writable, or ${elsewhere}.`];
    case 'ENOTDIR':
    case 'EEXIST':
      return [
        'a part of this path is a file where a folder is needed',
        `Move that file away, or ${elsewhere}.`,
      ];
    case 'ENAMETOOLONG':
      return ['the path is too long', `Take a shorter one: ${elsewhere}.`];
    case 'ENOENT':
      return ['its folder is gone', 'Type the same command again.'];
    default:
      return [
        `the system says ${code}`,
        `Type \`ls -ld ${asShellWord(dirname(path))}\` to look at the folder, or ${elsewhere}.`,
      ];
  }
}
