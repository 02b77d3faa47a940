import type { Result } from '../../../command.ts';
import type { Context } from '../../../context.ts';
import { remainingMs } from '../../../flow/kept-session.ts';
import { needSession, tokensOf } from '../account.ts';
import { isRefused, refusedBefore, renew, resultOf } from '../session.ts';

/** Prints the kept access token while it is good, else a new one. */
export async function token(context: Context): Promise<Result> {
  const kept = await needSession(context);
  const good = (await remainingMs(context, kept)) > 0;
  if (!good && isRefused(kept)) throw refusedBefore();
  const held = good ? { session: kept } : await renew(context, kept);
  return { ...resultOf(held), alone: tokensOf(held.session).token };
}
