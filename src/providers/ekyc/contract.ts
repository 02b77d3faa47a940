import { type Contract, v } from '../../http/contract.ts';

const page = 'https://authen.ekyc.com/docs';

export interface SessionTokenInput {
  readonly apiKey: string;
  readonly email: string;
  readonly clientId: string;
}

export interface ToggleInput extends SessionTokenInput {
  readonly action: 'ENABLE' | 'DISABLE';
  /** Base32 without padding; undefined where it is not known, which only DISABLE allows (EKY-16). */
  readonly secret: string | undefined;
  readonly algorithm: string;
  readonly digits: number;
  /** Seconds. */
  readonly period: number;
}

const headers = ({ apiKey }: { readonly apiKey: string }): Record<string, string> => ({
  'X-API-Key': apiKey,
  'Content-Type': 'application/json',
});

/**
 * The two calls of eKYC eAuthenticator, as https://authen.ekyc.com/docs documents them. Their method is not stated;
 * curl's `--data` makes it POST (EKY-24). The base URL is the host, and the path begins with what curl has behind it.
 */
export const contract = {
  /** https://authen.ekyc.com/docs, "Get session token" */
  sessionToken: {
    method: 'POST',
    path: '/authen-api/api/v1/session-token',
    // Whether the call alone makes the user's phone ring is documented nowhere.
    effect: 'changes',
    page,
    headers,
    body: ({ email, clientId }: SessionTokenInput) => JSON.stringify({ email, client_id: clientId }),
    // EKY-23: `data` is an object, null or "" by case, so the code decides and not the shape.
    answer: v.object({
      code: v.literal('SUCCESS'),
      message: v.optional(v.string()),
      data: v.object({ session_token: v.pipe(v.string(), v.nonEmpty()) }),
    }),
    secrets: ['X-API-Key', 'session_token', 'email'],
    examples: [
      `{ "code": "SUCCESS", "message": "Success", "data": { "session_token": "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJlbXBsb3llZV9pZCI6IjEyMzQiLCJjbGllbnRfaWQiOiI4NGMyYWQ2Yy02MmViLTQyMTctOGY0Ni1hNjY4NTJlNmZlOTIiLCJleHAiOjE3MzY4Mzg0NjIsImlhdCI6MTczNjgzODM0Mn0.1nJtIEalRVxhLoxQLIepHxcK6dsPDwfUsyM1YtAqq58" } }`,
    ],
    refusals: [
      `{ "code": "INACTIVE", "message": "client not active", "data": null }`,
      `{ "code": "INVALID_REQUEST", "message": "get session token failed", "data": "" }`,
    ],
    // PRB-03: RFC 2606 reserves the domain, so that nobody has this address and no session is created for it.
    probe: ({ key, settings }): SessionTokenInput => ({
      apiKey: key,
      clientId: settings['clientId'] ?? '',
      email: 'probe@example.invalid',
    }),
    active: {
      leaves:
        'makes one session token for the configured e-mail address, which nobody uses and which dies after 120 s; ' +
        'whether the phone of that user rings is documented nowhere',
      needs: ['email'],
      input: ({ key, settings }): SessionTokenInput => ({
        apiKey: key,
        clientId: settings['clientId'] ?? '',
        email: settings['email'] ?? '',
      }),
    },
  },
  /** https://authen.ekyc.com/docs, "Synchronizing the 2FA status" */
  toggle: {
    method: 'POST',
    path: '/authen-api/api/v1/mfa/toggle',
    effect: 'changes',
    page,
    headers,
    // EKY-15, EKY-17: numbers as numbers, and all of them for DISABLE too.
    body: ({ email, clientId, secret, action, algorithm, digits, period }: ToggleInput) =>
      JSON.stringify({
        email,
        client_id: clientId,
        ...(secret === undefined ? {} : { secret }),
        action,
        type: 'TOTP',
        algorithm,
        digits,
        period,
      }),
    answer: v.object({
      code: v.literal('SUCCESS'),
      message: v.optional(v.string()),
      data: v.optional(v.unknown()),
    }),
    secrets: ['X-API-Key', 'secret', 'email'],
    examples: [`{ "code": "SUCCESS", "message": "Success", "data": "" }`],
    refusals: [`{ "code": "INVALID_REQUEST", "message": "toggle failed", "data": "" }`],
  },
} as const satisfies Contract;
