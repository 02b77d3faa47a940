import type { Result } from '../../../command.ts';
import type { Context } from '../../../context.ts';
import { parseSecretSource } from '../../../flow/source.ts';
import { accountInForce, maskAccount, needSession } from '../account.ts';
import { exchangeForeign, type Held, renew, resultOf } from '../session.ts';

/** Exchanges the refresh token, whether the access token is still good or not. */
export async function refreshKept(
  context: Context,
  { refreshTokenFrom }: { readonly refreshTokenFrom?: string },
): Promise<Result> {
  const held =
    refreshTokenFrom === undefined
      ? await renew(context, await needSession(context))
      : await refreshGiven(context, refreshTokenFrom);
  context.terminal.message(`The session of ${maskAccount(held.session.account)} has a new token.`, 'good');
  return resultOf(held);
}

async function refreshGiven(context: Context, given: string): Promise<Held> {
  const { readSecret } = await import('../../../flow/secret.ts');
  const option = '--refresh-token-from';
  const nature = { what: 'refresh token', kind: 'token' } as const;
  const refreshToken = await readSecret(parseSecretSource(given, option), context, option, nature);
  return exchangeForeign(context, accountInForce(context), refreshToken);
}
