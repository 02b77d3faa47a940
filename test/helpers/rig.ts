import { randomBytes } from 'node:crypto';
import { clearLine, cursorTo, moveCursor } from 'node:readline';
import { PassThrough } from 'node:stream';
import type { Clock } from '../../src/clock.ts';
import type { Machine } from '../../src/machine.ts';
import { run } from '../../src/run.ts';
import { fakeClock } from './fake-clock.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface RigOptions {
  readonly env?: Record<string, string>;
  /** What is piped in; without it stdin is closed. */
  readonly stdin?: string;
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
  /** Instead of chance, for what has to come out the same in every run. */
  readonly randomBytes?: Machine['randomBytes'];
  /** A terminal of this size behind stderr and stdin. */
  readonly terminal?: { readonly columns: number; readonly rows: number };
  /** Called with everything that has been written to stderr so far: how a test types what it is asked for. */
  readonly onMessage?: (text: string, type: (keys: string) => void) => void;
}

export interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** stdout as the one JSON document that it has to be. */
  readonly json: () => Answered;
}

interface Answered {
  readonly ok: boolean;
  readonly command: string;
  readonly data?: Record<string, unknown>;
  readonly error?: {
    readonly kind: string;
    readonly exitCode: number;
    readonly message: string;
    readonly hint?: string;
  } & Record<string, unknown>;
}

/** Runs a command line in this process, on a machine with its own store, streams and a clock that takes no time. */
export async function authrig(argv: readonly string[], options: RigOptions = {}): Promise<Outcome> {
  const output = { stdout: '', stderr: '' };
  const stdin = new PassThrough();
  const streams = {
    stdout: capture((text) => (output.stdout += text)),
    stderr: capture((text) => {
      output.stderr += text;
      options.onMessage?.(output.stderr, (keys) => stdin.write(keys));
    }, options.terminal),
  };
  if (options.terminal === undefined) stdin.end(options.stdin ?? '');
  const machine: Machine = {
    ...streams,
    argv,
    env: { AUTHRIG_CONFIG_DIR: temporaryFolder(), LANG: 'C.UTF-8', ...options.env },
    stdin: Object.assign(stdin, { isTTY: options.terminal !== undefined, setRawMode: () => stdin }) as never,
    stdinIsTTY: options.terminal !== undefined,
    platform: 'linux',
    nodeVersion: '22.0.0',
    // A test that needs a keychain brings one; nobody's own is touched.
    keychainCommand: ['false'],
    uid: process.getuid?.(),
    pid: process.pid,
    kill: (pid, signal) => process.kill(pid, signal),
    clock: options.clock ?? fakeClock({ auto: true }),
    randomBytes: options.randomBytes ?? randomBytes,
    signal: options.signal ?? new AbortController().signal,
  };
  const exitCode = await run(machine, '0.0.0-test');
  return { exitCode, ...output, json: () => JSON.parse(output.stdout) as Answered };
}

function capture(take: (text: string) => void, size?: RigOptions['terminal']): NodeJS.WriteStream {
  const stream = new PassThrough();
  stream.on('data', (chunk: Buffer) => take(chunk.toString()));
  if (size === undefined) return Object.assign(stream, { isTTY: false }) as never;
  return Object.assign(stream, {
    isTTY: true,
    ...size,
    clearLine: clearLine.bind(undefined, stream),
    cursorTo: cursorTo.bind(undefined, stream),
    moveCursor: moveCursor.bind(undefined, stream),
  }) as never;
}
