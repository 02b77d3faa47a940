import type { Result } from '../../../command.ts';
import type { Context } from '../../../context.ts';
import { CliError } from '../../../errors.ts';
import { dropChallenge, everyChallenge } from '../../../flow/kept-challenge.ts';
import { dropSession, findSession } from '../../../flow/kept-session.ts';
import { mask } from '../../../redaction/mask.ts';
import { findAccount } from '../channel.ts';
import { accountOf } from '../phone-number.ts';

/**
 * Removes the token of the account, or the only one there is, and the challenges that wait for this account's code.
 * Throws `credentials` where nothing is kept.
 */
export async function forget(context: Context): Promise<Result> {
  const place = { provider: 'verifik', baseUrl: context.settings.need('verifik.baseUrl') };
  const session = await findSession(context, place, findAccount(context), '--phone');
  const account = session?.account ?? findAccount(context);
  const challenges = (await everyChallenge(context, place)).filter(
    ({ transaction: { countryCode = '', phone = '' } }) =>
      account === undefined || accountOf({ countryCode, phone }) === account,
  );
  const token = session !== undefined && (await dropSession(context, session));
  for (const { id } of challenges) await dropChallenge(context, id);
  if (!token && challenges.length === 0) {
    throw new CliError('credentials', 'Nothing of this account is kept for Verifik.', {
      hint: 'See what is kept with: authrig verifik status',
    });
  }
  const kind = account?.includes('@') === true ? 'email' : 'phone';
  const shown = account === undefined ? 'none' : mask(account, kind);
  context.terminal.message(
    token
      ? 'It is gone from this machine. Verifik was not told: the token itself stays valid until it expires.'
      : 'No token was kept. What waited for its code is gone from this machine.',
  );
  return {
    data: { account: shown, token, challenges: challenges.length },
    rows: [
      ['account', shown],
      ['token', token ? 'forgotten' : 'none was kept'],
      ['challenges', String(challenges.length)],
    ],
  };
}
