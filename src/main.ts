import { randomBytes } from 'node:crypto';
import { isatty } from 'node:tty';
import { version } from '../package.json';
import type { Clock } from './clock.ts';
import type { CliError } from './errors.ts';
import type { Machine } from './machine.ts';

/**
 * Runs the command line of `process` and returns its exit code. This file is the composition root: the only one
 * that sees the process, the real clock and real randomness.
 */
export async function main(process: NodeJS.Process): Promise<number> {
  const argv = process.argv.slice(2);
  if (argv.length === 1 && ['--version', '-V', 'version'].includes(argv[0] ?? '')) {
    process.stdout.on('error', () => {});
    process.stdout.write(`${version}\n`);
    return 0;
  }
  const { run } = await import('./run.ts');
  const { CliError } = await import('./errors.ts');
  // A reader that left must not end in a stack trace; the terminal's own writes report every other failure.
  process.stdout.on('error', () => {});
  process.stderr.on('error', () => {});
  const stop = listenForSignals(process, CliError);
  try {
    return await run(machineOf(process, argv, stop.signal), version);
  } finally {
    stop.release();
  }
}

function machineOf(process: NodeJS.Process, argv: readonly string[], signal: AbortSignal): Machine {
  return {
    argv,
    signal,
    env: process.env,
    platform: process.platform,
    uid: process.getuid?.(),
    pid: process.pid,
    clock: realClock,
    randomBytes,
    get stdinIsTTY() {
      return isatty(0);
    },
    kill: (pid, name) => process.kill(pid, name),
    // Opening a standard stream costs time and stdin would keep the process alive: only on demand.
    get stdin() {
      return process.stdin;
    },
    get stdout() {
      return process.stdout;
    },
    get stderr() {
      return process.stderr;
    },
  };
}

const realClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const abort = () => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', abort);
        resolve();
      }, milliseconds);
      signal?.addEventListener('abort', abort, { once: true });
    }),
};

const signals = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** The first signal asks the run to stop and clean up; a second one ends it at once. */
function listenForSignals(process: NodeJS.Process, Failure: typeof CliError) {
  const controller = new AbortController();
  const listener = (name: keyof typeof signals) => {
    const exitCode = signals[name];
    if (controller.signal.aborted) {
      if (process.stderr.isTTY) process.stderr.write('\u001B[?25h');
      process.exit(exitCode);
    }
    controller.abort(new Failure('cancelled', `Stopped by ${name}.`, { exitCode }));
  };
  for (const name of Object.keys(signals)) process.on(name, listener);
  return {
    signal: controller.signal,
    release: () => {
      for (const name of Object.keys(signals)) process.off(name, listener);
    },
  };
}
