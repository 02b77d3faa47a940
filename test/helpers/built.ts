import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach } from 'vitest';
import { temporaryFolder } from './temporary-folder.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

export interface BuiltOptions {
  /** Beside PATH, a UTF-8 locale, and a home, a temporary folder and a store of its own; undefined takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What is piped in before the pipe is closed; `open` leaves a silent pipe open, `null` is /dev/null. */
  readonly stdin?: string | null | 'open';
  /** Redirections as a POSIX shell writes them, such as `>&-`. */
  readonly redirect?: string;
  /** The mask under which files are made, such as `000`. */
  readonly umask?: string;
  /** Takes away from root (on Linux) the right to write where modes forbid it. */
  readonly obeysModes?: boolean;
  /** Another Node. */
  readonly node?: string;
  readonly nodeOptions?: readonly string[];
}

export interface Ended {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly stdoutBytes: number;
  readonly milliseconds: number;
}

export interface Running {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly ended: Promise<Ended>;
  /** Comes true when stdout or stderr holds the text; fails where the process ends without it. */
  says(text: string): Promise<void>;
}

const running = new Set<ChildProcess>();
let home: string | undefined;

afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
});

/** The package as it is installed, in a folder without node_modules: so a later build can't take it away in mid-test. */
export function installed(): string {
  if (home !== undefined) return home;
  if (!existsSync(join(root, 'dist/main.js'))) throw new Error('There is no dist; `npm test` builds it.');
  home = temporaryFolder();
  for (const part of ['bin/authrig.js', 'dist', 'package.json']) {
    cpSync(join(root, part), join(home, part), { recursive: true });
  }
  return home;
}

/** Starts the built binary. Whatever still runs when a test ends is killed. */
export function start(argv: readonly string[], options: BuiltOptions = {}): Running {
  const { node = process.execPath, nodeOptions = [], stdin = null } = options;
  const command = [node, ...nodeOptions, join(installed(), 'bin/authrig.js'), ...argv];
  const [file = '', ...args] = [...asAnybody(options), ...throughShell(options), ...command];
  const started = performance.now();
  const child = spawn(file, args, {
    env: environment(options.env),
    stdio: [stdin === null ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  running.add(child);
  if (stdin !== null && stdin !== 'open') child.stdin?.on('error', () => {}).end(stdin);

  const chunks: { stdout: Buffer[]; stderr: Buffer[] } = { stdout: [], stderr: [] };
  const listeners = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.on('data', (chunk: Buffer) => {
      chunks[name].push(chunk);
      for (const listener of listeners) listener();
    });
  }
  const textOf = (name: 'stdout' | 'stderr') => Buffer.concat(chunks[name]).toString('utf8');
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, signal) => {
      running.delete(child);
      const [stdout, stderr] = [textOf('stdout'), textOf('stderr')];
      const stdoutBytes = Buffer.concat(chunks.stdout).length;
      resolve({ exitCode, signal, stdout, stderr, stdoutBytes, milliseconds: performance.now() - started });
      for (const listener of listeners) listener();
    });
  });
  return { child, pid: child.pid ?? 0, ended, says };

  function says(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const said = textOf('stdout') + textOf('stderr');
        if (said.includes(text)) resolve();
        else if (running.has(child)) return;
        else reject(new Error(`It ended without ${JSON.stringify(text)}:\n${said}`));
        listeners.delete(look);
      };
      listeners.add(look);
      look();
    });
  }
}

/** Runs the built binary to its end. */
export function authrig(argv: readonly string[], options: BuiltOptions = {}): Promise<Ended> {
  return start(argv, options).ended;
}

/** What only a shell can do to the command behind it; it leaves no process of its own. */
function throughShell({ redirect = '', umask }: BuiltOptions): string[] {
  if (redirect === '' && umask === undefined) return [];
  return ['sh', '-c', `${umask === undefined ? '' : `umask ${umask};`} exec "$@" ${redirect}`, 'sh'];
}

function asAnybody({ obeysModes = false }: BuiltOptions): string[] {
  if (!obeysModes || process.getuid?.() !== 0) return [];
  return ['setpriv', '--bounding-set=-dac_override,-dac_read_search'];
}

function environment(given: BuiltOptions['env'] = {}): Record<string, string> {
  const { PATH = '' } = process.env;
  const own = temporaryFolder();
  const places = { HOME: own, TMPDIR: own, AUTHRIG_CONFIG_DIR: join(own, 'config') };
  const all = { PATH, LANG: 'C.UTF-8', ...places, ...given };
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
