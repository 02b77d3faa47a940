import type { v } from '../../http/contract.ts';
import type {
  SandboxAnswer,
  SandboxCore,
  SandboxModule,
  SandboxRequest,
  SandboxVendor,
} from '../../sandbox/vendor.ts';
import { hinted, tooMany } from '../../sandbox/hinted.ts';
import { contract, type WireSession } from './contract.ts';
import { type Account, createAccounts } from './sandbox/accounts.ts';
import { createCodes } from './sandbox/codes.ts';
import { emulates, switches } from './sandbox/emulated.ts';
import { createKeyed, type Data } from './sandbox/keyed.ts';
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
  switches,
  emulates,
  recipients: { [customer]: { resendLimit: false } },
  create: createElixir,
};

function createElixir(core: SandboxCore): SandboxVendor<typeof contract> {
  const accounts = createAccounts(core);
  const codes = createCodes(core);
  const sessions = createDeviceSessions(core);
  const keyed = createKeyed(core, apiKey);

  /** Shows a QR code to a customer who is signed in, and to the one of --sandbox, who is everywhere. */
  function showQr(email: string): string | undefined {
    const account = accounts.find(email);
    return account && codes.addQrValue(account.email);
  }

  /** Puts a QR value for the customer into the outbox where the last one is used up or has expired. */
  function refill(): void {
    const last = core.outbox.list({ provider: 'elixir', to: screen }).at(-1)?.code;
    if (last !== undefined && codes.isGood(last)) return;
    core.outbox.deliver({ provider: 'elixir', to: screen, code: showQr(customer) ?? '', seeded: true });
  }

  /** Whom no code is sent to. */
  function refuseRecipient(email: string): SandboxAnswer | undefined {
    const { recipients } = core;
    const fate = recipients.fateOf(email);
    if (fate === 'unknown') return hinted(refusals.credentials, 'this address has no mailbox');
    if (fate === 'rate-limited' || recipients.isTooMany('elixir', email))
      return tooMany(refusals.tooMany, fate);
    return undefined;
  }

  return {
    contract,
    handlers: {
      otpLogin: keyed(
        ({ email }) => isAddress(email),
        refusals.credentials,
        ({ email }) => {
          if (!isAddress(email)) return hinted(refusals.credentials, 'email is no address');
          const refusal = refuseRecipient(email);
          if (refusal !== undefined) return refusal;
          const { transactionId, code } = codes.addTransaction(email);
          core.outbox.deliver({ provider: 'elixir', to: email, code });
          const data: v.InferInput<typeof contract.otpLogin.answer> = { transactionId };
          return success(data as Data);
        },
      ),
      otpVerify: keyed(
        ({ transactionId, code }) => codes.isRight(transactionId, code),
        refusals.credentials,
        ({ transactionId, code }) => {
          const taken = codes.takeTransaction(transactionId, code);
          if ('why' in taken) return hinted(refusals.credentials, taken.why);
          const { email } = taken;
          const newAccount = accounts.find(email) === undefined;
          const account = accounts.register(email);
          return signIn(sessions.open(account.email, 'otp'), { user: userOf(account), newAccount });
        },
      ),
      refresh: keyed(
        ({ refreshToken }) => sessions.isRefreshable(refreshToken),
        refusals.refreshToken,
        ({ refreshToken }) => {
          const issued = sessions.rotate(refreshToken);
          if (issued === undefined)
            return hinted(refusals.refreshToken, 'no session has this refresh token, or it was used up');
          return signIn(issued, { user: userOf(accounts.register(issued.email), '') });
        },
      ),
      signout: keyed(
        (_body, request) => sessions.isOpen(bearerOf(request)),
        refusals.credentials,
        (_body, request) =>
          sessions.close(bearerOf(request))
            ? success({ message: 'Session closed successfully for this device' })
            : hinted(refusals.credentials, 'no session is open with this access token'),
      ),
      qrVerify: keyed(
        ({ qrValue }) => codes.isGood(qrValue),
        refusals.credentials,
        ({ qrValue }) => {
          const email = codes.takeQrValue(qrValue);
          refill();
          return email === undefined
            ? hinted(refusals.credentials, 'no QR value of the last ten minutes, or it was used')
            : signIn(sessions.open(email, 'qr'));
        },
      ),
    },
    pages: [
      {
        method: 'GET',
        path: '/my-account/security',
        title: 'Elixir’s My Account',
        answer: ({ query }) => securityPage(showQr(query.get('email') ?? customer)),
      },
    ],
    seed: () => {
      accounts.register(customer);
      refill();
    },
  };
}

function bearerOf({ headers }: SandboxRequest): string {
  return /^Bearer (\S+)$/.exec(headers['authorization'] ?? '')?.[1] ?? '';
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

function isAddress(email: unknown): email is string {
  return typeof email === 'string' && email.length <= 254 && /^[^\s@]+@[^\s@]+$/.test(email);
}
