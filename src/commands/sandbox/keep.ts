import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import type { Sandbox } from '../../sandbox/start.ts';
import { type SavedState, writeState } from '../../sandbox/state-file.ts';

/** Changes within this time are written at one stroke, in milliseconds: what a kill can cost at the most. */
const gatherMs = 200;

/** Keeps a sandbox's state in its file. */
export interface Keeper {
  /** Writes what has not been written yet. Throws `local` where the last state could not be kept. */
  finish(): Promise<void>;
}

/**
 * Writes the state soon after each change until it is finished. A write that fails is told once, and the state before
 * it stays in the file.
 */
export function keepState(
  { clock, disk, terminal }: Pick<Context, 'clock' | 'disk' | 'terminal'>,
  sandbox: Pick<Sandbox, 'save' | 'onChange'>,
  path: string,
): Keeper {
  const finished = new AbortController();
  let writing: Promise<void> = Promise.resolve();
  let pending = false;
  let failure: CliError | undefined;

  async function write(state: SavedState): Promise<void> {
    try {
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
