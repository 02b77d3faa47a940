import { randomBytes } from 'node:crypto';
import type { Clock } from '../../src/clock.ts';
import { type StartOptions, startSandboxCommand } from '../../src/commands/sandbox/start.ts';
import type { Context } from '../../src/context.ts';
import { CliError } from '../../src/errors.ts';
import { createMemorySessions } from '../../src/settings/memory-sessions.ts';
import type { Terminal } from '../../src/terminal/terminal.ts';
import { type FakeClock, fakeClock } from './fake-clock.ts';
import { countingBytes } from './sandbox.ts';
import { until } from './until.ts';

type Reached = Pick<Context, 'randomBytes' | 'signal' | 'terminal' | 'output' | 'env' | 'sessions' | 'disk'>;

export interface SandboxContext extends Reached {
  readonly clock: FakeClock;
  /** What went to stdout. */
  readonly printed: string[];
  /** What was warned of, on the terminal and by whatever keeps a file. */
  readonly warnings: string[];
  /** Aborts the run's signal with this reason. */
  stop(reason: unknown): void;
}

interface Options {
  readonly output?: Context['output'];
  readonly env?: Context['env'];
  /** Whether stderr is a terminal. */
  readonly terminal?: boolean;
  /** What a lock is waited for on; one on which waiting takes no time without it. */
  readonly lockClock?: Clock;
}

/** As much of a context as the sandbox's commands reach. */
export function sandboxContext({
  output = 'text',
  env = {},
  terminal = false,
  lockClock = fakeClock({ auto: true }),
}: Options = {}): SandboxContext {
  const stopping = new AbortController();
  const printed: string[] = [];
  const warnings: string[] = [];
  const warn = (text: string): void => void warnings.push(text);
  const screen: Partial<Terminal> = {
    result: async (text) => void printed.push(text),
    message: () => {},
    warning: warn,
    size: terminal ? { columns: 80, rows: 24 } : undefined,
  };
  const machine = {
    uid: process.getuid?.(),
    pid: process.pid,
    randomBytes,
    clock: lockClock,
    signal: stopping.signal,
  };
  return {
    clock: fakeClock(),
    sessions: createMemorySessions(),
    disk: { machine, warn },
    randomBytes: countingBytes(),
    signal: stopping.signal,
    terminal: screen as Terminal,
    output,
    env,
    printed,
    warnings,
    stop: (reason) => stopping.abort(reason),
  };
}

/** How SIGTERM ends a run. */
export const stopped = new CliError('cancelled', 'Stopped by SIGTERM.', { exitCode: 143 });

/** Runs `sandbox start` while something is done with it, and ends it as SIGTERM does. */
export async function whileRunning<T>(
  options: StartOptions,
  use: (origin: string, context: SandboxContext) => Promise<T>,
  context = sandboxContext(),
): Promise<T> {
  const ended = startSandboxCommand(context, options);
  await Promise.race([ended, until(() => context.printed.length > 0)]);
  try {
    return await use(context.printed.join('').trim().split(' ').at(-1) ?? '', context);
  } finally {
    context.stop(stopped);
    await ended;
  }
}
