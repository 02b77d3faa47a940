import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { CliError, errorCode } from '../../errors.ts';
import { withoutKeys } from '../../settings/names.ts';
import type { SourceDeps } from '../source.ts';

const graceMs = 500;

export interface CommandRun {
  readonly option: string;
  /** Added to the machine's own environment, which has lost the keys in it; undefined takes a name out of it. */
  readonly env: SourceDeps['env'];
  readonly limitBytes: number;
  readonly signal: AbortSignal;
}

/**
 * Runs a command in the user's shell and returns what it printed. Its stderr is shown. When it ends, fails or is
 * aborted, nothing of its process group is left. Throws `usage` with the exit code where it failed.
 */
export async function runCommand(command: string, run: CommandRun, deps: SourceDeps): Promise<Buffer> {
  run.signal.throwIfAborted();
  const child = start(command, run.env, deps);
  const tell = lineTeller((line) => deps.terminal.message(line, 'dim'));
  child.stderr?.setEncoding('utf8').on('data', tell.take);
  const stop = (): void => void end(child, deps);
  run.signal.addEventListener('abort', stop, { once: true });
  const output = collect(child, run.limitBytes, stop);
  try {
    const { code, by } = await ended(child, () => {
      if (deps.platform !== 'win32') killGroup(child, 'SIGKILL', deps);
    });
    tell.flush();
    run.signal.throwIfAborted();
    if (output.overflowed()) throw talkative(run.option);
    if (code !== 0) throw failed(run.option, code === null ? `ended by ${by}` : `exit code ${code}`);
    return output.bytes();
  } finally {
    run.signal.removeEventListener('abort', stop);
  }
}

function start(command: string, extra: SourceDeps['env'], { env, platform }: SourceDeps): ChildProcess {
  const options: SpawnOptions = {
    env: { ...withoutKeys(env), ...extra },
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  };
  if (platform === 'win32') {
    return spawn('cmd', ['/d', '/s', '/c', `"${command}"`], { ...options, windowsVerbatimArguments: true });
  }
  // Its own process group, so that a pipeline can be ended as a whole.
  return spawn('sh', ['-c', command], { ...options, detached: true });
}

interface Ending {
  readonly code: number | null;
  readonly by: NodeJS.Signals | null;
}

/** Waits for the shell, then for its output, which a process left behind would hold open for ever. */
function ended(child: ChildProcess, sweep: () => void): Promise<Ending> {
  return new Promise((resolve, reject) => {
    child.once('error', (cause) => {
      reject(
        new CliError(
          'local',
          `The shell for the command could not be started: ${errorCode(cause) ?? 'unknown reason'}.`,
          {
            cause,
            hint: 'It is `sh` on your path; on Windows `cmd`.',
          },
        ),
      );
    });
    child.once('exit', sweep);
    child.once('close', (code, by) => resolve({ code, by }));
  });
}

/** Asks the group to end, and ends it for good a moment later. */
async function end(child: ChildProcess, deps: SourceDeps): Promise<void> {
  killGroup(child, 'SIGTERM', deps);
  const closed = new AbortController();
  child.once('close', () => closed.abort());
  try {
    await deps.clock.sleep(graceMs, closed.signal);
  } catch {
    return;
  }
  killGroup(child, 'SIGKILL', deps);
  // A process that left the group may still hold the pipes.
  child.stdout?.destroy();
  child.stderr?.destroy();
}

function killGroup(
  { pid }: ChildProcess,
  signal: 'SIGTERM' | 'SIGKILL',
  { kill, platform }: SourceDeps,
): void {
  if (pid === undefined) return;
  if (platform === 'win32') {
    spawn('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore' }).on('error', () => {});
    return;
  }
  try {
    kill(-pid, signal);
  } catch {
    // The group is gone already.
  }
}

function collect(child: ChildProcess, limitBytes: number, stop: () => void) {
  const chunks: Buffer[] = [];
  let size = 0;
  child.stdout?.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= limitBytes) chunks.push(chunk);
    else if (size - chunk.length <= limitBytes) stop();
  });
  return { bytes: () => Buffer.concat(chunks), overflowed: () => size > limitBytes };
}

/** Hands on whole lines, and what is left at the end. */
function lineTeller(tell: (line: string) => void) {
  let rest = '';
  const say = (line: string): void => {
    if (line.trim() !== '') tell(line.trimEnd());
  };
  return {
    take: (text: string): void => {
      const lines = (rest + text).split('\n');
      rest = lines.pop()?.slice(-4096) ?? '';
      lines.forEach(say);
    },
    flush: (): void => {
      say(rest);
      rest = '';
    },
  };
}

function talkative(option: string): CliError {
  return new CliError('usage', `The command of ${option} printed too much.`, {
    hint: 'Let it print the value and nothing else.',
  });
}

function failed(option: string, how: string): CliError {
  return new CliError('usage', `The command of ${option} failed: ${how}.`, {
    hint: 'Run the command by itself to see why.',
  });
}
