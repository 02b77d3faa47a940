import { sandboxEnvironment } from '../../src/commands/sandbox/environment.ts';
import type { Sandbox } from '../../src/sandbox/start.ts';
import { authrig, type Outcome, type RigOptions } from './rig.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface CommandLine {
  /** Runs `authrig …` with the addresses and keys of the sandbox, on one machine with one store. */
  run(argv: readonly string[], options?: RigOptions): Promise<Outcome>;
  /** The options with which a command reads its code from the sandbox's outbox. */
  readonly fromOutbox: readonly string[];
}

/** A machine whose commands reach this sandbox. */
export function commandLineAt({ origin, settings }: Pick<Sandbox, 'origin' | 'settings'>): CommandLine {
  const own = { AUTHRIG_CONFIG_DIR: temporaryFolder(), ...sandboxEnvironment(origin, settings) };
  return {
    run: (argv, options = {}) => authrig(argv, { ...options, env: { ...own, ...options.env } }),
    fromOutbox: ['--otp-from', `url:${origin}/__sandbox/outbox`],
  };
}
