import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { expiryOf } from '../../flow/jwt.ts';
import { type Answer, call, type Callee } from '../../http/call.ts';
import { decode, type v } from '../../http/contract.ts';
import { httpFailure, wrongShape } from '../../http/refusals.ts';
import { plainLine } from '../../terminal/plain.ts';
import { contract, type SessionAnswer } from './contract.ts';
import { type Refusal, refusalOf } from './refusals.ts';

/** What a sign-in or a refresh brings. */
export interface SignedIn {
  readonly token: string;
  readonly refreshToken: string;
  /** Wall clock, milliseconds. */
  readonly expiresAt: number;
  readonly user: SessionAnswer['user'];
  readonly newAccount: boolean | undefined;
  /** The error of an account that is banned: its tokens came, and must not count as a sign-in. */
  readonly ban: CliError | undefined;
}

type Reach = Pick<Context, 'http' | 'terminal' | 'redactor' | 'clock' | 'settings'>;

const latestDate = 8.64e15;

/** The base URL without what makes no difference, since sessions and challenges are told apart by it. */
export function baseUrlOf({ settings }: Pick<Reach, 'settings'>): string {
  return new URL(settings.need('elixir.baseUrl')).href.replace(/\/+$/, '');
}

async function reach(context: Reach): Promise<{ readonly to: Callee; readonly apiKey: string }> {
  const to = { title: 'Elixir', name: 'elixir', baseUrl: baseUrlOf(context) };
  return { to, apiKey: await context.settings.secret('elixir.apiKey') };
}

/** Has a code mailed to the address; returns the transaction that the code belongs to. Throws `denied` for a no. */
export async function requestCode(context: Reach, email: string): Promise<string> {
  const { to, apiKey } = await reach(context);
  const answer = await call(context, to, contract, 'otpLogin', { apiKey, email });
  return read('otpLogin', answer).data.transactionId;
}

/** Confirms a code, once. Throws `denied` for one that is wrong, used or expired. */
export async function verifyCode(context: Reach, transactionId: string, code: string): Promise<SignedIn> {
  const { to, apiKey } = await reach(context);
  const answer = await call(context, to, contract, 'otpVerify', { apiKey, transactionId, code });
  return signedIn(context, answer, read('otpVerify', answer).data);
}

/** Signs in with what a QR code of "My Account > Security" holds, once. Throws `denied`. */
export async function verifyQr(context: Reach, qrValue: string): Promise<SignedIn> {
  const { to, apiKey } = await reach(context);
  const answer = await call(context, to, contract, 'qrVerify', { apiKey, qrValue });
  return signedIn(context, answer, read('qrVerify', answer).data);
}

/**
 * Exchanges a refresh token for new tokens, once. That the token itself is refused is handed back, to be remembered;
 * where the answer is lost it throws, saying that the old token may be used up.
 */
export async function refresh(
  context: Reach,
  refreshToken: string,
): Promise<SignedIn | { readonly refused: CliError }> {
  const { to, apiKey } = await reach(context);
  try {
    const answer = await call(context, to, contract, 'refresh', { apiKey, refreshToken });
    const refusal = refusalOf('refresh', answer);
    if (refusal?.judged === true) return { refused: refusal.error };
    return signedIn(context, answer, read('refresh', answer, refusal).data);
  } catch (error) {
    throw error instanceof CliError ? retellLoss(error) : error;
  }
}

/** Ends the session of this access token, for this device alone; returns what Elixir says. */
export async function endSession(context: Reach, token: string): Promise<string> {
  const { to, apiKey } = await reach(context);
  const answer = await call(context, to, contract, 'signout', { apiKey, token });
  return plainLine(read('signout', answer).data.message, 200);
}

type Operation = keyof typeof contract;
type Read<Name extends Operation> = v.InferOutput<(typeof contract)[Name]['answer']>;

/** The one reading of Elixir's answers: a refusal first, then the documented shape, then the HTTP status (ELX-19, ELX-20). */
function read<Name extends Operation>(
  operation: Name,
  answer: Answer,
  refusal: Refusal | undefined = refusalOf(operation, answer),
): Read<Name> {
  if (refusal !== undefined) throw refusal.error;
  const decoded = decode(contract[operation].answer, answer.json);
  if ('value' in decoded) return decoded.value as Read<Name>;
  throw httpFailure('Elixir', answer) ?? wrongShape('Elixir', answer, decoded.problem);
}

function signedIn({ clock }: Reach, answer: Answer, data: SessionAnswer): SignedIn {
  const { token, refreshToken, user, newAccount } = data;
  const expiresAt = expiryFrom(data, clock.now());
  if (expiresAt === undefined)
    throw wrongShape('Elixir', answer, 'it does not say until when its token is good');
  return { token, refreshToken, expiresAt, user, newAccount, ban: banOf(answer, user) };
}

/** ELX-21: the vendor's own expiry and lifetime do not fit together: the earlier date counts, the lifetime comes last. */
function expiryFrom({ token, tokenExpiry, tokenLifeMS }: SessionAnswer, now: number): number | undefined {
  const dates = [tokenExpiry, expiryOf(token)].filter((date) => date !== undefined);
  if (dates.length > 0) return Math.min(...dates);
  return tokenLifeMS === undefined ? undefined : Math.min(now + tokenLifeMS, latestDate);
}

/** ELX-07: no status but ACTIVE is documented, so every other one is a no. */
function banOf(answer: Answer, user: SessionAnswer['user']): CliError | undefined {
  const reason = plainLine(user?.banReason ?? '', 120).trim();
  if (user === undefined || (user.status === 'ACTIVE' && reason === '')) return undefined;
  const status = plainLine(user.status, 40) || '(empty)';
  const because = reason === '' ? '' : `, reason "${reason}"`;
  return new CliError(
    'credentials',
    `Elixir has blocked or banned this account: status ${status}${because}.`,
    {
      provider: { ...answer.fault, code: status },
      hint: 'Only Elixir can lift that; another code or another session will not help.',
    },
  );
}

/** ELX-09: what to do when the answer to a refresh is lost. */
function retellLoss(error: CliError): CliError {
  const { kind, message, details } = error;
  if (!message.includes('The outcome is unknown')) return error;
  const next = 'The refresh token from before is kept. Try once more with: authrig elixir refresh';
  return new CliError(kind, message, {
    ...details,
    hint: `${next}. If Elixir refuses it, sign in again: authrig elixir otp`,
  });
}
