import type { Context } from '../context.ts';

/** What the choice of a browser depends on. */
export type Desk = Pick<Context, 'env' | 'platform'>;

/** How a page gets in front of a person: by one of these programs, by Windows, or not at all. */
export type BrowserChoice =
  | { readonly commands: readonly (readonly string[])[] }
  | { readonly windows: true }
  | { readonly reason: string };

/**
 * `BROWSER` first, as https://www.catb.org/~esr/BROWSER/ has it, then the system's own way. A named browser may well
 * reach a screen from where we can't see one: editors set it so for sessions over SSH.
 */
export function chooseBrowser(url: string, desk: Desk): BrowserChoice {
  const { env, platform } = desk;
  const has = (name: string): boolean => (env[name] ?? '') !== '';
  const named = env['BROWSER'] ?? '';
  if (named === 'none') return { reason: 'BROWSER is none' };
  if (has('CI') && env['CI'] !== 'false') return { reason: 'CI is set' };
  if (named !== '') return { commands: commandsIn(named, url, platform) };
  if (['SSH_CONNECTION', 'SSH_CLIENT', 'SSH_TTY'].some(has)) return { reason: overSsh(url) };
  if (platform === 'darwin') return { commands: [['open', url]] };
  // Linux inside Windows has the browser of Windows.
  const wsl = platform === 'linux' && (has('WSL_DISTRO_NAME') || has('WSL_INTEROP'));
  if (platform === 'win32' || wsl) return { windows: true };
  if (!has('DISPLAY') && !has('WAYLAND_DISPLAY')) {
    return { reason: 'there is no screen (neither DISPLAY nor WAYLAND_DISPLAY is set)' };
  }
  return { commands: [['xdg-open', url]] };
}

/** The browser that comes back has to reach this machine's loopback: where it can't, nothing would end the wait. */
function overSsh(url: string): string {
  const { port } = new URL(url);
  return `this is an SSH session; a browser at home gets here through ssh -L ${port}:127.0.0.1:${port}`;
}

/** The command lines of `BROWSER` as argument vectors: spaces part the arguments, and no shell reads them. */
function commandsIn(named: string, url: string, platform: Desk['platform']): readonly string[][] {
  const lines = named.split(platform === 'win32' ? ';' : ':').map((line) => line.split(' ').filter(Boolean));
  return lines
    .filter((words) => words.length > 0)
    .map((words) =>
      words.some((word) => word.includes('%s'))
        ? words.map((word) => word.replaceAll('%s', () => url))
        : [...words, url],
    );
}
