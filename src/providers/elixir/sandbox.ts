import type { v } from '../../http/contract.ts';
import type {
  SandboxAnswer,
  SandboxCore,
  SandboxModule,
  SandboxRequest,
  SandboxVendor,
} from '../../sandbox/vendor.ts';
import { contract, type WireSession } from './contract.ts';
import { type Account, createAccounts } from './sandbox/accounts.ts';
import { createCodes } from './sandbox/codes.ts';
import { refusals } from './sandbox/refusals.ts';
import { securityPage } from './sandbox/security-page.ts';
import { createDeviceSessions, type Issued } from './sandbox/device-sessions.ts';

const apiKey = 'sandbox-elixir-key';
/** Who signs in under --sandbox. */
const customer = 'ada@example.com';
/** Where the QR code of a signed-in customer stands at Elixir; whom its message in the outbox is for. */
const screen = 'My Account > Security';

/** Elixir in memory: https://docs.elixir.app/api-docs/api-docs-1/mobile-auth. */
export const sandbox: SandboxModule = {
  mount: '/elixir',
  settings: { 'elixir.apiKey': apiKey, 'elixir.email': customer },
  baseUrlSetting: 'elixir.baseUrl',
  create: createElixir,
};

type Data = Readonly<Record<string, unknown>>;

function createElixir(core: SandboxCore): SandboxVendor<typeof contract> {
  const accounts = createAccounts(core);
  const codes = createCodes(core);
  const sessions = createDeviceSessions(core);

  /** Shows a QR code to a customer who is signed in, and to the one of --sandbox, who is everywhere. */
  function showQr(email: string): string | undefined {
    const account = accounts.find(email);
    return account && codes.addQrValue(account.email);
  }

  /** Puts a QR value for the customer into the outbox where the last one is used up or has expired. */
  function refill(): void {
    const last = core.outbox.list({ provider: 'elixir', to: screen }).at(-1)?.code;
    if (last !== undefined && codes.isGood(last)) return;
    core.outbox.deliver({ provider: 'elixir', to: screen, code: showQr(customer) ?? '' });
  }

  function reset(): void {
    accounts.reset();
    codes.reset();
    sessions.reset();
    accounts.register(customer);
    refill();
  }

  reset();
  return {
    contract,
    handlers: {
      otpLogin: keyed(({ email }) => {
        if (!isAddress(email)) return refusals.credentials;
        const { transactionId, code } = codes.addTransaction(email);
        core.outbox.deliver({ provider: 'elixir', to: email, code });
        const data: v.InferInput<typeof contract.otpLogin.answer> = { transactionId };
        return success(data as Data);
      }),
      otpVerify: keyed(({ transactionId, code }) => {
        const email = codes.takeTransaction(transactionId, code);
        if (email === undefined) return refusals.credentials;
        const newAccount = accounts.find(email) === undefined;
        const account = accounts.register(email);
        return signIn(sessions.open(account.email, 'otp'), { user: userOf(account), newAccount });
      }),
      refresh: keyed(({ refreshToken }) => {
        const issued = sessions.rotate(refreshToken);
        if (issued === undefined) return refusals.refreshToken;
        return signIn(issued, { user: userOf(accounts.register(issued.email), '') });
      }),
      signout: keyed((_body, { headers }) => {
        const token = /^Bearer (\S+)$/.exec(headers['authorization'] ?? '')?.[1];
        if (token === undefined || !sessions.close(token)) return refusals.credentials;
        return success({ message: 'Session closed successfully for this device' });
      }),
      qrVerify: keyed(({ qrValue }) => {
        const email = codes.takeQrValue(qrValue);
        refill();
        return email === undefined ? refusals.credentials : signIn(sessions.open(email, 'qr'));
      }),
    },
    pages: [
      {
        method: 'GET',
        path: '/my-account/security',
        answer: ({ query }) => securityPage(showQr(query.get('email') ?? customer)),
      },
    ],
    reset,
  };
}

/** The key first, then the body, which may be missing where a call needs none (ELX-18). */
function keyed(answer: (body: Data, request: SandboxRequest) => SandboxAnswer) {
  return (request: SandboxRequest): SandboxAnswer => {
    if (request.headers['x-api-key'] !== apiKey) return refusals.key;
    const body = readObject(request.body);
    return body === undefined ? refusals.credentials : answer(body, request);
  };
}

function success(data: Data): SandboxAnswer {
  return { body: { code: 1, success: true, data } };
}

function signIn({ token, tokenExpiry, tokenLifeMS, refreshToken }: Issued, more: Data = {}): SandboxAnswer {
  const data: WireSession = { token, tokenExpiry, tokenLifeMS, refreshToken };
  return success({ ...data, ...more });
}

/** ELX-22: the page prints `null` after a sign-in and an empty text after a refresh. */
function userOf({ id, banReason }: Account, none: '' | null = null): WireSession['user'] {
  return { _id: id, status: banReason === undefined ? 'ACTIVE' : 'BANNED', banReason: banReason ?? none };
}

function readObject(body: string): Data | undefined {
  if (body.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function isAddress(email: unknown): email is string {
  return typeof email === 'string' && email.length <= 254 && /^[^\s@]+@[^\s@]+$/.test(email);
}
