import type { Result } from '../../../command.ts';
import type { Context } from '../../../context.ts';
import { listChallenges } from '../../../flow/kept-challenge.ts';
import { type KeptSession, listSessions, remainingMs } from '../../../flow/kept-session.ts';
import { shortTime } from '../../../terminal/short-time.ts';
import { maskAccount, noSession, placeOf, unnamed } from '../account.ts';
import { isRefused } from '../session.ts';

/** What is kept of this profile: challenges of this host, sessions of every one. Nothing is sent. */
export async function status(context: Context): Promise<Result> {
  const place = placeOf(context);
  const sessions = [];
  // Those of other hosts too: a session that is out of reach is better seen than missed.
  for (const kept of await listSessions(context, { provider: place.provider }))
    sessions.push(await describe(context, kept));
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
      ...(sessions.some(({ baseUrl }) => baseUrl === place.baseUrl)
        ? []
        : [['session', `none is kept for ${place.baseUrl}`] as const]),
      ...sessions.flatMap((session) => rowsOf(session, place.baseUrl)),
      ...challenges.map(
        ({ challenge, recipient, sentAt }) =>
          ['challenge', `${challenge} for ${recipient}, sent ${shortTime(sentAt)}`] as const,
      ),
    ],
  };
}

type Described = Awaited<ReturnType<typeof describe>>;

function rowsOf(
  { account, state, source, expiresAt, remainingSeconds, baseUrl }: Described,
  inForce: string,
): (readonly [string, string])[] {
  const end = shortTime(expiresAt);
  const left = state === 'valid' ? `for ${lifeOf(remainingSeconds)}, until ${end}` : `since ${end}`;
  const row = [account, `${state} ${left} (by ${source})`] as const;
  return baseUrl === inForce ? [row] : [row, ['', `at ${baseUrl}`]];
}

async function describe(context: Context, kept: KeptSession) {
  const left = await remainingMs(context, kept);
  const source = kept.tokens['source'];
  return {
    account: kept.account === unnamed ? unnamed : maskAccount(kept.account),
    source: typeof source === 'string' ? source : 'otp',
    expiresAt: new Date(kept.expiresAt).toISOString(),
    remainingSeconds: Math.floor(left / 1000),
    baseUrl: kept.baseUrl,
    state: left > 0 ? 'valid' : isRefused(kept) ? 'refused' : 'expired',
  };
}

function lifeOf(seconds: number): string {
  if (seconds >= 172_800) return `${Math.floor(seconds / 86_400)} days`;
  if (seconds >= 7200) return `${Math.floor(seconds / 3600)} h`;
  return seconds >= 120 ? `${Math.floor(seconds / 60)} min` : `${seconds} s`;
}
