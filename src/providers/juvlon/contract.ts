import { type Contract, flag, v } from '../../http/contract.ts';

export interface VerifyInput {
  readonly apiKey: string;
  readonly token: string;
  readonly otp: string;
  /** `application/json` unless said otherwise. */
  readonly contentType?: 'application/json' | 'application/x-www-form-urlencoded' | undefined;
}

const text = v.union([v.string(), v.number()]);

/**
 * Juvlon's one call, as https://juvlon.com/api/active-apis/verifyonetimecode documents it. Its codes stand in the
 * body; what HTTP status goes with them is not said.
 */
export const contract = {
  verifyOneTimeCode: {
    method: 'POST',
    path: '/v4/verifyOneTimeCode',
    effect: 'consumes',
    page: 'https://juvlon.com/api/active-apis/verifyonetimecode',
    // JUV-17: the page says JSON, and its PHP sample sends that JSON under curl's default, the form type.
    headers: (input: VerifyInput): Record<string, string> => ({
      'Content-Type': input.contentType ?? 'application/json',
    }),
    // JUV-16: the "defaults" num and 4 belong to another call's table and are never filled in.
    body: ({ apiKey, token, otp }: VerifyInput) => JSON.stringify({ apiKey, token, otp }),
    answer: v.object({
      code: text, // JUV-12: a String in the table, a number in both examples
      status: v.optional(v.string()),
      transactionId: v.optional(text),
      verify: v.optional(flag), // JUV-13: a Boolean in the table, a string in the example
      token: v.optional(v.string()),
      OTP: v.optional(text), // JUV-15: `otp` in the request, `OTP` in the answer; both are read
      otp: v.optional(text),
    }),
    secrets: ['apiKey', 'token', 'otp', 'OTP'],
    examples: [
      `{
"code":200,
"status":"Success",
"transactionId":"327",
"verify":"true",
"token":"OJUWLB",
"OTP":"9078"
}`,
      `{
"code":442,
"status":"Error"
}`,
    ],
    // PRB-05: Juvlon's tokens have six letters, so this is nobody's; it counts as one of 100 requests in five minutes.
    probe: ({ key, unique }): VerifyInput => ({ apiKey: key, token: `authprobe-${unique}`, otp: '0000' }),
  },
} as const satisfies Contract;

/** JUV-12: a number or a text of digits alone; `0xC8` and `2e2` are not what the vendor calls 200. NaN for all else. */
export function numberOf(code: string | number): number {
  const digits = String(code).trim();
  return /^\d{1,9}$/.test(digits) ? Number(digits) : Number.NaN;
}
