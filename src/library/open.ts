import type { Clock } from '../clock.ts';
import { sandboxEnvironment } from '../commands/sandbox/environment.ts';
import { CliError } from '../errors.ts';
import { v } from '../http/contract.ts';
import type { Sandbox, SandboxOptions } from '../library.ts';
import type { RandomBytes } from '../machine.ts';
import { momentIn } from '../moment.ts';
import { providers } from '../providers/index.ts';
import type { Beginning } from '../sandbox/clock.ts';
import { recipientForm, recipientShape } from '../sandbox/control/shapes.ts';
import { startSandbox, type Sandbox as Core } from '../sandbox/start.ts';
import { arrangementFace } from './arrangement.ts';
import { clockFace } from './clock.ts';
import { outboxFace } from './outbox.ts';
import { given, idIn, named } from './given.ts';
import { type Reach, reach } from './reach.ts';
import { signInsFace } from './sign-ins.ts';

/** Starts a sandbox with the face that other people's tests see. Throws plain errors. */
export async function openSandbox(
  options: SandboxOptions,
  machine: { readonly clock: Clock; readonly randomBytes: RandomBytes },
): Promise<Sandbox> {
  const closing = new AbortController();
  const core = await start(options, machine);
  const tools = reach(core, machine.clock, closing.signal);
  const close = async (): Promise<void> => {
    if (closing.signal.aborted) return;
    closing.abort();
    await core.close();
  };
  return { ...faceOf(core, tools), close, [Symbol.asyncDispose]: close };
}

function faceOf(opened: Core, tools: Reach): Omit<Sandbox, 'close' | typeof Symbol.asyncDispose> {
  return {
    url: opened.origin,
    settings: opened.settings as Sandbox['settings'],
    environment: sandboxEnvironment(opened.origin, opened.settings),
    outbox: outboxFace(tools),
    signIns: signInsFace(tools),
    clock: clockFace(tools),
    ...arrangementFace(tools),
    requests: (filter) => {
      const { since } = given('requests', filter, { since: true });
      return tools.core('requests').requests(Number(idIn('requests', since) ?? 0));
    },
    reset: async () => void (await tools.call('reset', { method: 'POST', path: 'reset' })),
  };
}

async function start(
  options: SandboxOptions,
  machine: { readonly clock: Clock; readonly randomBytes: RandomBytes },
): Promise<Core> {
  const members = { port: true, seed: true, clock: true, switches: true, recipients: true } as const;
  const { port = 0, seed, clock, ...more } = given('startSandbox', options, members);
  const switches = named('switches', more.switches);
  const recipients = named('recipients', more.recipients);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error('port takes a whole number from 0 to 65535.');
  if (seed !== undefined && !(typeof seed === 'string' || Number.isFinite(seed)))
    throw new Error('seed takes a text or a number.');
  for (const [to, arrangement] of Object.entries(recipients)) {
    if (!v.is(recipientShape, { to, ...arrangement }))
      throw new Error(`recipients: ${to} can't be arranged so. It takes what is in ${recipientForm}.`);
  }
  const setup = { port, seed: seed?.toString(), beginning: beginningOf(clock), switches, recipients };
  try {
    return await startSandbox({ ...machine, providers, ...setup });
  } catch (error) {
    // The hint of a command line is of no use here: it names options.
    throw error instanceof CliError ? new Error(error.message, { cause: error }) : error;
  }
}

function beginningOf(clock: SandboxOptions['clock']): Beginning {
  const { at, frozen = false } = given('clock', clock, { at: true, frozen: true });
  if (typeof frozen !== 'boolean') throw new Error('clock.frozen takes true or false.');
  if (at === undefined) return { frozen };
  const moment = typeof at === 'string' ? momentIn(at) : at?.valueOf();
  if (moment === undefined || !Number.isInteger(moment) || moment < 0)
    throw new Error(
      'clock.at takes a date, a text such as 2026-01-31T12:00:00Z, or milliseconds since 1970.',
    );
  return { at: moment, frozen };
}
