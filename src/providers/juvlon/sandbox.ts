import type { v } from '../../http/contract.ts';
import type { SandboxAnswer, SandboxCore, SandboxModule, SandboxVendor } from '../../sandbox/vendor.ts';
import { contract } from './contract.ts';

const apiKey = 'sandbox-juvlon-key';
/** A second key, of an account that Juvlon has blocked. */
export const blockedKey = 'sandbox-juvlon-blocked';

/** The pair that Juvlon's page documents: good once, and again after a reset. */
export const documentedPair = { token: 'OJUWLB', otp: '9078' } as const;

/** Juvlon in memory: https://juvlon.com/api/active-apis/verifyonetimecode. */
export const sandbox: SandboxModule = {
  mount: '/juvlon',
  settings: { 'juvlon.apiKey': apiKey },
  baseUrlSetting: 'juvlon.baseUrl',
  create: (core) => createJuvlon(core),
};

export interface Pair {
  readonly token: string;
  readonly otp: string;
  /** Milliseconds from now on the sandbox's clock; without it the pair never expires. */
  readonly expiresInMs?: number;
}

export interface JuvlonVendor extends SandboxVendor<typeof contract> {
  /** Makes a pair that verifies once. */
  addPair(pair: Pair): void;
}

const seeds: readonly Pair[] = [
  documentedPair,
  { token: 'MINUTE', otp: '0042', expiresInMs: 60_000 },
  { token: 'EXPIRD', otp: '1234', expiresInMs: 0 },
];

/** JUV-13: the page calls `verify` a Boolean and prints a string; `verifyAs` says which one is sent. */
export function createJuvlon(core: SandboxCore, verifyAs: 'string' | 'boolean' = 'string'): JuvlonVendor {
  const pairs = new Map<string, { otp: string; expiresAt: number; used: boolean }>();
  let transaction = 326;

  function addPair({ token, otp, expiresInMs = Infinity }: Pair): void {
    pairs.set(token, { otp, expiresAt: core.clock.now() + expiresInMs, used: false });
  }

  function reset(): void {
    pairs.clear();
    transaction = 326;
    for (const seed of seeds) addPair(seed);
    // JUV-22: Juvlon sends nothing itself; this is the integrator's message, for whoever plays the customer.
    core.outbox.deliver({ provider: 'juvlon', to: documentedPair.token, code: documentedPair.otp });
  }

  /** True once: where the pair matches, has not expired and was not used before. */
  function use(token: string, otp: string): boolean {
    const pair = pairs.get(token);
    if (pair === undefined || pair.otp !== otp || pair.used || core.clock.now() >= pair.expiresAt)
      return false;
    pair.used = true;
    return true;
  }

  reset();
  return {
    contract,
    handlers: {
      verifyOneTimeCode: ({ body }) => {
        const sent = readObject(body);
        if (sent === undefined) return failure(442, 'the body is no JSON object');
        const refusal = checkKey(sent['apiKey']);
        if (refusal !== undefined) return refusal;
        const { token, otp } = sent;
        if (!isText(token) || !isText(otp))
          return failure(442, 'token and otp must be strings that are not empty');
        transaction += 1;
        const verified = use(token, otp);
        const answer: v.InferInput<typeof contract.verifyOneTimeCode.answer> = {
          code: 200,
          status: 'Success',
          transactionId: String(transaction),
          verify: verifyAs === 'boolean' ? verified : verified ? 'true' : 'false',
          token,
          OTP: otp,
        };
        return { body: answer };
      },
    },
    wrongMethod: () => failure(401),
    addPair,
    reset,
  };
}

function checkKey(key: unknown): SandboxAnswer | undefined {
  if (key === apiKey) return undefined;
  if (key === blockedKey) return failure(404);
  return failure(key === undefined || key === null || key === '' ? 402 : 403);
}

/** Every failure is a code in the body under HTTP 200: the vendor documents no HTTP status. */
function failure(code: number, hint?: string): SandboxAnswer {
  const body = { code, status: 'Error' };
  return hint === undefined ? { body } : { headers: { 'x-sandbox-hint': hint }, body };
}

/** The content type is not looked at: the page sends JSON under two of them (JUV-17). */
function readObject(body: string): Partial<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
