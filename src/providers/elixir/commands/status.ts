import type { Result } from '../../../command.ts';
import type { Context } from '../../../context.ts';
import { listChallenges } from '../../../flow/kept-challenge.ts';
import { type KeptSession, listSessions, remainingMs } from '../../../flow/kept-session.ts';
import { maskAccount, noSession, placeOf, unnamed } from '../account.ts';
import { isRefused } from '../session.ts';

/** What is kept of this profile at this host. Nothing is sent. */
export async function status(context: Context): Promise<Result> {
  const place = placeOf(context);
  const sessions = [];
  for (const kept of await listSessions(context, place)) sessions.push(await describe(context, kept));
  const challenges = (await listChallenges(context, place)).map(({ id, recipient, sentAt }) => ({
    challenge: id,
    recipient,
    sentAt: new Date(sentAt).toISOString(),
  }));
  if (sessions.length + challenges.length === 0) throw noSession(context);
  const profile = context.settings.profile.name;
  return {
    data: { profile, sessions, challenges },
    rows: [
      ['profile', profile],
      ...sessions.map(({ account, state, source, expiresAt, remainingSeconds }) => {
        const left =
          state === 'valid' ? `for ${lifeOf(remainingSeconds)}, until ${expiresAt}` : `since ${expiresAt}`;
        return [account, `${state} ${left} (by ${source})`] as const;
      }),
      ...challenges.map(
        ({ challenge, recipient, sentAt }) =>
          ['challenge', `${challenge} waits for its code, mailed to ${recipient} at ${sentAt}`] as const,
      ),
    ],
  };
}

async function describe(context: Context, kept: KeptSession) {
  const left = await remainingMs(context, kept);
  const source = kept.tokens['source'];
  return {
    account: kept.account === unnamed ? unnamed : maskAccount(kept.account),
    source: typeof source === 'string' ? source : 'otp',
    expiresAt: new Date(kept.expiresAt).toISOString(),
    remainingSeconds: Math.floor(left / 1000),
    state: left > 0 ? 'valid' : isRefused(kept) ? 'refused' : 'expired',
  };
}

function lifeOf(seconds: number): string {
  if (seconds >= 172_800) return `${Math.floor(seconds / 86_400)} days`;
  if (seconds >= 7200) return `${Math.floor(seconds / 3600)} h`;
  return seconds >= 120 ? `${Math.floor(seconds / 60)} min` : `${seconds} s`;
}
