import type { Result } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import {
  findSession,
  keepSession,
  type KeptSession,
  lockSession,
  remainingMs,
  sessionId,
} from '../../flow/kept-session.ts';
import { noSession, placeOf, tokensOf } from './account.ts';
import { refresh, type SignedIn } from './api.ts';

/** A session in hand, and all that a command tells of it. */
export interface Held {
  readonly session: KeptSession;
  /** What Elixir has just said of it; undefined where it comes from the store. */
  readonly answer?: SignedIn;
  /** Why it could not be kept. */
  readonly unsaved?: CliError;
}

/** Several processes may each wait for an answer that never comes, one after the other. */
const patienceMs = 60_000;

/** How a session began, for `status`. */
export type Origin = 'otp' | 'qr' | 'refresh-token';

/**
 * Keeps a sign-in in the place of the account's session before it. Throws for a banned account, which is not kept;
 * what could not be stored is handed back beside the session, so that a used code is not wasted.
 */
export async function takeIn(
  context: Context,
  account: string,
  source: Origin,
  answer: SignedIn,
): Promise<Held> {
  if (answer.ban !== undefined) throw answer.ban;
  if (answer.newAccount === true)
    context.terminal.message('Elixir registered this address: the account is new.', 'warning');
  const session = sessionOf(context, { ...placeOf(context), account }, source, answer);
  try {
    await lockSession(context, sessionId(session), () => keepSession(context, session));
  } catch (error) {
    return { session, answer, unsaved: unsavedError(context, error) };
  }
  return { session, answer };
}

/**
 * A session with a new token, by one exchange of its refresh token under the session's lock: what another process
 * exchanged in the meantime is taken instead. Throws `credentials` where Elixir refuses, which is remembered, and what
 * `refresh` throws; the refresh token from before then stays.
 */
export async function renew(context: Context, seen: KeptSession): Promise<Held> {
  const work = async (): Promise<Held> => {
    const { provider, baseUrl, account } = seen;
    const current = await findSession(context, { provider, baseUrl }, account, '--email');
    if (current === undefined) throw noSession(context);
    for (const secret of Object.values(tokensOf(current))) context.redactor.learn(secret, 'token');
    const changed = tokensOf(current).refreshToken !== tokensOf(seen).refreshToken;
    if (changed && (await remainingMs(context, current)) > 0) return { session: current };
    if (isRefused(current) && !isRefused(seen)) throw refusedBefore();
    return exchange(context, current);
  };
  return lockSession(context, sessionId(seen), work, patienceMs);
}

/** Exchanges a refresh token that came from somewhere else, and keeps what it brings for the account. */
export async function exchangeForeign(
  context: Context,
  account: string,
  refreshToken: string,
): Promise<Held> {
  const answer = await refresh(context, refreshToken);
  if ('refused' in answer) throw answer.refused;
  return takeIn(context, account, 'refresh-token', answer);
}

async function exchange(context: Context, current: KeptSession): Promise<Held> {
  const answer = await refresh(context, tokensOf(current).refreshToken);
  if ('refused' in answer) {
    const marked = { ...current, tokens: { ...current.tokens, refused: true } };
    // A mark that can't be written costs one more call some day.
    await keepSession(context, marked).catch(() => {});
    throw answer.refused;
  }
  const source = current.tokens['source'];
  const next = sessionOf(context, current, typeof source === 'string' ? source : 'otp', answer);
  // Of a banned account the refresh token alone is worth keeping: it is good again when the ban is lifted.
  const session = answer.ban === undefined ? next : { ...next, expiresAt: next.receivedAt };
  let unsaved: CliError | undefined;
  try {
    await keepSession(context, session);
  } catch (error) {
    unsaved = unsavedError(context, error);
  }
  if (answer.ban !== undefined) throw answer.ban;
  return unsaved === undefined ? { session, answer } : { session, answer, unsaved };
}

/** True where Elixir refused the session's refresh token: only a new sign-in helps. */
export function isRefused({ tokens }: KeptSession): boolean {
  return tokens['refused'] === true;
}

export function refusedBefore(): CliError {
  return new CliError('credentials', 'The token has expired, and Elixir has refused to refresh it.', {
    hint: 'Sign in again with: authrig elixir otp',
  });
}

/** What a command answers that has a session: secrets masked in text, whole in `data`. */
export function resultOf({ session, answer, unsaved }: Held): Result {
  const { token, refreshToken } = tokensOf(session);
  const expiresAt = new Date(session.expiresAt).toISOString();
  const { user, newAccount } = answer ?? {};
  return {
    data: {
      token,
      refreshToken,
      expiresAt,
      ...(user === undefined ? {} : { user }),
      ...(newAccount === undefined ? {} : { newAccount }),
    },
    rows: [
      ['token', token],
      ['refreshToken', refreshToken],
      ['expiresAt', expiresAt],
      ...(user === undefined ? [] : [['status', user.status] as const]),
    ],
    ...(unsaved === undefined ? {} : { afterwards: unsaved }),
  };
}

function sessionOf(
  { clock, redactor }: Pick<Context, 'clock' | 'redactor'>,
  { provider, baseUrl, account }: Pick<KeptSession, 'provider' | 'baseUrl' | 'account'>,
  source: string,
  { token, refreshToken, expiresAt }: SignedIn,
): KeptSession {
  for (const secret of [token, refreshToken]) redactor.learn(secret, 'token');
  const tokens = { token, refreshToken, source };
  return { provider, baseUrl, account, receivedAt: clock.now(), expiresAt, tokens };
}

/** What is masked on stdout is no copy. */
function unsavedError({ output }: Pick<Context, 'output'>, error: unknown): CliError {
  if (!(error instanceof CliError)) throw error;
  const [state, next] =
    output === 'text'
      ? [
          'nobody has it',
          'With --json it would stand whole on stdout. Sign in again with: authrig elixir otp',
        ]
      : ['what stands on stdout is its only copy', 'Use it, or sign in again with: authrig elixir otp'];
  return new CliError(error.kind, `${error.message} The session is not kept: ${state}.`, {
    ...error.details,
    cause: error,
    hint: `${next}. ${error.details.hint ?? ''}`.trim(),
  });
}
