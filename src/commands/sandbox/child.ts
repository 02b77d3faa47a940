import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { Context } from '../../context.ts';
import { CliError, errorCode } from '../../errors.ts';

const graceMs = 5000;
const signals = new Map<number, NodeJS.Signals>([
  [129, 'SIGHUP'],
  [130, 'SIGINT'],
  [143, 'SIGTERM'],
]);

/**
 * Runs the command with our own streams and without a shell, and hands our signals on to it. Returns its exit
 * code, or 128 and the number of the signal that ended it. Throws `usage` where it can't be started, and the
 * run's deadline where that ended it.
 */
export async function runChild(
  { clock, signal, terminal }: Pick<Context, 'clock' | 'signal' | 'terminal'>,
  [file = '', ...args]: readonly string[],
  env: Context['env'],
): Promise<number> {
  signal.throwIfAborted();
  const gone = new AbortController();
  let child: ChildProcess | undefined;
  const stop = (): void => {
    const received = signalBehind(signal.reason);
    if (received === undefined) {
      child?.kill('SIGTERM');
      clock.sleep(graceMs, gone.signal).then(
        () => child?.kill('SIGKILL'),
        () => false,
      );
    } else if (received !== 'SIGINT' || terminal.size === undefined) {
      // At a terminal Ctrl-C has reached the child already, and many programs take a second one as "at once".
      child?.kill(received);
    }
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    const exitCode = await exitOf(file, () => (child = spawn(file, args, { env, stdio: 'inherit' })));
    if (signal.aborted && signalBehind(signal.reason) === undefined) throw signal.reason;
    return exitCode;
  } finally {
    signal.removeEventListener('abort', stop);
    gone.abort();
  }
}

/** The signal that asked us to stop; undefined for a deadline. */
function signalBehind(reason: unknown): NodeJS.Signals | undefined {
  return reason instanceof CliError && reason.kind === 'cancelled' ? signals.get(reason.exitCode) : undefined;
}

async function exitOf(file: string, start: () => ChildProcess): Promise<number> {
  try {
    const child = start();
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, by) => resolve(code ?? 128 + (by === null ? 0 : constants.signals[by])));
    });
  } catch (error) {
    throw notStarted(file, error);
  }
}

function notStarted(file: string, error: unknown): CliError {
  const why =
    errorCode(error) === 'ENOENT' ? 'there is no such program' : (errorCode(error) ?? 'it was refused');
  return new CliError('usage', `${file === '' ? 'The command' : file} could not be started: ${why}.`, {
    cause: error,
    hint: 'The command is run without a shell: authrig sandbox exec -- PROGRAM [ARGUMENTS]',
  });
}
