import type { Result } from '../../command.ts';
import type { Context } from '../../context.ts';
import { ask, findSandbox, forgetSandbox } from './running.ts';

/** Stops a running sandbox. */
export async function stop(context: Context, { url }: { readonly url?: string }): Promise<Result> {
  const origin = await findSandbox(context, url);
  await ask(context, origin, 'stop', {});
  await forgetSandbox(context, origin);
  return { data: { url: origin, stopped: true }, rows: [['stopped', origin]] };
}
