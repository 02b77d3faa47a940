import { randomBytes } from 'node:crypto';
import type { Context } from '../../src/context.ts';
import { createMemorySessions } from '../../src/settings/memory-sessions.ts';
import type { Terminal } from '../../src/terminal/terminal.ts';
import { type FakeClock, fakeClock } from './fake-clock.ts';
import { countingBytes } from './sandbox.ts';

type Reached = Pick<Context, 'randomBytes' | 'signal' | 'terminal' | 'output' | 'env' | 'sessions' | 'disk'>;

export interface SandboxContext extends Reached {
  readonly clock: FakeClock;
  /** What went to stdout. */
  readonly printed: string[];
  /** Aborts the run's signal with this reason. */
  stop(reason: unknown): void;
}

interface Options {
  readonly output?: Context['output'];
  readonly env?: Context['env'];
  /** Whether stderr is a terminal. */
  readonly terminal?: boolean;
}

/** As much of a context as the sandbox's commands reach. */
export function sandboxContext({
  output = 'text',
  env = {},
  terminal = false,
}: Options = {}): SandboxContext {
  const stopping = new AbortController();
  const printed: string[] = [];
  const screen: Partial<Terminal> = {
    result: async (text) => void printed.push(text),
    message: () => {},
    warning: () => {},
    size: terminal ? { columns: 80, rows: 24 } : undefined,
  };
  return {
    clock: fakeClock(),
    sessions: createMemorySessions(),
    disk: { machine: { uid: process.getuid?.(), randomBytes }, warn: () => {} },
    randomBytes: countingBytes(),
    signal: stopping.signal,
    terminal: screen as Terminal,
    output,
    env,
    printed,
    stop: (reason) => stopping.abort(reason),
  };
}
