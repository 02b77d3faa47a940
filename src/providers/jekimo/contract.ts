import { type Contract, flag, v } from '../../http/contract.ts';

const page = 'https://www.jekimo.com/app.php/en/integration';
const form = { 'Content-Type': 'application/x-www-form-urlencoded' };

export interface GetTokenInput {
  readonly apiKey: string;
  /** The least age in years that the customer must have. */
  readonly minAge?: number | undefined;
  readonly twoFa?: boolean | undefined;
  /** Which spelling carries `twoFa`. */
  readonly twoFaHeader: 'both' | 'two-fa' | 'two-af';
}

export interface CheckInput {
  readonly apiKey: string;
  readonly token: string;
}

/**
 * Jekimo's two calls, as https://www.jekimo.com/app.php/en/integration documents them. All parameters are
 * headers, and the body is empty. The prose omits `/app.php`, which the base URL holds as curl has it (JEK-32).
 */
export const contract = {
  gettoken: {
    method: 'POST',
    path: '/v1.1/auth/gettoken',
    effect: 'changes',
    page,
    headers: (input: GetTokenInput): Record<string, string> => ({
      'x-api-key': input.apiKey, // JEK-31: never `x-apy-key`, the PHP sample's spelling
      ...(input.minAge === undefined ? {} : { 'min-age': String(input.minAge) }),
      ...twoFaHeaders(input),
      ...form,
    }),
    body: () => '',
    // JEK-33: what `qrcode` holds is elided on the page. JEK-04: one of qrcode and url must be there.
    answer: v.object({
      token: v.pipe(v.string(), v.nonEmpty()),
      timestamp: v.optional(v.pipe(v.number(), v.integer())),
      qrcode: v.optional(v.string()),
      url: v.optional(v.string()),
    }),
    secrets: ['x-api-key', 'token', 'qrcode', 'url'],
    examples: [
      `{
"token": "b916b66831cab6567be9956b6f87cf64c539f1f89e1f04577a8be24af73d5d8d",
"timestamp": 1764499200,
"qrcode": "..."
"url": "https://www.jekimo.com/app.php/v1.1/en/user/login/b916b66831..."
}`,
    ],
    refusals: [
      `{
"error": "Invalid API key"
}`,
    ],
    // PRB-01: without an age or a second factor, and never shown to anybody.
    active: {
      leaves: 'makes one token, which nobody sees and which dies after 120 s',
      input: ({ key }): GetTokenInput => ({ apiKey: key, twoFaHeader: 'both' }),
    },
  },
  check: {
    method: 'POST',
    path: '/v1.1/auth/check',
    effect: 'reads',
    page,
    headers: (input: CheckInput): Record<string, string> => ({
      'x-api-key': input.apiKey,
      token: input.token,
      ...form,
    }),
    body: () => '',
    // JEK-28: a pin is documented as a number, which would lose its leading zeros; a string is taken too.
    answer: v.object({
      status: v.string(),
      risk: v.optional(flag),
      pin: v.optional(v.union([v.number(), v.string()])),
    }),
    secrets: ['x-api-key', 'token', 'pin'],
    examples: [
      `{
"status": "created" // Waiting for user to scan QR code (valid for 120 seconds)
"risk": false // Initial risk value false
"pin": 0 // 0 for no two-factor authentication ( two-fa ), or a 6-digit number (e.g., 293812) you have to send to the user via email if twoaf is true and risk is flagged
}`,
      `{
"status": "OK" // User successfully authenticated
"risk": true // risk: true or false depending on Jekimo’s analysis of the user’s verification.
"pin": 0 // 0 for no two-factor authentication ( two-fa ), or a 6-digit number (e.g., 293812) you have to send to the user via email if twoaf is true and risk is flagged
}`,
      `{
"status": "KO" // User not recognized or failed authentication
"risk": true // risk value is true
"pin": 0 // 0 for no two-factor authentication ( two-fa ), or a 6-digit number (e.g., 293812) you have to send to the user via email if twoaf is true and risk is flagged
}`,
      `{ "status": "OK", "risk": false, "pin": 0 }`,
    ],
    refusals: [
      `{
"error": "Invalid Token"
}`,
    ],
    // PRB-01: a token in the documented shape that no draw of 32 random bytes brings.
    probe: ({ key }): CheckInput => ({ apiKey: key, token: '0'.repeat(64) }),
  },
} as const satisfies Contract;

/** JEK-30: the page spells it `two-fa` in prose and `two-af` in curl, and does not say which one is read. */
function twoFaHeaders({ twoFa, twoFaHeader }: GetTokenInput): Record<string, string> {
  if (twoFa === undefined) return {};
  const value = String(twoFa);
  if (twoFaHeader === 'both') return { 'two-fa': value, 'two-af': value };
  return { [twoFaHeader]: value };
}
