import type { Result } from '../../../command.ts';
import type { Context } from '../../../context.ts';
import { CliError } from '../../../errors.ts';
import { type KeptChallenge, listChallenges } from '../../../flow/kept-challenge.ts';
import { type KeptSession, listSessions, remainingMs } from '../../../flow/kept-session.ts';
import { mask } from '../../../redaction/mask.ts';
import { shortTime } from '../../../terminal/short-time.ts';
import { durationOf, tellExpiry, tokenOf } from '../kept-token.ts';

/** Shows what is kept in this profile for this host, masked, and until when. Throws `credentials` for nothing. */
export async function status(context: Context): Promise<Result> {
  const place = { provider: 'verifik', baseUrl: context.settings.need('verifik.baseUrl') };
  const sessions = await listSessions(context, place);
  const challenges = await listChallenges(context, place);
  if (sessions.length + challenges.length === 0) {
    throw new CliError(
      'credentials',
      `Nothing is kept for Verifik in the profile "${context.settings.profile.name}".`,
      {
        hint: 'Log in with: authrig verifik phone',
      },
    );
  }
  const { name: profile } = context.settings.profile;
  const shown = await Promise.all(sessions.map((session) => describe(context, session)));
  const waiting = challenges.map(describeChallenge);
  return {
    data: { profile, sessions: shown, challenges: waiting },
    rows: [['profile', profile], ...shown.map(rowOf), ...waiting.map(rowOfChallenge)],
  };
}

interface Shown {
  readonly account: string;
  readonly source: 'phone' | 'email';
  readonly accessToken: string;
  readonly expiresAt: string;
  readonly remainingSeconds: number;
  readonly state: 'valid' | 'expired';
}

async function describe(context: Context, session: KeptSession): Promise<Shown> {
  const { account, expiresAt } = session;
  const source = account.includes('@') ? 'email' : 'phone';
  const token = tokenOf(context, session);
  const leftMs = token === undefined ? 0 : await remainingMs(context, session);
  if (leftMs > 0) tellExpiry(context, session);
  return {
    account: mask(account, source),
    source,
    accessToken: token === undefined ? 'damaged' : mask(token.accessToken, 'token'),
    expiresAt: new Date(expiresAt).toISOString(),
    remainingSeconds: Math.floor(leftMs / 1000),
    state: leftMs > 0 ? 'valid' : 'expired',
  };
}

function rowOf({ account, accessToken, expiresAt, remainingSeconds, state }: Shown): [string, string] {
  const life =
    state === 'valid'
      ? `until ${shortTime(expiresAt)} (${durationOf(remainingSeconds * 1000)})`
      : `since ${shortTime(expiresAt)}`;
  return [account, `${accessToken}, ${state} ${life}`];
}

function describeChallenge({ id, recipient, expiresAt }: KeptChallenge) {
  return {
    challenge: id,
    recipient,
    expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString(),
  };
}

function rowOfChallenge({
  challenge,
  recipient,
  expiresAt,
}: ReturnType<typeof describeChallenge>): [string, string] {
  return [
    'challenge',
    `${challenge} sent to ${recipient}, until ${expiresAt === null ? 'nobody knows when' : shortTime(expiresAt)}`,
  ];
}
