import type { Context } from '../../context.ts';
import { expiryOf } from '../../flow/jwt.ts';
import { listSessions } from '../../flow/kept-session.ts';
import type { Answer } from '../../http/call.ts';
import { decode } from '../../http/contract.ts';
import { harmlessCall } from '../../http/probe.ts';
import { mask } from '../../redaction/mask.ts';
import { type Judgement, type KeptKey, type Probe, undocumented } from '../probe.ts';
import { contract } from './contract.ts';
import { refusalIn } from './refusal.ts';

/** PRB-02: whose the token is. https://docs.verifik.co/accounts/clients/account-information */
export const probe: Probe = {
  title: 'Verifik',
  what: 'access token',
  harmless: { call: harmlessCall(contract, 'clientMe'), judge },
  kept,
  beforehand: (token, now) => {
    const expiry = expiryOf(token);
    if (expiry === undefined || expiry > now) return undefined;
    const since = new Date(expiry).toISOString();
    return {
      verdict: 'invalid',
      reason: `The token itself says that it expired at ${since}.`,
      said: 'expired',
    };
  },
};

/** Verifik's keys are the tokens of its logins: those that are kept for the host in force. */
async function kept(context: Pick<Context, 'sessions' | 'settings' | 'clock'>): Promise<readonly KeptKey[]> {
  const baseUrl = context.settings.need('verifik.baseUrl');
  const sessions = await listSessions(context, { provider: 'verifik', baseUrl });
  return sessions.flatMap(({ account, tokens: { accessToken } }) =>
    typeof accessToken === 'string'
      ? [{ key: accessToken, account: mask(account, account.includes('@') ? 'email' : 'phone') }]
      : [],
  );
}

/** Verifik has several error forms; messages are translated, so codes and the HTTP status decide. */
function judge(answer: Answer): Judgement {
  const { json, httpStatus } = answer;
  const refusal = refusalIn(json);
  if (httpStatus === 401 || refusal?.code === 'Unauthorized')
    return {
      verdict: 'invalid',
      reason: 'Verifik refused the token: it is unknown, revoked or expired.',
      said: 'Unauthorized',
    };
  if (httpStatus === 403 || refusal?.code === 'Forbidden') {
    return {
      verdict: 'inconclusive',
      reason: 'Verifik knows the token, it seems, and does not let it read its own account (403).',
      said: 'Forbidden',
      open: true,
    };
  }
  const decoded = decode(contract.clientMe.answer, json);
  if (refusal !== undefined || 'problem' in decoded || httpStatus >= 300)
    return undocumented('Verifik', answer, refusal?.code ?? '');
  return decoded.value.data.active === false
    ? {
        verdict: 'inconclusive',
        reason: 'Verifik knows the token, and says that its client is not active.',
        said: 'active false',
      }
    : { verdict: 'valid', reason: 'Verifik told whose token it is.', said: 'a client' };
}
