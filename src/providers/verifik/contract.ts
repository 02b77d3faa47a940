import { type Contract, flag, v } from '../../http/contract.ts';

const page = 'https://docs.verifik.co/authentication/api-key-access-via-phone';
const emailPage = 'https://docs.verifik.co/authentication/api-key-access-via-email';
const json = { 'Content-Type': 'application/json' };

export interface PhoneInput {
  readonly countryCode: string;
  /** Digits alone. */
  readonly phone: string;
}

export interface PhoneConfirmInput extends PhoneInput {
  readonly otp: string;
  /** R-VER-9: the second factor, which Verifik's own front end sends and its page does not mention. */
  readonly authenticatorOTP?: string | undefined;
}

export interface ClientMeInput {
  /** The access token. */
  readonly token: string;
}

/** What is shown at the most, and no reason to refuse an answer where it is something else. */
const text = v.fallback(v.optional(v.string()), undefined);
const time = v.pipe(v.string(), v.isoTimestamp());
const signature = v.fallback(
  // VER-20: American, without a zone; for display, never compared.
  v.optional(v.object({ dateTime: text, message: text })),
  undefined,
);
const token = v.object({ data: v.object({ accessToken: v.string(), tokenType: v.string() }) });

/**
 * Verifik's login by phone, and by e-mail, which is beyond the page that authrig began with (R-VER-3, R-VER-4). No call
 * carries a key. VER-21: the answer to a login holds a hash of its OTP, which is left out here and so dropped at once.
 */
