import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import type { Sandbox } from '../../sandbox/start.ts';
import { readState, type SavedState, writeState } from '../../sandbox/state-file.ts';
import { type Held, withLock } from '../../settings/lock.ts';
import { asShellWord } from '../../shell-word.ts';

/** Changes within this time are written at one stroke, in milliseconds: what a kill can cost at the most. */
const gatherMs = 200;
/** Long enough to see that the last owner was killed, in milliseconds. */
const patienceMs = 3000;

type Reach = Pick<Context, 'clock' | 'disk' | 'terminal'>;

/** A state file that is this sandbox's alone. */
export interface StateFile {
  /** What an earlier sandbox left. */
  readonly state: SavedState | undefined;
  /** Begins to write what the sandbox knows. */
  keep(sandbox: Pick<Sandbox, 'save' | 'onChange'>): Keeper;
}

/**
 * Does `work` while no other sandbox can have the file. Throws `local`, before anything listens, where another one has
 * it, where it is no state, or where its folder can't be written.
 */
export async function withStateFile<T>(
  context: Reach,
  path: string,
  work: (file: StateFile) => Promise<T>,
): Promise<T> {
  const disk = {
    ...context.disk,
    elsewhere: 'name another file with --state',
    busy: (pid: string) =>
      new CliError('local', `${path} is the state of another sandbox that runs (pid ${pid}).`, {
        hint: 'Stop that one with `authrig sandbox stop`, or name another file with --state.',
      }),
  };
  await refuseMissingFolder(dirname(path));
  return withLock(
    path,
    disk,
    async (held) => {
      const state = await readState(path, disk, context.clock);
      return work({ state, keep: (sandbox) => keepState({ ...context, disk }, sandbox, path, held) });
    },
    patienceMs,
  );
}

async function refuseMissingFolder(folder: string): Promise<void> {
  const stats = await stat(folder).catch(() => undefined);
  if (stats?.isDirectory() === true) return;
  throw new CliError('local', `There is no folder ${folder} to keep the state in.`, {
    hint: `Make it with \`mkdir -p ${asShellWord(folder)}\`, or name another file with --state.`,
  });
}

/** Keeps a sandbox's state in its file. */
export interface Keeper {
  /** Writes what has not been written yet. Throws `local` where the last state could not be kept. */
  finish(): Promise<void>;
}

/**
 * Writes the state soon after each change until it is finished. A write that fails is told once, and the state before
 * it stays in the file.
 */
function keepState(
  { clock, disk, terminal }: Reach,
  sandbox: Pick<Sandbox, 'save' | 'onChange'>,
  path: string,
  held: Held,
): Keeper {
  const finished = new AbortController();
  let writing: Promise<void> = Promise.resolve();
  let pending = false;
  let failure: CliError | undefined;

  async function write(state: SavedState): Promise<void> {
    try {
      await held.confirm();
      await writeState(path, state, disk);
      failure = undefined;
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      if (failure === undefined)
        terminal.warning(`The sandbox goes on, but its state is not kept: ${error.message}`);
      failure = error;
    }
  }

  sandbox.onChange(() => {
    if (pending) return;
    pending = true;
    writing = writing
      .then(() => clock.sleep(gatherMs, finished.signal))
      .catch(() => {})
      .then(() => {
        pending = false;
        return write(sandbox.save());
      });
  });
  return {
    finish: async () => {
      finished.abort();
      await writing;
      await write(sandbox.save());
      if (failure !== undefined) throw failure;
    },
  };
}
