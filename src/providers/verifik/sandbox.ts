import type {
  SandboxAnswer,
  SandboxCore,
  SandboxHandler,
  SandboxModule,
  SandboxRequest,
  SandboxVendor,
} from '../../sandbox/vendor.ts';
import { jsonObject } from '../../json-object.ts';
import { hinted, tooMany } from '../../sandbox/hinted.ts';
import { contract } from './contract.ts';
import { emulates, switches } from './sandbox/emulated.ts';
import { createLogins, type Login, mostAttempts } from './sandbox/logins.ts';
import { loginData, signature } from './sandbox/answers.ts';
import { createTokens } from './sandbox/tokens.ts';

/** The phone of Verifik's own page: its OTP goes by WhatsApp, as to every phone that is not named here. */
export const documentedPhone = '1234566663';
/** Its OTP goes by SMS. */
export const smsPhone = '1234566664';
/** Its client wants a second factor, which arrives in the outbox after the OTP. */
export const secondFactorPhone = '1234566665';

/** No client has it. */
export const unknownPhone = '1234566666';
/** No client has it. */
export const unknownEmail = 'nobody@example.com';

/** Verifik in memory: https://docs.verifik.co/authentication/api-key-access-via-phone, and its sister by e-mail. */
export const sandbox: SandboxModule = {
  mount: '/verifik',
  settings: { 'verifik.countryCode': '+1', 'verifik.phone': documentedPhone },
  baseUrlSetting: 'verifik.baseUrl',
  switches,
  emulates,
  recipients: {
    [`+1${documentedPhone}`]: { resendLimit: false },
    [`+1${smsPhone}`]: { resendLimit: false },
    [`+1${secondFactorPhone}`]: { resendLimit: false },
    [`+1${unknownPhone}`]: { fate: 'unknown' },
    [unknownEmail]: { fate: 'unknown' },
    '+11234566667': { fate: 'expired' },
    '+11234566668': { fate: 'locked' },
    '+11234566669': { fate: 'rate-limited' },
    '+11234566670': { fate: 'banned' },
  },
  create: createVerifik,
};

