import type { Result } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { expiryOf } from '../../flow/jwt.ts';
import { findSession, keepSession, type KeptSession, remainingMs } from '../../flow/kept-session.ts';
import type { AccessToken } from './api.ts';

/** A token to print. */
export interface Token extends AccessToken {
  /** Wall clock, milliseconds. */
  readonly expiresAt: number;
  readonly cached: boolean;
  /** Why it could not be kept, where it could not. */
  readonly unkept?: CliError;
}

/** VER-10: from the moment that the answer came. */
const lifeMs = 30 * 86_400_000;
const soonMs = 86_400_000;

/**
 * Keeps a token that was just received in the place of the one before, for 30 days or for as long as it says itself.
 * One that can't be kept is not lost: it comes back with the reason (F51).
 */
export async function keepToken(context: Context, account: string, token: AccessToken): Promise<Token> {
  const { accessToken, tokenType } = token;
  const receivedAt = context.clock.now();
  const expiresAt = Math.min(receivedAt + lifeMs, expiryOf(accessToken) ?? Number.POSITIVE_INFINITY);
  const kept = { accessToken, tokenType, expiresAt, cached: false };
  try {
    const baseUrl = context.settings.need('verifik.baseUrl');
    const tokens = { accessToken, tokenType };
    await keepSession(context, { provider: 'verifik', baseUrl, account, receivedAt, expiresAt, tokens });
    return kept;
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return {
      ...kept,
      unkept: new CliError('local', `The token is good and was not kept: ${error.message}`, {
        ...error.details,
        cause: error,
      }),
    };
  }
}

/** The kept token of the account, or of the only one there is, and how long it is good. */
export async function findToken(
  context: Context,
  account: string | undefined,
): Promise<{ readonly token: Token; readonly leftMs: number } | undefined> {
  const place = { provider: 'verifik', baseUrl: context.settings.need('verifik.baseUrl') };
  const session = await findSession(context, place, account, '--phone');
  const token = session && tokenOf(context, session);
  return token && session && { token, leftMs: await remainingMs(context, session) };
}

/** The token of a session; undefined where another hand wrote something else there. */
export function tokenOf({ redactor }: Pick<Context, 'redactor'>, session: KeptSession): Token | undefined {
  const { accessToken, tokenType } = session.tokens;
  if (typeof accessToken !== 'string' || typeof tokenType !== 'string') return undefined;
  redactor.learn(accessToken, 'token');
  return { accessToken, tokenType, expiresAt: session.expiresAt, cached: true };
}

/** The result of every command that obtains a token. */
export function tokenResult({ accessToken, tokenType, expiresAt, cached, unkept }: Token): Result {
  const until = new Date(expiresAt).toISOString();
  return {
    data: { accessToken, tokenType, expiresAt: until, cached },
    rows: [
      ['accessToken', accessToken],
      ['tokenType', tokenType],
      ['expiresAt', until],
    ],
    ...(unkept === undefined ? {} : { afterwards: unkept }),
  };
}

/** VER-10: says so a day before a kept token runs out. */
export function tellExpiry({ clock, terminal }: Context, { expiresAt }: Pick<Token, 'expiresAt'>): void {
  const left = expiresAt - clock.now();
  if (left < soonMs) terminal.message(`The kept token expires in ${durationOf(left)}.`, 'warning');
}

/** `29 d 23 h`, `5 h 2 min` or `0 min`: as exactly as a person needs it. */
export function durationOf(milliseconds: number): string {
  const minutes = Math.max(0, Math.floor(milliseconds / 60_000));
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24];
  if (days > 0) return `${days} d ${hours} h`;
  return hours > 0 ? `${hours} h ${minutes % 60} min` : `${minutes} min`;
}
