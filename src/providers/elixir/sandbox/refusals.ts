import type { SandboxAnswer } from '../../../sandbox/vendor.ts';

function refusal(error: Readonly<Record<string, unknown>>): SandboxAnswer {
  return { status: 400, body: { code: -1, success: false, error: { status: 400, ...error } } };
}

/**
 * The error answers in the source of Elixir's page. What it answers to a wrong code is not documented: here it is
 * what a wrong QR value gets.
 */
export const refusals = {
  key: refusal({ code: 1001, message: 'Invalid API Key' }),
  refreshToken: refusal({ code: 'INVALID_REFRESH_TOKEN' }),
  credentials: refusal({ code: 1000, message: 'Invalid Credentials!' }),
  /** The body alone; its status is HTTP's own. */
  tooMany: { code: -1, success: false, error: { status: 429, message: 'Too many requests' } },
} as const;