function createVerifik(core: SandboxCore): SandboxVendor<typeof contract> {
  const { clock, randomBytes, recipients, reading } = core;
  const logins = createLogins(core);
  const tokens = createTokens(core);

  function phoneLogin({ body }: SandboxRequest): SandboxAnswer {
    const { countryCode, phone, type } = readObject(body);
    const number = digitsOf(phone);
    if (!isText(countryCode) || number === undefined || !isText(type)) {
      return missing({ countryCode: isText(countryCode), phone: number !== undefined, type: isText(type) });
    }
    if (!/^\+[1-9]\d{0,2}$/.test(countryCode) || !/^\d{4,15}$/.test(number) || type !== 'login') {
      return signed(400, 'BadRequest', 'Invalid phone number format.', clock.now());
    }
    const refusal = refuseRecipient(countryCode + number, 'Record_not_found');
    if (refusal !== undefined) return refusal;
    const login = logins.open(countryCode + number, number === secondFactorPhone);
    const sent = {
      countryCode,
      phone: number,
      phoneGateway: number === smsPhone ? 'sms' : 'whatsapp',
      expiresAt: new Date(login.expiresAt).toISOString(),
      requires2FA: login.authenticatorOTP !== undefined,
    } as const;
    const data = loginData(sent, clock.now(), randomBytes);
    return { body: { data, signature: signature(clock.now()), id: 'Y0628' } };
  }

  function phoneConfirm({ body }: SandboxRequest): SandboxAnswer {
    const { countryCode, phone, otp, authenticatorOTP } = readObject(body);
    const number = digitsOf(phone);
    if (!isText(countryCode) || number === undefined || !isText(otp)) {
      return missing({ countryCode: isText(countryCode), phone: number !== undefined, otp: isText(otp) });
    }
    const invalid =
      reading('verifik.wrongOtp') === '400'
        ? signed(400, 'BadRequest', 'Invalid OTP code.', clock.now())
        : refuse(403, 'Forbidden', 'otp_does_not_match');
    return confirm(countryCode + number, otp, authenticatorOTP, invalid);
  }

  /** What an expired OTP is answered with is not printed anywhere for this call: its sister's 412 stands in. */
  function confirm(account: string, otp: string, second: unknown, invalid: SandboxAnswer): SandboxAnswer {
    const found = logins.find(account);
    if (found === undefined) return hinted(invalid, 'nobody was sent an OTP, or it was used');
    if (clock.now() >= found.expiresAt) return expired();
    if (!logins.tries(found, otp)) {
      return hinted(
        invalid,
        found.attempts >= mostAttempts
          ? 'locked after too many wrong codes: a new OTP is needed'
          : 'the code is wrong: the one that was sent is in the outbox',
      );
    }
    return secondFactor(found, second) ?? { body: { data: tokens.issue(logins.use(found)) } };
  }

  /** R-VER-10 and R-VER-11 have two forms, and neither is of this call. */
  function expired(): SandboxAnswer {
    if (reading('verifik.expiredOtp') === '412')
      return refuse(412, 'PreconditionFailed', 'phoneValidation_has_expired');
    return { status: 409, body: { success: false, error: 'The code has expired.', code: 'CODE_EXPIRED' } };
  }

  /** Whom nothing is sent to. */
  function refuseRecipient(to: string, unknown: string): SandboxAnswer | undefined {
    const fate = recipients.fateOf(to);
    if (fate === 'unknown') return refuse(404, 'NotFound', unknown);
    if (fate === 'banned')
      return hinted(refuse(403, 'Forbidden', 'client_is_not_active'), 'the fate of this recipient is banned');
    if (fate === 'rate-limited' || recipients.isTooMany('verifik', to))
      return tooMany({ code: 'TooManyRequests', message: 'too_many_requests' }, fate);
    return undefined;
  }

  return {
    contract,
    handlers: {
      phoneLogin: readable(phoneLogin),
      phoneConfirm: readable(phoneConfirm),
      emailLogin: ({ query }) => {
        const email = query.get('email') ?? '';
        if (email === '') return missing({ email: false });
        if (!email.includes('@')) return refuse(404, 'NotFound', 'invalid_email');
        const refusal = refuseRecipient(email, 'invalid_email');
        if (refusal !== undefined) return refusal;
        const { expiresAt } = logins.open(email, false);
        const data = { status: 'sent', email, expiresAt: new Date(expiresAt).toISOString() };
        return { body: { data, signature: signature(clock.now()), id: 'EML01' } };
      },
      emailConfirm: readable(({ body }) => {
        const { email, otp } = readObject(body);
        if (!isText(email) || !isText(otp)) return missing({ email: isText(email), otp: isText(otp) });
        return confirm(email, otp, undefined, {
          status: 400,
          body: { message: 'invalid_otp', code: 'ERROR' },
        });
      }),
      clientMe: ({ headers }) => tokens.describe(headers['authorization']),
    },
  };
}

/** R-VER-9: a message in the token's place asks for the second factor; the OTP can then be sent again with it. */
function secondFactor({ authenticatorOTP }: Login, given: unknown): SandboxAnswer | undefined {
  if (authenticatorOTP === undefined || given === authenticatorOTP) return undefined;
  if (given === undefined) return { body: { data: { message: 'authenticator_otp_required' } } };
  return refuse(403, 'Forbidden', 'authenticator_otp_does_not_match');
}

/** R-VER-1, R-VER-2: every parameter that is missing, in the words of the page. */
function missing(there: Readonly<Record<string, boolean>>): SandboxAnswer {
  const names = Object.keys(there).filter((name) => there[name] !== true);
  return refuse(409, 'MissingParameter', `${names.map((name) => `missing ${name}\n`).join('. ')}`);
}

function refuse(status: number, code: string, message: string): SandboxAnswer {
  return { status, body: { code, message } };
}

function signed(status: number, code: string, message: string, now: number): SandboxAnswer {
  return { status, body: { code, message, signature: signature(now) } };
}

/** A body that nobody can read lacks every parameter: Verifik's answer does not say why, the hint does. */
function readable(answer: (request: SandboxRequest) => SandboxAnswer): SandboxHandler {
  return (request) =>
    jsonObject(request.body) === undefined
      ? hinted(answer(request), 'the body is not one JSON object')
      : answer(request);
}

function readObject(body: string): Partial<Record<string, unknown>> {
  return jsonObject(body) ?? {};
}

/** VER-12: documented as a number, sent as a text by Verifik's own front end: both are taken. */
function digitsOf(phone: unknown): string | undefined {
  if (typeof phone === 'number') return String(phone);
  return isText(phone) ? phone : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
