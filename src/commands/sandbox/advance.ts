import type { Result } from '../../command.ts';
import type { Context } from '../../context.ts';
import { ask, findSandbox } from './running.ts';

/** Moves the sandbox's clock forward, and with it every expiry. */
export async function advance(
  context: Context,
  { url }: { readonly url?: string },
  milliseconds: number,
): Promise<Result> {
  const origin = await findSandbox(context, url);
  const { now, frozen } = await ask(context, origin, 'clock', {
    // A number there has nine digits at the most.
    advance: `${Math.floor(milliseconds / 1000)}s${milliseconds % 1000}ms`,
  });
  return {
    data: { now, frozen },
    rows: [
      ['now', String(now)],
      ['frozen', String(frozen)],
    ],
  };
}
