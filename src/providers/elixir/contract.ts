import { type Contract, flag, v } from '../../http/contract.ts';
import { camelCase } from './spelling.ts';

const page = 'https://docs.elixir.app/api-docs/api-docs-1/mobile-auth';

interface KeyInput {
  readonly apiKey: string;
}

export interface OtpLoginInput extends KeyInput {
  readonly email: string;
}

export interface OtpVerifyInput extends KeyInput {
  readonly transactionId: string;
  readonly code: string;
}

export interface RefreshInput extends KeyInput {
  readonly refreshToken: string;
}

export interface SignoutInput extends KeyInput {
  /** The access token of the session that ends. */
  readonly token: string;
}

export interface QrVerifyInput extends KeyInput {
  readonly qrValue: string;
}

const text = v.pipe(v.string(), v.nonEmpty());
/** What is longer is no token, and would not fit into a header. */
const longestToken = 16_384;
/** What can stand in a header and in a list of sessions. */
const tokenText = v.pipe(v.string(), v.regex(/^[\x21-\x7E]+$/), v.maxLength(longestToken));
/** Milliseconds since 1970 or a span of them, within what a date can hold. */
const milliseconds = v.pipe(v.number(), v.minValue(0), v.maxValue(8.64e15));

const user = v.object({
  _id: text,
  status: v.string(),
  banReason: v.nullish(v.string()), // ELX-22: null on one example, an empty text on the other
});

const transaction = v.object({ transactionId: text });

const session = v.pipe(
  v.object({
    token: v.optional(tokenText),
    accessToken: v.optional(tokenText), // ELX-16: the page's text calls it so, its examples call it `token`
    tokenExpiry: v.optional(milliseconds),
    tokenLifeMS: v.optional(milliseconds),
    refreshToken: tokenText,
    user: v.optional(user), // ELX-15: the QR answer has neither user nor newAccount
    newAccount: v.optional(flag),
  }),
  v.transform(({ accessToken, token = accessToken ?? '', ...rest }) => ({ ...rest, token })),
  v.check(({ token }) => token !== '', 'no token'),
);

/** ELX-19: a success says so and brings its data; a code beside it is 1, and there is no error. */
function envelope<Data extends v.GenericSchema>(data: Data) {
  return v.pipe(
    v.unknown(),
    v.transform(camelCase), // R-ELX-12: one of the vendor's own clients expects snake_case
    v.object({
      success: v.literal(true),
      code: v.optional(v.literal(1)),
      error: v.nullish(v.never()),
      data,
    }),
  );
}

function headers({ apiKey }: KeyInput): Record<string, string> {
  return { 'x-api-key': apiKey, 'Content-Type': 'application/json' };
}

const sessionSecrets = ['x-api-key', 'token', 'accessToken', 'access_token', 'refreshToken', 'refresh_token'];
const wrongKey = `{"code":-1,"success":false,"error":{"status":400,"code":1001,"message":"Invalid API Key"}}`;
const wrongCredentials = `{"code":-1,"success":false,"error":{"status":400,"code":1000,"message":"Invalid Credentials!"}}`;

/**
 * Elixir's five calls, as https://docs.elixir.app/api-docs/api-docs-1/mobile-auth documents them. How a body is encoded
 * is not said there: the vendor's SDKs send JSON (ELX-17). The error forms stand in the page's own source (R-ELX-1).
 */
export const contract = {
  otpLogin: {
    method: 'POST',
    path: '/sdk/auth/v2/signin/otp-login',
    effect: 'sends',
    page,
    headers,
    body: ({ email }: OtpLoginInput) => JSON.stringify({ email }),
    answer: envelope(transaction),
    secrets: ['x-api-key', 'email', 'transactionId', 'transaction_id', 'userCode', 'user_code'],
    examples: [
      `{
    "code": 1,
    "success": true,
    "data": {
        "transactionId": "0306d0b1-bb5c-4a9b-aa55-8b56fe659168"
    }
}`,
    ],
    refusals: [wrongKey],
  },
  otpVerify: {
    method: 'POST',
    path: '/sdk/auth/v2/signin/otp-verify',
    effect: 'consumes',
    page,
    headers,
    body: ({ transactionId, code }: OtpVerifyInput) => JSON.stringify({ transactionId, code }),
    answer: envelope(session),
    secrets: [...sessionSecrets, 'transactionId', 'transaction_id'],
    sentSecrets: ['code'], // ELX-19: an answer's `code` says how the call went
    examples: [
      `{
    "code": 1,
    "success": true,
    "data": {
        "token": "eyJhbGciOiJIU...",
        "tokenExpiry": 1678126661453,
        "tokenLifeMS": 30000000000,
        "refreshToken": "210...5bc",
        "user": {
            "_id": "6d3...5d",
            "status": "ACTIVE",
            "banReason": null
        },
        "newAccount": false // True if its a register
    }
}`,
    ],
    refusals: [wrongKey],
  },
  refresh: {
    method: 'POST',
    path: '/sdk/auth/v2/session/refresh',
    effect: 'consumes',
    spends: 'the refresh token',
    page,
    headers,
    body: ({ refreshToken }: RefreshInput) => JSON.stringify({ refreshToken }),
    answer: envelope(session),
    secrets: sessionSecrets,
    examples: [
      `{
    "code": 1,
    "success": true,
    "data": {
        "token": "eyJhbGciOiJIUzUxMi...",
        "tokenExpiry": 1678138840184,
        "tokenLifeMS": 30000000000,
        "refreshToken": "31e...c95",
        "user": {
            "_id": "aea...36",
            "status": "ACTIVE",
            "banReason": ""
        }
    }
}`,
    ],
    refusals: [`{"code":-1,"success":false,"error":{"status":400,"code":"INVALID_REFRESH_TOKEN"}}`, wrongKey],
    // PRB-04: the nil UUID is nobody's refresh token.
    probe: ({ key }): RefreshInput => ({
      apiKey: key,
      refreshToken: '00000000-0000-0000-0000-000000000000',
    }),
  },
  signout: {
    method: 'POST',
    path: '/sdk/auth/v2/session/signout',
    effect: 'changes',
    page,
    headers: (input: SignoutInput): Record<string, string> => ({
      ...headers(input),
      authorization: `Bearer ${input.token}`,
    }),
    // ELX-18: the page names no body, and the vendor's SDK sends an empty object.
    body: () => '{}',
    answer: envelope(v.object({ message: v.string() })),
    secrets: ['x-api-key', 'authorization', 'token'],
    examples: [
      `{
    "code": 1,
    "success": true,
    "data": {
        "message": "Session closed successfully for this device"
    }
}`,
    ],
    refusals: [wrongCredentials],
  },
  qrVerify: {
    method: 'POST',
    path: '/sdk/auth/v2/signin/qr-verify',
    effect: 'consumes',
    spends: 'the QR value',
    page,
    headers,
    body: ({ qrValue }: QrVerifyInput) => JSON.stringify({ qrValue }),
    answer: envelope(session),
    secrets: [...sessionSecrets, 'qrValue', 'qr_value'],
    examples: [
      `{
    "code": 1,
    "success": true,
    "data": {
        "token": "eyJhbGciOiJIU...",
        "tokenExpiry": 1703309445119,
        "tokenLifeMS": 31557600000,
        "refreshToken": "5fb...38e"
    }
}`,
    ],
    refusals: [wrongCredentials],
  },
} as const satisfies Contract;

/** What the sandbox puts on the wire where a session begins or goes on. */
export type WireSession = v.InferInput<typeof session>;
/** A session's answer as it is read. */
export type SessionAnswer = v.InferOutput<typeof session>;
