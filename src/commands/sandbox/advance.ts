import type { Result } from '../../command.ts';
import type { Context } from '../../context.ts';
import { durationText } from '../../duration.ts';
import { ask, findSandbox } from './running.ts';

/** Moves the sandbox's clock forward, and with it every expiry. */
export async function advance(
  context: Context,
  { url }: { readonly url?: string },
  milliseconds: number,
): Promise<Result> {
  const origin = await findSandbox(context, url);
  const { now, frozen } = await ask(context, origin, 'clock', { advance: durationText(milliseconds) });
  return {
    data: { now, frozen },
    rows: [
      ['now', String(now)],
      ['frozen', String(frozen)],
    ],
  };
}
