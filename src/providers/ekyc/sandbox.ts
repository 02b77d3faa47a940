import type {
  SandboxAnswer,
  SandboxCore,
  SandboxModule,
  SandboxRequest,
  SandboxVendor,
} from '../../sandbox/vendor.ts';
import { cleanBase32 } from '../../totp/secret.ts';
import type { TotpAlgorithm } from '../../totp/totp.ts';
import { hinted, tooMany } from '../../sandbox/hinted.ts';
import { contract } from './contract.ts';
import { apiKey, clientId, createConsole } from './sandbox/application.ts';
import { createAttempts } from './sandbox/attempts.ts';
import { type Fields, readJson, textOf } from './sandbox/fields.ts';
import { emulates, switches } from './sandbox/emulated.ts';
import { createPhone } from './sandbox/phone.ts';
import { signInRoutes } from './sandbox/sign-in-routes.ts';
import { createSessions } from './sandbox/tokens.ts';
import { createUsers, customer, type User, type Users } from './sandbox/users.ts';

/** eKYC eAuthenticator in memory: https://authen.ekyc.com/docs. */
export const sandbox: SandboxModule = {
  mount: '/ekyc',
  web: { mount: '/identifier', setting: 'ekyc.identifierUrl' },
  settings: {
    'ekyc.apiKey': apiKey,
    'ekyc.clientId': clientId,
    'ekyc.email': customer.email,
    'ekyc.issuer': 'Sandbox',
  },
  baseUrlSetting: 'ekyc.baseUrl',
  switches,
  emulates,
  create: createEkyc,
  portal: async () => (await import('./portal.ts')).createEkycPortal,
};

function createEkyc(core: SandboxCore): SandboxVendor<typeof contract> {
  const console = createConsole(core);
  const users = createUsers(core);
  const sessions = createSessions(core);
  const callbackUrl = (): string => console.application.callback_url;
  const attempts = createAttempts({ ...core, callbackUrl });
  const phone = createPhone(core, attempts);

  /** No HTTP status is documented, so that is a switch; the hint says what the body does not. */
  function refused(message: string, hint: string): SandboxAnswer {
    const status = Number(core.reading('ekyc.refusalStatus'));
    return hinted({ status, body: { code: 'INVALID_REQUEST', message, data: '' } }, hint);
  }
  const noSession = (hint: string): SandboxAnswer => refused('get session token failed', hint);
  const notToggled = (hint: string): SandboxAnswer => refused('toggle failed', hint);

  function sessionToken(request: SandboxRequest): SandboxAnswer {
    const sent = readJson(request);
    if (sent === undefined) return noSession('the body is no JSON object');
    const refusal = console.refusal(request, sent['client_id']);
    if (refusal !== undefined) return noSession(refusal);
    if (!console.application.is_active)
      return { body: { code: 'INACTIVE', message: 'client not active', data: null } };
    const email = textOf(sent['email']);
    const fate = core.recipients.fateOf(email);
    if (fate === 'inactive') return { body: { code: 'INACTIVE', message: 'client not active', data: null } };
    if (fate === 'rate-limited')
      return tooMany({ code: 'TOO_MANY_REQUESTS', message: 'too many', data: '' }, fate);
    if (fate === 'unknown' || fate === 'banned' || (users.find(email) === undefined && fate === undefined))
      return noSession('this user has no 2FA enabled: toggle ENABLE first');
    const { token } = sessions.create(email);
    return { body: { code: 'SUCCESS', message: 'Success', data: { session_token: token } } };
  }

  function toggle(request: SandboxRequest): SandboxAnswer {
    const sent = readJson(request);
    if (sent === undefined) return notToggled('the body is no JSON object');
    const refusal =
      console.refusal(request, sent['client_id']) ?? wrongField(sent, core.reading('ekyc.secretNeededFor'));
    if (refusal !== undefined) return notToggled(refusal);
    const wrong = apply(users, sent);
    return wrong === undefined
      ? { body: { code: 'SUCCESS', message: 'Success', data: '' } }
      : notToggled(wrong);
  }

  return {
    contract,
    handlers: { sessionToken, toggle },
    pages: [...console.pages, ...phone.pages],
    webPages: signInRoutes({ ...core, sessions, attempts, users }),
    seed: () => {
      users.seed();
      phone.seed();
    },
  };
}

/** EKY-15, EKY-17: every field, each in its type, for DISABLE too. */
function wrongField(sent: Fields, secretNeededFor: string): string | undefined {
  const { email, action, type, algorithm, digits, period, secret } = sent;
  if (textOf(email) === '') return 'email is needed';
  if (action !== 'ENABLE' && action !== 'DISABLE') return 'action must be "ENABLE" or "DISABLE"';
  if (type !== 'TOTP') return 'type must be "TOTP"';
  if (!['SHA1', 'SHA256', 'SHA512'].includes(textOf(algorithm)))
    return 'algorithm must be a text such as "SHA1"';
  if (!isWhole(digits, 6, 8)) return 'digits must be a number, typically 6';
  if (!isWhole(period, 1, 3600)) return 'period must be a number of seconds, such as 30';
  const needed = secretNeededFor === 'both' || secretNeededFor === action;
  if (secret === undefined) return needed ? `secret is needed to ${action}` : undefined;
  return base32(secret) === undefined ? 'secret must be Base32' : undefined;
}

function isWhole(value: unknown, least: number, most: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
}

function base32(secret: unknown): string | undefined {
  try {
    return cleanBase32(textOf(secret), 'secret');
  } catch {
    return undefined;
  }
}

/** Changes the user, or says why not: what was enabled can be disabled, by whoever knows its secret. */
function apply(users: Users, sent: Fields): string | undefined {
  const email = textOf(sent['email']);
  const secret = base32(sent['secret']);
  if (sent['action'] === 'ENABLE') {
    users.enable(userOf(sent, email, secret ?? ''));
    return undefined;
  }
  const known = users.find(email);
  if (known === undefined) return 'this user has no 2FA enabled';
  if (secret !== undefined && secret !== known.key.secret) return 'the secret is not the one that is known';
  users.disable(email);
  return undefined;
}

function userOf({ algorithm, digits, period }: Fields, email: string, secret: string): User {
  return {
    email,
    key: { secret, algorithm: algorithm as TotpAlgorithm, digits: Number(digits), period: Number(period) },
  };
}
