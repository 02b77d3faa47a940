import { aborted } from '../../aborted.ts';
import type { Result } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { tellFailure } from '../../output.ts';
import { providers } from '../../providers/index.ts';
import { type Sandbox, startSandbox } from '../../sandbox/start.ts';
import { jsonText } from '../../terminal/plain.ts';
import { sandboxEnvironment } from './environment.ts';
import type { Keeper, StateFile } from './keep.ts';
import { announceSandbox, forgetSandbox } from './running.ts';
import { type SetupOptions, setupOf } from './setup.ts';

export interface StartOptions extends SetupOptions {
  readonly port?: number;
  /** The file that its state is kept in. */
  readonly state?: string;
}

type Reach = Pick<Context, 'clock' | 'randomBytes' | 'signal' | 'terminal' | 'output' | 'sessions' | 'disk'>;

/** Runs the sandbox until the signal is aborted: with 0 where we were asked to stop, with 5 at a --timeout. */
export async function startSandboxCommand(context: Reach, options: StartOptions): Promise<Result> {
  if (context.output === 'field') {
    throw new CliError('usage', 'sandbox start has no one value to print: it runs until it is stopped.', {
      hint: 'authrig sandbox start --json',
    });
  }
  const { state: path } = options;
  if (path === undefined) return runSandbox(context, options);
  const { withStateFile } = await import('./keep.ts');
  return withStateFile(context, path, (file) => runSandbox(context, options, file));
}

async function runSandbox(context: Reach, options: StartOptions, file?: StateFile): Promise<Result> {
  const { clock, randomBytes } = context;
  const asked = new AbortController();
  const onStop = (): void => asked.abort(new CliError('cancelled', 'Stopped by authrig sandbox stop.'));
  const setup = { ...setupOf(options), port: options.port, state: file?.state, onStop };
  const sandbox = await startSandbox({ clock, randomBytes, providers, ...setup });
  let keeper: Keeper | undefined;
  let unkept: CliError | undefined;
  let result: Result;
  try {
    keeper = file?.keep(sandbox);
    result = await runUntilStopped(context, sandbox, asked.signal);
  } finally {
    await forgetSandbox(context, sandbox.origin);
    await sandbox.close();
    unkept = await lossOf(keeper);
  }
  if (unkept === undefined) return result;
  // The one document is out, here too.
  tellFailure(context.terminal, unkept);
  return { ...result, exitCode: unkept.exitCode };
}

/** Why the state could not be kept at the end. */
async function lossOf(keeper: Keeper | undefined): Promise<CliError | undefined> {
  try {
    await keeper?.finish();
    return undefined;
  } catch (error) {
    if (error instanceof CliError) return error;
    throw error;
  }
}

async function runUntilStopped(context: Reach, sandbox: Sandbox, asked: AbortSignal): Promise<Result> {
  const { origin, settings } = sandbox;
  const { terminal, output, signal } = context;
  await announceSandbox(context, origin);
  const data = { url: origin, settings, environment: sandboxEnvironment(origin, settings) };
  const document = jsonText({ ok: true, command: 'sandbox start', data });
  await terminal.result(`${output === 'json' ? document : `authrig sandbox ready on ${origin}`}\n`);
  const ending = AbortSignal.any([signal, asked]);
  await aborted(ending);
  const reason: unknown = ending.reason;
  if (!(reason instanceof CliError)) throw reason;
  if (reason.kind !== 'cancelled') terminal.warning(reason.message);
  // The one document is out: what ends the sandbox shows in the exit code alone.
  return { data, silent: true, exitCode: reason.kind === 'cancelled' ? 0 : reason.exitCode };
}
