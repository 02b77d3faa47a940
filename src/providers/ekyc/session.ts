import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { expiryOf } from '../../flow/jwt.ts';
import { dropChallenge, findChallenge, keepChallenge, type Wording } from '../../flow/kept-challenge.ts';
import { mask } from '../../redaction/mask.ts';
import { createSession } from './api.ts';

/** How long a session token has to be stored, and is good (EKY-26, EKY-27), in milliseconds. */
export const sessionLifeMs = 120_000;

/** No code is sent to anybody: what is kept is the token itself. */
const wording: Wording = {
  what: 'session token',
  named: (recipient) => `The session token of ${recipient}`,
  make: 'Create one with: authrig ekyc session',
  makeAnew: 'Create a new one with: authrig ekyc session',
};

/** A sign-in that waits for its second factor. */
export interface Session {
  readonly token: string;
  /** ISO 8601 UTC: by the token where it says so, else 120 s after it came. */
  readonly expiresAt: string;
  /** Set where it is kept for the process that takes the callback. */
  readonly challenge?: string;
}

/** Creates a session for the user of `ekyc.email`. */
export async function openSession(context: Context): Promise<Session> {
  const token = await createSession(context, context.settings.need('ekyc.email'));
  const expiry = expiryOf(token) ?? context.clock.now() + sessionLifeMs;
  return { token, expiresAt: new Date(expiry).toISOString() };
}

/** Keeps the session for another process, at least 120 s (EKY-26). */
export async function keepSession(context: Context, session: Session): Promise<Session> {
  const sentAt = context.clock.now();
  const { id } = await keepChallenge(context, {
    provider: 'ekyc',
    baseUrl: context.settings.need('ekyc.baseUrl'),
    transaction: { session_token: session.token },
    recipient: mask(context.settings.need('ekyc.email'), 'email'),
    sentAt,
    expiresAt: Math.max(Date.parse(session.expiresAt), sentAt + sessionLifeMs),
  });
  return { ...session, challenge: id };
}

/** The session token that was given, else the newest that `ekyc session` kept. Throws `expired` and `credentials`. */
export async function findSession(
  context: Context,
  given: string | undefined,
): Promise<{ token: string; challenge?: string }> {
  if (given !== undefined) {
    context.redactor.learn(given, 'token');
    return { token: given };
  }
  const baseUrl = context.settings.need('ekyc.baseUrl');
  const kept = await findChallenge(context, { provider: 'ekyc', baseUrl }, wording);
  const token = kept.transaction['session_token'];
  if (token === undefined) {
    throw new CliError('credentials', 'The kept session has no token.', {
      hint: 'Ask for a new one with: authrig ekyc session',
    });
  }
  context.redactor.learn(token, 'token');
  return { token, challenge: kept.id };
}

/** A session token is used once: by a verdict, whatever it is. */
export async function spendSession(context: Context, challenge: string | undefined): Promise<void> {
  if (challenge !== undefined) await dropChallenge(context, challenge);
}
