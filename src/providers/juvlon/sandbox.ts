import { jsonObject } from '../../json-object.ts';
import type { v } from '../../http/contract.ts';
import { hinted } from '../../sandbox/hinted.ts';
import type { SandboxAnswer, SandboxCore, SandboxModule, SandboxVendor } from '../../sandbox/vendor.ts';
import { contract } from './contract.ts';
import { emulates, switches } from './sandbox/emulated.ts';

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
  switches,
  emulates,
  create: createJuvlon,
};

type Fields = Partial<Record<string, unknown>>;

interface Pair {
  readonly otp: string;
  /** Without it the pair never expires. */
  readonly expiresAt?: number;
  used: boolean;
}

/** The page's last transaction before its own example, 327. */
const firstTransaction = 326;

function createJuvlon(core: SandboxCore): SandboxVendor<typeof contract> {
  const { clock, reading } = core;
  const pairs = core.table<Pair>('pairs');
  const counts = core.table<number>('counts');

  /** Why the pair does not verify: Juvlon answers the same to all of it. */
  function wrongWith(token: string, otp: string): string | undefined {
    const pair = pairs.get(token);
    if (pair === undefined) return 'no pair has this token';
    if (pair.otp !== otp) return 'the otp is another one';
    if (pair.used)
      return 'the pair was verified before: POST /__sandbox/reset makes the seeded ones good again';
    if (pair.expiresAt !== undefined && clock.now() >= pair.expiresAt) return 'the pair has expired';
    return undefined;
  }

  function verify(token: string, otp: string, label: readonly string[]): SandboxAnswer {
    const transaction = (counts.get('transaction') ?? firstTransaction) + 1;
    counts.set('transaction', transaction);
    const wrong = wrongWith(token, otp);
    const verified = wrong === undefined;
    const pair = pairs.get(token);
    if (verified && pair !== undefined) pair.used = true;
    const answer: v.InferInput<typeof contract.verifyOneTimeCode.answer> = {
      code: reading('juvlon.code') === 'number' ? 200 : '200',
      status: 'Success',
      transactionId: String(transaction),
      // JUV-13: the page calls it a Boolean and prints a string.
      verify: reading('juvlon.verify') === 'boolean' ? verified : verified ? 'true' : 'false',
      token,
      OTP: otp,
    };
    return hinted({ body: answer }, ...(verified ? [] : [wrong]), ...label);
  }

  /** Every failure is a code in the body; the vendor documents no HTTP status, so that is a switch. */
  function failure(code: number, ...hints: readonly string[]): SandboxAnswer {
    const status = reading('juvlon.refusalStatus') === '200' ? 200 : code === 401 ? 405 : code;
    return hinted({ status, body: { code, status: 'Error' } }, ...hints);
  }

  function checkKey({ apiKey: key, ApiKey: other }: Fields): SandboxAnswer | undefined {
    if (key === apiKey) return undefined;
    if (key === blockedKey) return failure(404, 'the account of this key is blocked');
    if (key !== undefined && key !== null && key !== '')
      return failure(403, `the sandbox's apiKey is ${apiKey}`);
    // R-JUV-5: other calls of Juvlon spell it so.
    return failure(402, other === undefined ? 'apiKey is missing' : 'the member is apiKey, not ApiKey');
  }

  return {
    contract,
    handlers: {
      verifyOneTimeCode: ({ body, headers }) => {
        const sent = jsonObject(body);
        if (sent === undefined) return failure(442, 'the body is no JSON object');
        const { token, otp } = sent;
        const pair = isText(token) && isText(otp) ? { token, otp } : undefined;
        const answer = (): SandboxAnswer =>
          pair === undefined
            ? failure(442, 'token and otp must be strings that are not empty')
            : verify(pair.token, pair.otp, labelHint(headers['content-type']));
        // A pair that is good is worth nothing without the key, whichever is looked at first.
        const good = pair !== undefined && wrongWith(pair.token, pair.otp) === undefined;
        if (!good && reading('juvlon.order') === 'pair-first') return answer();
        return checkKey(sent) ?? answer();
      },
    },
    wrongMethod: () => failure(401, 'Juvlon takes POST alone'),
    seed: () => {
      const now = clock.now();
      pairs.set(documentedPair.token, { otp: documentedPair.otp, used: false });
      pairs.set('MINUTE', { otp: '0042', expiresAt: now + 60_000, used: false });
      pairs.set('EXPIRD', { otp: '1234', expiresAt: now, used: false });
      pairs.set('USEDUP', { otp: '5678', used: true });
      // JUV-22: Juvlon sends nothing itself; this is the integrator's message, for whoever plays the customer.
      core.outbox.deliver({
        provider: 'juvlon',
        to: documentedPair.token,
        code: documentedPair.otp,
        seeded: true,
      });
    },
  };
}

/** JUV-17: the text says JSON, and the PHP sample has curl label it as a form. Both are taken. */
function labelHint(contentType = ''): string[] {
  if (/^application\/json\b/i.test(contentType)) return [];
  return ['the body is JSON, and its Content-Type should be application/json'];
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
