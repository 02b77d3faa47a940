import type { Result } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { providers } from '../../providers/index.ts';
import { startSandbox } from '../../sandbox/start.ts';
import { jsonText } from '../../terminal/plain.ts';
import { announceSandbox, forgetSandbox } from './running.ts';
import { sandboxEnvironment } from './environment.ts';

type Reach = Pick<Context, 'clock' | 'randomBytes' | 'signal' | 'terminal' | 'output' | 'sessions'>;

/** Runs the sandbox until the signal is aborted: with 0 where we were asked to stop, with 5 at a --timeout. */
export async function startSandboxCommand(
  context: Reach,
  { port = 0 }: { readonly port?: number },
): Promise<Result> {
  const { clock, randomBytes, signal, terminal, output } = context;
  if (output === 'field') {
    throw new CliError('usage', 'sandbox start prints its result before it ends, and takes no --field.', {
      hint: 'authrig sandbox start --json',
    });
  }
  const asked = new AbortController();
  const onStop = (): void => asked.abort(new CliError('cancelled', 'Stopped by authrig sandbox stop.'));
  const sandbox = await startSandbox({ clock, randomBytes, providers, port, onStop });
  try {
    const { origin, settings } = sandbox;
    await announceSandbox(context, origin);
    const data = { url: origin, settings, environment: sandboxEnvironment(origin, settings) };
    const document = jsonText({ ok: true, command: 'sandbox start', data });
    await terminal.result(`${output === 'json' ? document : `authrig sandbox ready on ${origin}`}\n`);
    const ending = AbortSignal.any([signal, asked.signal]);
    await aborted(ending);
    const reason: unknown = ending.reason;
    if (!(reason instanceof CliError)) throw reason;
    if (reason.kind !== 'cancelled') terminal.warning(reason.message);
    // The one document is out: what ends the sandbox shows in the exit code alone.
    return { data, silent: true, exitCode: reason.kind === 'cancelled' ? 0 : reason.exitCode };
  } finally {
    await forgetSandbox(context, sandbox.origin);
    await sandbox.close();
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}