export const contract = {
  phoneLogin: {
    method: 'POST',
    path: '/v2/projects/phone-login',
    effect: 'sends',
    page,
    headers: (_input: PhoneInput): Record<string, string> => json,
    body: ({ countryCode, phone }: PhoneInput) =>
      JSON.stringify({ countryCode, phone: numberOrText(phone), type: 'login' }),
    answer: v.object({
      data: v.object({
        status: v.string(),
        phoneGateway: text,
        expiresAt: v.optional(time),
        requires2FA: v.optional(flag),
        createdAt: v.optional(time),
        updatedAt: v.optional(time),
        client: text,
        project: text,
        projectFlow: text,
        _id: text,
        countryCode: text,
        phone: v.fallback(v.optional(v.union([v.string(), v.number()])), undefined),
        phoneData: v.fallback(v.optional(v.object({ title: text })), undefined),
        type: text,
        redirectUrl: text,
        language: text,
        __v: v.fallback(v.optional(v.number()), undefined),
        new: v.fallback(v.optional(v.boolean()), undefined),
        providerConfirmation: v.fallback(v.optional(v.object({})), undefined),
      }),
      signature,
      id: text,
    }),
    secrets: ['otp', 'phone'],
    examples: [
      `{
"data": {
"client": "613375a1eab2fe08527f81e2",
"project": "6266193db77ccc8111730c90",
"projectFlow": "658ed28b0990f300134d7b78",
"status": "sent",
"countryCode": "+1",
"phone": "1234566663",
"phoneGateway": "whatsapp",
"otp": "$2a$10$fdoxDgtv6J7E4nnZoCORSOiUbpCGOOE5JWghrvAUNZIoX5h81zJLq",
"expiresAt": "2024-05-29T03:51:26.000Z",
"phoneData": {
"title": "Verifik Client"
},
"type": "login",
"redirectUrl": "https://verifik.co",
"requires2FA": false,
"language": "en",
"_id": "6656a3e6eb43abfd7146abb6",
"updatedAt": "2024-05-29T03:41:27.009Z",
"createdAt": "2024-05-29T03:41:27.009Z",
"__v": 0,
"new": true,
"providerConfirmation": {}
},
"signature": {
"dateTime": "May 29, 2024 3:41 AM",
"message": "Certified by Verifik.co"
},
"id": "Y0628"
}`,
    ],
    refusals: [
      `{
    "code": "BadRequest",
    "message": "Invalid phone number format.",
    "signature": {
        "dateTime": "August 31, 2022 3:24 PM",
        "message": "Certified by Verifik.co"
    }
}`,
      `{
    "code": "MissingParameter",
    "message": "missing countryCode\\n. missing phone\\n. missing type\\n"
}`,
    ],
  },
  phoneConfirm: {
    method: 'POST',
    path: '/v2/projects/phone-login/confirm',
    effect: 'consumes',
    page,
    headers: (_input: PhoneConfirmInput): Record<string, string> => json,
    // VER-14: no `type` here, as the page has none.
    body: ({ countryCode, phone, otp, authenticatorOTP }: PhoneConfirmInput) =>
      JSON.stringify({ countryCode, phone: numberOrText(phone), otp, authenticatorOTP }),
    answer: token,
    secrets: ['otp', 'phone', 'authenticatorOTP', 'accessToken'],
    examples: [
      `{
"data": {
"accessToken": "eyJhbGcpXVCJ9.eyJjbGllbnR...JZCIYiUzNjEaIWxYShWeBaRs",
"tokenType": "bearer"
}
}`,
    ],
    refusals: [
      `{
    "code": "BadRequest",
    "message": "Invalid OTP code.",
    "signature": {
        "dateTime": "August 31, 2022 3:24 PM",
        "message": "Certified by Verifik.co"
    }
}`,
      `{
    "code": "MissingParameter",
    "message": "missing countryCode\\n. missing phone\\n. missing otp\\n"
}`,
    ],
  },
  emailLogin: {
    method: 'POST',
    path: '/v2/projects/email-login',
    query: ({ email }: { readonly email: string }) => ({ email }),
    effect: 'sends',
    page: emailPage,
    headers: (_input: { readonly email: string }): Record<string, string> => ({ Accept: 'application/json' }),
    answer: v.object({
      data: v.object({ status: v.string(), email: text, expiresAt: v.optional(time) }),
      signature,
      id: text,
    }),
    secrets: ['email', 'otp'],
    examples: [
      `{
  "data": {
    "status": "sent",
    "email": "user@example.com",
    "expiresAt": "2025-06-13T17:24:58.000Z"
  },
  "signature": {"message": "Certified by Verifik.co", "dateTime": "January 16, 2024 3:44 PM"},
  "id": "EML01"
}`,
    ],
    refusals: [
      `{
  "code": "NotFound",
  "message": "invalid_email"
}`,
    ],
  },
  emailConfirm: {
    method: 'POST',
    path: '/v2/projects/email-login/confirm',
    effect: 'consumes',
    page: emailPage,
    headers: (_input: { readonly email: string; readonly otp: string }): Record<string, string> => ({
      ...json,
      Accept: 'application/json',
    }),
    body: ({ email, otp }: { readonly email: string; readonly otp: string }) =>
      JSON.stringify({ email, otp }),
    answer: token,
    secrets: ['email', 'otp', 'accessToken'],
    examples: [
      `{
  "data": {
    "accessToken": "<jwt>",
    "tokenType": "bearer"
  }
}`,
    ],
    refusals: [
      `{
  "message": "invalid_otp",
  "code": "ERROR"
}`,
    ],
  },
  // R-VER-7: the answer holds much more, secrets and a person's data among it: what is not named here is dropped at once,
  // and the page's example stands here without it.
  clientMe: {
    method: 'GET',
    path: '/v2/clients/me',
    effect: 'reads',
    page: 'https://docs.verifik.co/accounts/clients/account-information',
    headers: ({ token: bearer }: ClientMeInput): Record<string, string> => ({
      ...json,
      Authorization: `Bearer ${bearer}`, // R-VER-8: of the four spellings, the one on this call's own page
    }),
    answer: v.object({
      data: v.object({ _id: v.pipe(v.string(), v.nonEmpty()), active: v.optional(flag) }),
    }),
    secrets: ['token', 'Authorization', 'email', 'phone', 'otp', 'JWTPhrase', 'secretKey'],
    examples: [
      `{
  "data": {
    "_id": "613375a1eab2fe08527f81e2",
    "email": "user@example.com",
    "active": true,
    "credits": 0,
    "otp": "$2a$10$fdoxDgtv6J7E4nnZoCORSOiUbpCGOOE5JWghrvAUNZIoX5h81zJLq"
  }
}`,
    ],
    refusals: [`{"error":"Unauthorized"}`, `{"error":"Forbidden"}`],
    // PRB-02: as the call is made.
    probe: ({ key }): ClientMeInput => ({ token: key }),
  },
} as const satisfies Contract;

/** VER-12: documented as a number, which would cost a leading zero and the end of a very long one. */
function numberOrText(phone: string): number | string {
  const number = Number(phone);
  return Number.isSafeInteger(number) && !phone.startsWith('0') ? number : phone;
}
