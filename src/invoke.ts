import { Readable, Writable } from 'node:stream';
import type { EmbeddedSandbox } from './sandbox/embedded.ts';
import type { Machine } from './machine.ts';
import type { Surroundings } from './rig/surroundings.ts';
import type { Sessions } from './settings/sessions.ts';

/** What a command that is run inside another one is given in place of the machine's own. */
export interface Invocation {
  /** Variables on top of the machine's. */
  readonly env?: Readonly<Record<string, string>>;
  readonly sessions?: Sessions;
  /** Used in place of one of its own where the command line has --sandbox; its clock is the command's clock then. */
  readonly sandbox?: EmbeddedSandbox;
  /** Its reason is the CliError that the command ends with. */
  readonly signal?: AbortSignal;
  /** Doors and redactor in the place of ours. */
  readonly lent?: Pick<Surroundings, 'outside' | 'redactor'>;
  /** What differs from our own machine. */
  readonly machine?: Partial<Pick<Machine, 'env' | 'clock' | 'stdinIsTTY'>>;
  /** Told each line that the command says to a person, as it comes; why it failed is in its document alone. */
  readonly onMessage?: (line: string) => void;
}

/** How it ended, and the one document that `--json` promises. Its secrets are whole, and learnt by our redactor. */
export interface Invoked {
  readonly exitCode: number;
  readonly document: Readonly<Record<string, unknown>>;
}

export type Invoke = (argv: readonly string[], given?: Invocation) => Promise<Invoked>;

/** Runs command lines in this process with `--json`, nobody at their stdin and their streams captured. */
export function createInvoke(machine: Machine, version: string, lent: Surroundings): Invoke {
  return async (argv, given = {}) => {
    const { env, sessions, sandbox, signal, onMessage } = given;
    const { run } = await import('./run.ts');
    let answer = '';
    const inner: Machine = {
      argv: ['--json', ...argv],
      env: env === undefined ? machine.env : { ...machine.env, ...env },
      stdin: Object.assign(Readable.from([]), { isTTY: false }) as never,
      stdinIsTTY: false,
      stdout: capture((text) => (answer += text)),
      stderr: capture(linesTo(onMessage)),
      platform: machine.platform,
      uid: machine.uid,
      pid: machine.pid,
      kill: (pid, name) => machine.kill(pid, name),
      nodeVersion: machine.nodeVersion,
      keychainCommand: machine.keychainCommand,
      clock: sandbox?.clock ?? machine.clock,
      randomBytes: machine.randomBytes,
      signal: signal ?? machine.signal,
      ...given.machine,
    };
    const exitCode = await run(inner, version, {
      ...lent,
      ...given.lent,
      errorsUntold: true,
      ...(sessions === undefined ? {} : { sessions }),
      ...(sandbox === undefined ? {} : { sandbox }),
    });
    return { exitCode, document: documentIn(answer) ?? { ok: exitCode === 0, data: {} } };
  };
}

function capture(take: (text: string) => void): NodeJS.WriteStream {
  const stream = new Writable({
    decodeStrings: false,
    write: (chunk: string | Buffer, _encoding, done) => {
      take(String(chunk));
      done();
    },
  });
  return Object.assign(stream, { isTTY: false }) as never;
}

/** Everything is written in whole lines. */
function linesTo(onMessage: Invocation['onMessage']): (text: string) => void {
  return (text) => {
    for (const line of onMessage === undefined ? [] : text.split('\n')) if (line !== '') onMessage?.(line);
  };
}

/** The last line: what was printed before it, by a verb that follows something, is no end. */
function documentIn(answer: string): Record<string, unknown> | undefined {
  const last = answer.trimEnd().split('\n').at(-1) ?? '';
  if (last === '') return undefined;
  const value: unknown = JSON.parse(last);
  return typeof value === 'object' && value !== null ? { ...value } : undefined;
}
