import type { Clock } from './clock.ts';

/** Randomness as the rig sees it: cryptographic in the composition roots, seeded in tests and in the sandbox. */
export type RandomBytes = (count: number) => Uint8Array;

/** The machine the rig runs on, as `main.ts` hands it over: nothing else in `src` sees `process`, its clock in `real-clock.ts` excepted. */
export interface Machine {
  /** The command line without the program's own name. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Opened by being read. */
  readonly stdin: NodeJS.ReadStream;
  /** Whether somebody types at stdin, told without opening it. */
  readonly stdinIsTTY: boolean;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly platform: NodeJS.Platform;
  /** The user's numeric id; undefined where the platform has none. */
  readonly uid: number | undefined;
  readonly pid: number;
  /** Signals a process, or with a negative id its whole group. */
  readonly kill: (pid: number, signal: NodeJS.Signals) => void;
  /** The version of Node, without its `v`. */
  readonly nodeVersion: string;
  /** The command line that carries out one call to the keychain, read from its stdin. */
  readonly keychainCommand: readonly string[];
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
  /** Aborted with a `cancelled` CliError when the user or the system asks the rig to stop. */
  readonly signal: AbortSignal;
}
