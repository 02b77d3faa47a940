import { version } from '../package.json';
import type { CliError } from './errors.ts';
import type { Machine } from './machine.ts';
import { realClock } from './real-clock.ts';

/**
 * Runs the command line of `process` and returns its exit code. This file is the composition root of the
 * command line: the only one that sees the process. `library.ts` is the other one, and sees no process. `self` starts the
 * same program once more; where that is one file, Node alone and the script are not there.
 */
export async function main(
  process: NodeJS.Process,
  self: readonly string[] = [process.execPath, process.argv[1] ?? ''],
): Promise<number> {
  const argv = process.argv.slice(2);
  if (argv.length === 1 && ['--version', '-V', 'version'].includes(argv[0] ?? '')) {
    return printVersion(process);
  }
  if (argv.length === 1 && argv[0] === keychainWord) {
    return (await import('./settings/keychain.ts')).serveKeychain(process);
  }
  await keepCompiledCode(process);
  if (argv[0] === '__complete') return printSuggestions(process, argv.slice(1));
  const { run } = await import('./run.ts');
  const { CliError } = await import('./errors.ts');
  // A reader that left must not end in a stack trace; the terminal's own writes report every other failure.
  process.stdout.on('error', () => {});
  process.stderr.on('error', () => {});
  const stop = listenForSignals(process, CliError);
  try {
    return await run(machineOf(process, { argv, self, signal: stop.signal }), version);
  } finally {
    stop.release();
  }
}

/** Node 22.8 and later keep it between runs; older ones have no such function, and are not made to look for it. */
async function keepCompiledCode({ versions }: NodeJS.Process): Promise<void> {
  if (Number.parseInt(versions.node, 10) < 22) return;
  const module = await import('node:module');
  (module as { enableCompileCache?: () => unknown }).enableCompileCache?.();
}

/** Loads nothing: this is what a script asks first, and often. */
function printVersion({ stdout, stderr }: NodeJS.Process): Promise<number> {
  stdout.on('error', () => {});
  return new Promise((resolve) => {
    stdout.write(`${version}\n`, (error) => {
      const code = error && 'code' in error ? error.code : undefined;
      if (!error || code === 'EPIPE') return resolve(0);
      stderr.write(`The version could not be written to stdout: ${String(code)}.\n`);
      resolve(10);
    });
  });
}

/** Starts us once more for one call to the keychain; no command of the user's. */
const keychainWord = 'keychain-call';

/** What a completion script asks at a press of a key: no parser, no command, and silence whatever goes wrong. */
async function printSuggestions(process: NodeJS.Process, words: readonly string[]): Promise<number> {
  const { suggestions } = await import('./completion/live.ts');
  const text = await suggestions({ env: process.env, platform: process.platform, clock: realClock }, words);
  process.stdout.on('error', () => {});
  return new Promise((resolve) => process.stdout.write(text, () => resolve(0)));
}

function machineOf(
  process: NodeJS.Process,
  { argv, self, signal }: Pick<Machine, 'argv' | 'signal'> & { readonly self: readonly string[] },
): Machine {
  return {
    argv,
    signal,
    env: process.env,
    platform: process.platform,
    uid: process.getuid?.(),
    pid: process.pid,
    nodeVersion: process.versions.node,
    keychainCommand: [...self, keychainWord],
    clock: realClock,
    // Cryptography takes longer to load than the version takes to print.
    randomBytes: (count) => process.getBuiltinModule('node:crypto').randomBytes(count),
    get stdinIsTTY() {
      return process.getBuiltinModule('node:tty').isatty(0);
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

const signals = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** A wrapper such as npx passes on a signal that the terminal sent us as well: an echo, and no second wish. */
const echoMs = 100;

/**
 * The first signal asks the run to stop and clean up; a second one ends it at once. What nobody caught ends the run
 * too, as a bug that is told like any other failure, redacted and without a stack.
 */
function listenForSignals(process: NodeJS.Process, Failure: typeof CliError) {
  const controller = new AbortController();
  let asked = Number.POSITIVE_INFINITY;
  const listener = (name: keyof typeof signals) => {
    const exitCode = signals[name];
    const now = performance.now();
    if (now - asked > echoMs) {
      if (process.stderr.isTTY) process.stderr.write('\u001B[?25h');
      process.exit(exitCode);
    }
    if (controller.signal.aborted) return;
    asked = now;
    controller.abort(new Failure('cancelled', `Stopped by ${name}.`, { exitCode }));
  };
  const uncaught = (error: unknown) => {
    asked = Math.min(asked, performance.now());
    controller.abort(error);
  };
  for (const name of Object.keys(signals)) process.on(name, listener);
  process.on('uncaughtException', uncaught);
  // A file size limit ends in an error that can be told, and not in the death that libraries would answer it with.
  if (process.platform !== 'win32') process.on('SIGXFSZ', () => {});
  return {
    signal: controller.signal,
    release: () => {
      for (const name of Object.keys(signals)) process.off(name, listener);
      process.off('uncaughtException', uncaught);
    },
  };
}
