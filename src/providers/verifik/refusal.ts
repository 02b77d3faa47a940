import { isObject } from '../../json-object.ts';
import { CliError, type ErrorKind } from '../../errors.ts';
import type { Answer } from '../../http/call.ts';
import { httpFailure } from '../../http/refusals.ts';
import { mendOf } from '../../settings/mend.ts';
import type { Settings } from '../../settings/settings.ts';
import { plainLine } from '../../terminal/plain.ts';

/** A code that Verifik did not take: a person may try another one. */
export class WrongCode extends CliError {}

/** R-VER-9: the authenticator's code is missing or wrong; the OTP beside it can be sent again. */
export class WrongSecondFactor extends WrongCode {}

/** What an error answer says, whichever of Verifik's forms it has. Messages are translated: none decides anything. */
export interface Refusal {
  readonly code: string | undefined;
  readonly message: string | undefined;
}

/** What kind of no it is. */
type Verdict = 'input' | 'forbidden' | 'client' | 'attempts' | 'expired' | 'request' | 'unauthorised';

/** R-VER-1 to R-VER-4, R-VER-10 and R-VER-11: every code that is printed somewhere and means one thing. */
const byCode: Readonly<Record<string, Verdict>> = {
  BadRequest: 'input',
  INVALID_CODE: 'input',
  Forbidden: 'forbidden',
  NotFound: 'client',
  MAX_ATTEMPTS_EXCEEDED: 'attempts',
  PreconditionFailed: 'expired',
  CODE_EXPIRED: 'expired',
  MissingParameter: 'request',
  Conflict: 'request',
  Unauthorized: 'unauthorised',
};

const byStatus: Readonly<Record<number, Verdict>> = {
  400: 'input',
  401: 'unauthorised',
  403: 'forbidden',
  404: 'client',
  409: 'request',
  410: 'attempts',
  412: 'expired',
};

type Told = readonly [kind: ErrorKind | 'wrong', text: string, hint: string];

const again = 'Ask for a new OTP with: authrig verifik ';
/** What it takes to mend it depends on where the number comes from. */
const account = 'Check the number and its country code.';
const baseUrl = 'Check the base URL: authrig config get verifik.baseUrl';
const noClient: Told = [
  'denied',
  'Verifik knows no client with this phone or address: the login is for existing clients.',
  account,
];
const noLogin: Told = ['credentials', 'Verifik refused the request.', baseUrl];
const blocked: Told = [
  'credentials',
  'Verifik refused the request.',
  `Is the account active, and is its plan paid? Only Verifik can tell. ${baseUrl}`,
];
/** Stands for `account` where the login is by e-mail. */
const address = 'Check the address that you gave as --email.';
/** R-VER-10: an identifier, and no translated text. */
const secondFactor = 'authenticator_otp_does_not_match';
const ourFault: Told = [
  'provider',
  'Verifik says that authrig’s request was wrong.',
  'Run the command again with --verbose, and compare with https://docs.verifik.co/authentication/api-key-access-via-phone',
];

const atLogin: Readonly<Record<Verdict, Told | undefined>> = {
  input: ['denied', 'Verifik does not take this phone or address; no OTP was sent.', account],
  forbidden: blocked,
  client: noClient,
  attempts: undefined,
  expired: undefined,
  request: ourFault,
  unauthorised: noLogin,
};

const wrong: Told = [
  'wrong',
  'Verifik did not take the code: it is wrong, was used before, or was replaced.',
  again,
];

const atConfirm: Readonly<Record<Verdict, Told>> = {
  input: wrong,
  forbidden: wrong,
  client: noClient,
  attempts: ['denied', 'Verifik takes no more attempts at this OTP.', again],
  expired: ['expired', 'The OTP has expired.', again],
  request: ourFault,
  unauthorised: noLogin,
};

/**
 * VER-16: `{code, message}`, `{error}`, `{success: false, error, code}` or `{error: {code, message}}`; undefined for
 * everything else.
 */
export function refusalIn(json: unknown): Refusal | undefined {
  if (!isObject(json)) return undefined;
  const { error, code, message, success, data } = json;
  if (isObject(error)) return { code: word(error['code']), message: word(error['message']) };
  const failed = (error !== undefined && error !== null) || (success !== undefined && success !== true);
  if (failed) return { code: word(code) ?? word(error), message: word(message) ?? word(error) };
  return typeof code === 'string' && data === undefined ? { code, message: word(message) } : undefined;
}

/** The error of a refusal: its code decides, then the HTTP status; what neither knows breaks the contract. */
export function refused(
  { code, message }: Refusal,
  answer: Answer,
  { step, settings }: { readonly step: 'login' | 'confirm'; readonly settings: Settings },
): CliError {
  const verdict =
    (code !== undefined && Object.hasOwn(byCode, code) && byCode[code]) || byStatus[answer.httpStatus];
  const told = verdict && (step === 'login' ? atLogin : atConfirm)[verdict];
  const shown = message ?? code;
  const said = shown === undefined ? '' : ` It says: "${plainLine(shown, 120)}"`;
  const provider = { ...answer.fault, ...(code === undefined ? {} : { code: plainLine(code, 60) }) };
  if (told !== undefined) {
    const [kind, text, hint] = told;
    const details = { provider, hint: hintFor(hint, answer.fault.operation.startsWith('email'), settings) };
    return kind === 'wrong'
      ? new WrongCode('denied', text + said, details)
      : new CliError(kind, text + said, details);
  }
  return (
    httpFailure('Verifik', answer) ??
    new CliError('provider', `Verifik answered with an error that it does not document.${said}`, {
      provider,
      hint: 'Run the command again with --verbose to see the answer.',
    })
  );
}

/**
 * What a refusal says about the second factor, where it names that; undefined for every other one. The name is
 * compared exactly, in the code's place and in the message's.
 */
export function refusedSecondFactor({ code, message }: Refusal, answer: Answer): CliError | undefined {
  if (code !== secondFactor && message !== secondFactor) return undefined;
  const text = `The second factor did not match: Verifik did not take the authenticator’s code (${secondFactor}).`;
  return new WrongSecondFactor('denied', text, {
    provider: { ...answer.fault, ...(code === undefined ? {} : { code: plainLine(code, 60) }) },
    hint: 'Give the code that the authenticator app shows now: --authenticator-otp-from',
  });
}

function hintFor(hint: string, byEmail: boolean, settings: Settings): string {
  if (hint === again) return again + (byEmail ? 'email' : 'phone');
  if (hint !== account) return hint;
  return byEmail ? address : `${account} ${mendOf(settings, 'verifik.phone')}`;
}

function word(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}
