import type { v } from '../../http/contract.ts';
import { signInPages } from '../../sandbox/page/sign-in.ts';
import { hinted } from '../../sandbox/hinted.ts';
import type { Decision } from '../../sandbox/sign-ins.ts';
import type {
  SandboxAnswer,
  SandboxCore,
  SandboxModule,
  SandboxRequest,
  SandboxVendor,
} from '../../sandbox/vendor.ts';
import { contract } from './contract.ts';
import { emulates, switches } from './sandbox/emulated.ts';

const apiKey = 'sandbox-jekimo-key';
const validForMs = 120_000;

/** Jekimo in memory: https://www.jekimo.com/app.php/en/integration. */
export const sandbox: SandboxModule = {
  mount: '/jekimo/app.php',
  settings: { 'jekimo.apiKey': apiKey },
  baseUrlSetting: 'jekimo.baseUrl',
  switches,
  emulates,
  create: createJekimo,
  portal: async () => (await import('./portal.ts')).createJekimoPortal,
};

type Check = v.InferInput<typeof contract.check.answer>;

interface Login {
  readonly expiresAt: number;
  readonly minAge: number;
  readonly twoFa: boolean;
  /** What `check` answers until the token expires; null where the customer let it time out. */
  answer: Check | null;
}

function createJekimo(core: SandboxCore): SandboxVendor<typeof contract> {
  const { clock, randomBytes, signIns, baseUrl, reading } = core;
  const logins = core.table<Login>('logins');

  signIns.decides('jekimo', (token, decision) => {
    const login = logins.get(token);
    if (login !== undefined) login.answer = decide(login, decision, randomBytes);
  });

  function refuse(error: string, ...hints: readonly string[]): SandboxAnswer {
    return hinted({ status: Number(reading('jekimo.refusalStatus')), body: { error } }, ...hints);
  }

  /** JEK-31: a key under the PHP sample's name is no key, and the hint says so. */
  function checkKey({ headers }: SandboxRequest): SandboxAnswer | undefined {
    const given = headers['x-api-key'];
    if (given === apiKey) return undefined;
    const misspelt = headers['x-apy-key'] !== undefined;
    const missing = misspelt ? 'the header is x-api-key, not x-apy-key' : 'the header x-api-key is missing';
    return refuse('Invalid API key', given === undefined ? missing : `the sandbox's x-api-key is ${apiKey}`);
  }

  /**
   * The page is silent on a second check after OK or KO: here it is answered again until the token expires. It has one
   * error for every token that is not good (JEK-08), and the hint tells them apart.
   */
  function checkToken({ headers: { token } }: SandboxRequest): SandboxAnswer {
    if (token === undefined) return refuse('Invalid Token', 'the header token is missing');
    const login = logins.get(token);
    if (login === undefined)
      return refuse('Invalid Token', 'this sandbox made no such token: call gettoken first');
    const expired = clock.now() >= login.expiresAt;
    if (login.answer !== null && !expired) return { body: login.answer };
    const hint = expired
      ? 'the token has expired: it was good for 120 s'
      : 'the customer let the sign-in time out';
    const status = reading('jekimo.expiredToken');
    if (status === 'error') return refuse('Invalid Token', hint);
    return hinted({ body: { status, risk: status === 'KO', pin: 0 } }, hint);
  }

  return {
    contract,
    handlers: {
      gettoken: async (request) => {
        const refusal = checkKey(request);
        if (refusal !== undefined) return refusal;
        const { twoFa, minAge, hints } = readOptions(request);
        const token = Buffer.from(randomBytes(32)).toString('hex');
        const { qrDataUri } = await import('../../terminal/qr-file.ts');
        const url = `${baseUrl}/v1.1/en/user/login/${token}`;
        const now = clock.now();
        const expiresAt = now + validForMs;
        logins.set(token, { expiresAt, minAge, twoFa, answer: { status: 'created', risk: false, pin: 0 } });
        const shown = { id: token, provider: 'jekimo', url, secondFactor: twoFa };
        signIns.open({ ...shown, expiresAt: new Date(expiresAt).toISOString() });
        const body: v.InferInput<typeof contract.gettoken.answer> = {
          token,
          timestamp: Math.floor(now / 1000),
          qrcode: await qrDataUri(url),
          url,
        };
        return hinted({ body }, ...hints);
      },
      check: (request) => {
        const answer = checkToken(request);
        const unknown = 'error' in (answer.body as object);
        // A token that is good is worth nothing without the key, whichever is looked at first.
        if (unknown && reading('jekimo.checkOrder') === 'token-first') return answer;
        return checkKey(request) ?? answer;
      },
    },
    pages: signInPages('/v1.1/en/user/login/:id', 'jekimo', signIns),
  };
}

/** JEK-30: either spelling counts, and the hint reports which one arrived. */
function readOptions({ headers }: SandboxRequest): { twoFa: boolean; minAge: number; hints: string[] } {
  const hints: string[] = [];
  const spelt = ['two-fa', 'two-af'].filter((name) => headers[name] !== undefined);
  const values = spelt.map((name) => headers[name]);
  if (spelt.length > 0) hints.push(`second factor read from ${spelt.join(' and ')}`);
  if (spelt.join() === 'two-af') hints.push('the page has two-af in its curl line and two-fa in its text');
  if (new Set(values).size > 1) hints.push('two-fa and two-af differ: true counts');
  if (values.some((value) => value !== 'true' && value !== 'false'))
    hints.push('only true and false are known');
  const age = headers['min-age'];
  const whole = age === undefined || /^\d{1,3}$/.test(age);
  if (!whole) hints.push('min-age is no whole number of years and was ignored');
  return { twoFa: values.includes('true'), minAge: whole ? Number(age ?? 0) : 0, hints };
}

/** JEK-22, JEK-23: what becomes of a customer who is too young is not documented; here it is a KO. */
function decide(login: Login, decision: Decision, randomBytes: SandboxCore['randomBytes']): Check | null {
  if (decision.decision === 'timeout') return null;
  const oldEnough = decision.age === undefined || decision.age >= login.minAge;
  if (decision.decision !== 'approve' || !oldEnough)
    return { status: 'KO', risk: decision.risk ?? true, pin: 0 };
  const risk = decision.risk ?? false;
  return { status: 'OK', risk, pin: login.twoFa && risk ? makePin(randomBytes) : 0 };
}

/** Six digits as a JSON number, which can't begin with a zero (JEK-28). */
function makePin(randomBytes: SandboxCore['randomBytes']): number {
  return 100_000 + (Buffer.from(randomBytes(4)).readUInt32BE() % 900_000);
}
