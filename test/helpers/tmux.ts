import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { installed } from './built.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface TmuxOptions {
  readonly columns: number;
  readonly rows: number;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Tmux {
  /** What stands on the screen, trailing blanks removed. */
  screen(): Promise<string[]>;
  /** The screen with its colours, every cell of it. */
  painted(): Promise<string>;
  /** Everything since the last `clear`, with what was scrolled out; a line that was wrapped is one line again. */
  lines(): Promise<string[]>;
  /** Every byte that reached the terminal from now on, read by the function that is returned. */
  record(): Promise<() => Promise<string>>;
  /** Types a line and Enter. */
  type(text: string): Promise<void>;
  /** Presses keys by tmux's names, such as C-c. */
  press(...keys: string[]): Promise<void>;
  /** Runs a command line in an empty screen; what it ends with is shown as `rc=`. */
  run(command: string): Promise<void>;
  /** Waits until the pattern is found in what `lines` returns. */
  shows(pattern: RegExp, milliseconds?: number): Promise<string[]>;
  cursorIsVisible(): Promise<boolean>;
  resize(columns: number, rows: number): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** A terminal with a shell in which `authrig` is the built binary. */
export async function openTmux({ columns, rows, env = {} }: TmuxOptions): Promise<Tmux> {
  const folder = temporaryFolder();
  const server = `authrig-${randomUUID()}`;
  const profile = join(folder, 'profile.sh');
  writeFileSync(
    profile,
    `authrig() { '${process.execPath}' '${installed()}/bin/authrig.js' "$@"; }\nPS1='$ '\n`,
  );
  const { PATH = '' } = process.env;
  const all = { PATH, HOME: folder, TMPDIR: folder, LANG: 'C.UTF-8', ENV: profile, ...env };
  const tmux = async (...args: string[]): Promise<string> => {
    const { stdout } = await promisify(execFile)('tmux', ['-u', '-L', server, '-f', '/dev/null', ...args], {
      env: { ...all, AUTHRIG_CONFIG_DIR: join(folder, 'config') },
    });
    return stdout;
  };
  await tmux('new-session', '-d', '-x', `${columns}`, '-y', `${rows}`, 'sh');

  const linesOf = (text: string) => text.trimEnd().split('\n');
  const terminal: Tmux = {
    screen: async () => linesOf(await tmux('capture-pane', '-p')),
    painted: () => tmux('capture-pane', '-p', '-e', '-N'),
    lines: async () =>
      linesOf(await tmux('capture-pane', '-p', '-J', '-S', '-')).map((line) => line.trimEnd()),
    record: async () => {
      const file = join(folder, `${randomUUID()}.raw`);
      await tmux('pipe-pane', `cat > '${file}'`);
      return async () => (await promisify(execFile)('cat', [file])).stdout;
    },
    type: async (text) => {
      await tmux('send-keys', '-l', text);
      await tmux('send-keys', 'Enter');
    },
    press: async (...keys) => void (await tmux('send-keys', ...keys)),
    run: async (command) => {
      await terminal.type('clear');
      await terminal.shows(/^\$$/);
      await tmux('clear-history');
      await terminal.type(`${command}; echo "rc=$?"`);
    },
    shows: async (pattern, milliseconds = 10_000) => {
      const deadline = performance.now() + milliseconds;
      for (;;) {
        const lines = await terminal.lines();
        if (pattern.test(lines.join('\n'))) return lines;
        if (performance.now() > deadline) throw new Error(`${pattern} does not show:\n${lines.join('\n')}`);
        await setTimeout(50);
      }
    },
    cursorIsVisible: async () => (await tmux('display-message', '-p', '#{cursor_flag}')).trim() === '1',
    resize: async (width, height) => void (await tmux('resize-window', '-x', `${width}`, '-y', `${height}`)),
    [Symbol.asyncDispose]: async () => void (await tmux('kill-server')),
  };
  await terminal.shows(/^\$$/);
  return terminal;
}

/**
 * Each line of a painted screen with its colours spelt out and reset at its end: tmux lets them run on from line to
 * line. Only the colours of a QR code are kept.
 */
export function paintedLines(painted: string): string[] {
  let [ink, background] = ['', ''];
  return painted
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => {
      const cells = [...line.matchAll(/\u001B\[([\d;]*)m|(.)/gsu)].map(([, parameters, glyph = '']) => {
        if (parameters === undefined) return `\u001B[0m${[ink, background].join('')}${glyph}`;
        [ink, background] = recoloured(parameters, ink, background);
        return '';
      });
      return `${cells.join('')}\u001B[0m`;
    });
}

function recoloured(parameters: string, ink: string, background: string): [string, string] {
  const codes = parameters.match(/[34]8;5;\d+|\d+/g) ?? ['0'];
  let now: [string, string] = [ink, background];
  for (const code of codes) {
    if (code === '0') now = ['', ''];
    else if (code === '39') now = ['', now[1]];
    else if (code === '49') now = [now[0], ''];
    else if (code.startsWith('38;')) now = [`\u001B[${code}m`, now[1]];
    else if (code.startsWith('48;')) now = [now[0], `\u001B[${code}m`];
  }
  return now;
}
