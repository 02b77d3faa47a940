import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { CliError } from '../errors.ts';
import type { Machine } from '../machine.ts';
import type { OutputMode } from '../output.ts';
import type { EmbeddedSandbox } from '../sandbox/embedded.ts';
import { createStop, type Stop } from '../stop.ts';
import { configure, openSandbox, readFlags } from './configured.ts';
import type { CommonOptions, Surroundings } from './surroundings.ts';
import { openTerminal, openTools } from './tools.ts';

/** A command's surroundings while it runs. */
export interface Rig {
  readonly context: Context;
  readonly options: CommonOptions;
  readonly mode: OutputMode;
  /** Waits for the work, and ends the wait with the signal's reason if the run is stopped first. */
  guard<T>(work: Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Sets up all that a command may touch, from the machine and the options it was called with. */
export async function openRig(
  machine: Machine,
  version: string,
  command: Command,
  lent: Surroundings = {},
): Promise<Rig> {
  const options = command.optsWithGlobals<CommonOptions>();
  const mode = modeOf(machine, options);
  const told = await openTerminal(machine, mode, lent);
  const stop = createStop(machine, options.timeout);
  const tools = await openTools(machine, version, { options, told, stop, outside: lent.outside });
  let started: EmbeddedSandbox | undefined;
  try {
    const flags = await readFlags(command, options, tools);
    let sandbox: EmbeddedSandbox | undefined;
    if (options.sandbox === true)
      sandbox = lent.sandbox ?? (started = await openSandbox(machine, stop.signal));
    const context: Context = { ...tools, ...(await configure(tools, flags, options, { sandbox, lent })) };
    return { context, options, mode, guard: stop.guard, close: () => closeAll(stop, started) };
  } catch (error) {
    await closeAll(stop, started);
    throw error;
  }
}

function modeOf(machine: Machine, { json, field, color, verbose, quiet }: CommonOptions): OutputMode {
  if (json === true && field !== undefined) {
    throw new CliError('usage', '--json and --field each print the result in their own way.', {
      hint: 'Give one of them.',
    });
  }
  return {
    json,
    field,
    pretty: machine.stdout.isTTY,
    quiet: quiet === true,
    verbose: verbose === true,
    ...(color === undefined ? {} : { colour: color }),
  };
}

async function closeAll(stop: Stop, sandbox: EmbeddedSandbox | undefined): Promise<void> {
  stop.release();
  await sandbox?.close();
}
