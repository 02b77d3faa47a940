import type { Result } from '../../command.ts';
import type { Context } from '../../context.ts';
import { providers } from '../../providers/index.ts';
import { startSandbox } from '../../sandbox/start.ts';
import { runChild } from './child.ts';
import { sandboxEnvironment } from './environment.ts';
import { type SetupOptions, setupOf } from './setup.ts';

type Reach = Pick<Context, 'clock' | 'randomBytes' | 'signal' | 'terminal' | 'env'>;

/** Runs the command against a sandbox that lives as long as it does; its exit code is the command's. */
export async function execCommand(
  context: Reach,
  options: SetupOptions,
  command: readonly string[],
): Promise<Result> {
  const { clock, randomBytes, env } = context;
  const sandbox = await startSandbox({ clock, randomBytes, providers, ...setupOf(options) });
  try {
    const added = { ...sandboxEnvironment(sandbox.origin, sandbox.settings), ...aroundProxies(env) };
    const exitCode = await runChild(context, command, { ...env, ...added });
    return { data: {}, exitCode, silent: true };
  } finally {
    await sandbox.close();
  }
}

/** Programs that believe a proxy variable would send even loopback through it. */
function aroundProxies(env: Context['env']): Record<string, string> {
  const names = ['NO_PROXY', 'no_proxy'].filter((name) => env[name] !== undefined);
  return Object.fromEntries(
    (names.length === 0 ? ['NO_PROXY'] : names).map((name) => [
      name,
      [env[name], '127.0.0.1'].filter((hosts) => hosts !== undefined && hosts !== '').join(','),
    ]),
  );
}
