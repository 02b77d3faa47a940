import { readFileSync } from 'node:fs';
import { basename, isAbsolute, join } from 'node:path';
import type { Shell } from '../../completion/generate.ts';
import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';

type Home = Pick<Context, 'env' | 'platform'>;

/** Where a shell looks for a user's completions. */
export interface Place {
  readonly file: string;
  /** What the shell needs to be told once; undefined where it looks there by itself. */
  readonly line?: { readonly text: string; readonly into: string; readonly where?: string };
}

/** The user's own place for a shell's completions. Throws `local` without a home. */
export function placeOf(shell: Shell, { env, platform }: Home): Place {
  const home = absolute(platform === 'win32' ? (env['USERPROFILE'] ?? env['HOME']) : env['HOME']);
  if (home === undefined) {
    throw new CliError('local', 'There is no home folder to put completions in: HOME is not set.', {
      hint: `Print the script instead: authrig completion ${shell}`,
    });
  }
  const data = absolute(env['XDG_DATA_HOME']) ?? join(home, '.local', 'share');
  const config = absolute(env['XDG_CONFIG_HOME']) ?? join(home, '.config');
  switch (shell) {
    case 'bash':
      return {
        file: join(
          absolute(env['BASH_COMPLETION_USER_DIR']) ?? join(data, 'bash-completion'),
          'completions',
          'authrig',
        ),
      };
    case 'fish':
      return { file: join(config, 'fish', 'completions', 'authrig.fish') };
    case 'zsh': {
      const folder = join(data, 'zsh', 'site-functions');
      return {
        file: join(folder, '_authrig'),
        line: { text: `fpath=('${folder}' $fpath)`, into: '~/.zshrc', where: ', before compinit' },
      };
    }
    case 'powershell': {
      const folder =
        platform === 'win32' ? join(home, 'Documents', 'PowerShell') : join(config, 'powershell');
      const file = join(folder, 'authrig-completion.ps1');
      return { file, line: { text: `. '${file.replaceAll("'", "''")}'`, into: '$PROFILE' } };
    }
  }
}

function absolute(path: string | undefined): string | undefined {
  return path !== undefined && isAbsolute(path) ? path : undefined;
}

/** The shell that this command was typed in, else the user's login shell; undefined where neither is one of ours. */
export function shellInUse({ env, platform }: Home): Shell | undefined {
  return (
    shellNamed(parentName(platform)) ??
    shellNamed(env['SHELL']) ??
    (platform === 'win32' ? 'powershell' : undefined)
  );
}

function shellNamed(path: string | undefined): Shell | undefined {
  const name = basename(path ?? '')
    .replace(/^-|\.exe$/g, '')
    .trim();
  const names: Readonly<Record<string, Shell>> = {
    bash: 'bash',
    zsh: 'zsh',
    fish: 'fish',
    pwsh: 'powershell',
    powershell: 'powershell',
  };
  return Object.hasOwn(names, name) ? names[name] : undefined;
}

/** The login shell is often another one than that in use; Linux tells who started this process. */
function parentName(platform: Home['platform']): string | undefined {
  if (platform !== 'linux') return undefined;
  try {
    // The name in brackets may hold anything; the parent's number is the second word behind it.
    const [, parent] = /.*\) \S (\d+)/s.exec(readFileSync('/proc/self/stat', 'utf8')) ?? [];
    return readFileSync(`/proc/${parent}/comm`, 'utf8').trim();
  } catch {
    return undefined;
  }
}
