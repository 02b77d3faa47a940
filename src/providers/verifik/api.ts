import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { type Answer, call, type Callee } from '../../http/call.ts';
import { decode, type v } from '../../http/contract.ts';
import { httpFailure, wrongShape } from '../../http/refusals.ts';
import { plainLine } from '../../terminal/plain.ts';
import { contract } from './contract.ts';
import type { Phone } from './phone-number.ts';
import { refusalIn, refused, refusedSecondFactor, WrongSecondFactor } from './refusal.ts';

/** An OTP that Verifik sent. */
export interface SentCode {
  readonly status: 'sent';
  /** How it travels: `whatsapp` or `sms`. */
  readonly phoneGateway: string | undefined;
  /** As Verifik wrote it: ISO 8601 UTC. */
  readonly expiresAt: string | undefined;
  /** How long the OTP is good from now on, in milliseconds; undefined where Verifik does not say. */
  readonly lifeMs: number | undefined;
  readonly requires2FA: boolean;
}

export interface AccessToken {
  readonly accessToken: string;
  readonly tokenType: string;
}

/** What a confirmation carries. */
export interface TypedCodes {
  readonly otp: string;
  /** R-VER-9: the second factor. */
  readonly authenticatorOTP?: string | undefined;
}

type Reach = Pick<Context, 'http' | 'terminal' | 'redactor' | 'clock' | 'settings'>;

const longestToken = 16_384;
const longestLifeMs = 86_400_000;

function callee({ settings }: Reach): Callee {
  return { title: 'Verifik', name: 'verifik', baseUrl: settings.need('verifik.baseUrl') };
}

/** Makes Verifik send an OTP to the phone. Throws `denied` for a phone that it does not take or know. */
export async function loginByPhone(context: Reach, phone: Phone): Promise<SentCode> {
  const answer = await call(context, callee(context), contract, 'phoneLogin', phone);
  const { data } = read(context, answer, contract.phoneLogin.answer, 'login');
  return sent(context, answer, data);
}

/** R-VER-3: makes Verifik send an OTP to the address. Throws as `loginByPhone` does. */
export async function loginByEmail(context: Reach, email: string): Promise<SentCode> {
  const answer = await call(context, callee(context), contract, 'emailLogin', { email });
  const { data } = read(context, answer, contract.emailLogin.answer, 'login');
  return sent(context, answer, data);
}

/**
 * Exchanges the OTP for an access token, once. Throws WrongCode for a code that is not taken, `expired` for a late one.
 * Where a second factor is required, a message in the token's place means that it is missing or wrong, as does an
 * error that names it: WrongSecondFactor.
 */
export async function confirmPhone(
  context: Reach,
  phone: Phone,
  codes: TypedCodes,
  requires2FA: boolean,
): Promise<AccessToken> {
  const answer = await call(context, callee(context), contract, 'phoneConfirm', { ...phone, ...codes });
  if (requires2FA) {
    const refusal = refusalIn(answer.json);
    const wrong = refusal && refusedSecondFactor(refusal, answer);
    if (wrong !== undefined) throw wrong;
    const message = messageInPlaceOfToken(answer.json);
    if (message !== undefined) throw secondFactorMissing(message, answer);
  }
  return tokenIn(answer, read(context, answer, contract.phoneConfirm.answer, 'confirm').data);
}

/** R-VER-4: exchanges the OTP that was mailed for an access token, once. Throws as `confirmPhone` does. */
export async function confirmEmail(context: Reach, email: string, { otp }: TypedCodes): Promise<AccessToken> {
  const answer = await call(context, callee(context), contract, 'emailConfirm', { email, otp });
  return tokenIn(answer, read(context, answer, contract.emailConfirm.answer, 'confirm').data);
}

/** The one reading of Verifik's answers: an error in any form first, then the documented shape, then the HTTP status. */
function read<Schema extends v.GenericSchema>(
  { settings }: Reach,
  answer: Answer,
  schema: Schema,
  step: 'login' | 'confirm',
): v.InferOutput<Schema> {
  const refusal = refusalIn(answer.json);
  if (refusal !== undefined) throw refused(refusal, answer, { step, settings });
  const decoded = decode(schema, answer.json);
  if ('value' in decoded) return decoded.value;
  const { httpStatus } = answer;
  if (httpStatus >= 400 && httpStatus < 500 && httpStatus !== 429) {
    throw refused({ code: undefined, message: undefined }, answer, { step, settings });
  }
  throw httpFailure('Verifik', answer) ?? wrongShape('Verifik', answer, decoded.problem);
}

interface Login {
  readonly status: string;
  readonly phoneGateway?: string | undefined;
  readonly expiresAt?: string | undefined;
  readonly createdAt?: string | undefined;
  readonly updatedAt?: string | undefined;
  readonly requires2FA?: boolean | undefined;
}

/** VER-19: any other status than `sent` means that nothing was sent, so nothing is asked for. */
function sent({ clock }: Reach, answer: Answer, login: Login): SentCode {
  const { status, phoneGateway, expiresAt, requires2FA = false } = login;
  if (status !== 'sent') {
    const shown = plainLine(status, 60);
    throw new CliError(
      'provider',
      `Verifik sent no OTP: its status is "${shown}", and only "sent" is documented.`,
      {
        provider: { ...answer.fault, code: shown },
        hint: 'Run the command again with --verbose to see the answer.',
      },
    );
  }
  return { status, phoneGateway, expiresAt, lifeMs: lifeOf(login, clock.now()), requires2FA };
}

/** Measured between two times of Verifik's own clock, where it gives both, since ours may be another. */
function lifeOf({ expiresAt, createdAt, updatedAt }: Login, now: number): number | undefined {
  const end = Date.parse(expiresAt ?? '');
  if (Number.isNaN(end)) return undefined;
  const life = end - Date.parse(updatedAt ?? createdAt ?? '');
  return life > 0 && life <= longestLifeMs ? life : end - now;
}

function tokenIn(answer: Answer, { accessToken, tokenType }: AccessToken): AccessToken {
  if (!/^[\x21-\x7E]+$/.test(accessToken) || accessToken.length > longestToken) {
    throw wrongShape('Verifik', answer, 'its access token is empty, too long, or no printable ASCII');
  }
  if (tokenType.toLowerCase() !== 'bearer') {
    throw wrongShape('Verifik', answer, `its token is of the type "${tokenType}" and not "bearer"`);
  }
  return { accessToken, tokenType };
}

function messageInPlaceOfToken(json: unknown): string | undefined {
  const data = typeof json === 'object' && json !== null && 'data' in json ? json.data : undefined;
  if (typeof data !== 'object' || data === null || 'accessToken' in data || !('message' in data))
    return undefined;
  return typeof data.message === 'string' ? data.message : undefined;
}

function secondFactorMissing(message: string, answer: Answer): CliError {
  return new WrongSecondFactor(
    'denied',
    `Verifik gave no token and wants the second factor. It says: "${plainLine(message, 120)}"`,
    {
      provider: answer.fault,
      hint: 'Give the code that the authenticator app shows now: --authenticator-otp-from',
    },
  );
}
