import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { installed } from './built.ts';
import { openTmux, type Tmux } from './tmux.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface InteractiveShell {
  readonly home: string;
  /** What stands on the line, and what is shown below it, once the pattern is there after these keys. */
  after(typed: string, keys: readonly string[], shows: RegExp): Promise<string>;
  /** Runs the built binary on this machine, and returns its stdout. */
  authrig(...argv: string[]): string;
  [Symbol.asyncDispose](): Promise<void>;
}

const prompt = 'ready>';

/** How each shell is started by a user who has completion switched on, and no other settings. */
const start: Readonly<Record<string, (home: string) => string>> = {
  bash: (home) => {
    writeFileSync(
      join(home, 'rc'),
      `. /usr/share/bash-completion/bash_completion\nPS1='${prompt} '\nbind 'set bell-style none'\n`,
    );
    return `exec bash --rcfile '${home}/rc' -i`;
  },
  'bash without bash-completion': (home) => {
    writeFileSync(join(home, 'rc'), `PS1='${prompt} '\n. <(authrig completion bash)\n`);
    return `exec bash --rcfile '${home}/rc' -i`;
  },
  zsh: (home) => {
    const folder = `${home}/.local/share/zsh/site-functions`;
    writeFileSync(
      join(home, '.zshrc'),
      `fpath=('${folder}' $fpath)\nautoload -Uz compinit && compinit -u\nPS1='${prompt} '\nunsetopt beep\n`,
    );
    return `exec zsh -i`;
  },
  fish: (home) => {
    mkdirSync(join(home, '.config/fish'), { recursive: true });
    writeFileSync(
      join(home, '.config/fish/config.fish'),
      `set -g fish_greeting\nset -g fish_autosuggestion_enabled 0\nfunction fish_prompt; echo -n '${prompt} '; end\n`,
    );
    return `exec fish -i`;
  },
};

/** A shell in a terminal, with `authrig` on its path and its completion installed by `authrig completion install`. */
export async function openShell(
  name: keyof typeof start,
  env: Readonly<Record<string, string>> = {},
): Promise<InteractiveShell> {
  const home = temporaryFolder();
  const path = join(home, 'bin');
  mkdirSync(path);
  const wrapper = `#!/bin/sh\nexec '${process.execPath}' '${installed()}/bin/authrig.js' "$@"\n`;
  writeFileSync(join(path, 'authrig'), wrapper, { mode: 0o755 });
  const all = { PATH: `${path}:${process.env['PATH'] ?? ''}`, HOME: home, LANG: 'C.UTF-8', ...env };
  const authrig = (...argv: string[]): string =>
    execFileSync(join(path, 'authrig'), argv, {
      env: { ...all, AUTHRIG_CONFIG_DIR: join(home, 'config') },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const [shell = ''] = name.split(' ');
  if (shell === name) authrig('completion', 'install', shell);
  const tmux = await openTmux({
    columns: 160,
    rows: 50,
    env: { ...all, XDG_CONFIG_HOME: join(home, '.config'), AUTHRIG_STORE: join(home, 'config') },
  });
  await tmux.type(`export AUTHRIG_CONFIG_DIR="$AUTHRIG_STORE"; ${start[name]?.(home)}`);
  await tmux.shows(new RegExp(`^${prompt}`, 'm'));
  return {
    home,
    authrig,
    after: (typed, keys, shows) => complete(tmux, typed, keys, shows),
    [Symbol.asyncDispose]: () => tmux[Symbol.asyncDispose](),
  };
}

async function complete(tmux: Tmux, typed: string, keys: readonly string[], shows: RegExp): Promise<string> {
  await tmux.press('C-u');
  await screenShows(tmux, new RegExp(`${prompt}$`));
  await tmux.type('clear');
  await screenShows(tmux, new RegExp(`^${prompt}$`));
  await tmux.press('-l', typed);
  await screenShows(tmux, new RegExp(`${prompt} `));
  await tmux.press(...keys);
  return screenShows(tmux, shows);
}

async function screenShows(tmux: Tmux, pattern: RegExp): Promise<string> {
  const deadline = performance.now() + 10_000;
  for (;;) {
    const screen = (await tmux.screen())
      .map((line) => line.trimEnd())
      .join('\n')
      .trim();
    if (pattern.test(screen)) return screen;
    if (performance.now() > deadline) throw new Error(`${pattern} does not show:\n${screen}`);
    await setTimeout(50);
  }
}
