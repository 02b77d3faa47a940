import { createHmac } from 'node:crypto';
import type { SandboxCore } from '../../../sandbox/vendor.ts';
import { clientId } from './application.ts';

/** How long a session token is good, in seconds: exp - iat of the page's example (EKY-27). */
const lifeSeconds = 120;

/** A session that waits for its second factor. */
export interface Session {
  readonly token: string;
  readonly email: string;
  /** Milliseconds on the sandbox's clock. */
  readonly expiresAt: number;
}

export interface Sessions {
  create(email: string): Session;
  /** Undefined for a token that was never handed out, a forged one among them. */
  find(token: string): Session | undefined;
}

/** Session tokens shaped like the one on https://authen.ekyc.com/docs; nobody can check their signature. */
export function createSessions({
  clock,
  randomBytes,
  recipients,
  table,
}: Pick<SandboxCore, 'clock' | 'randomBytes' | 'recipients' | 'table'>): Sessions {
  const sessions = table<Session>('sessions');
  return {
    create: (email) => {
      const iat = Math.floor(clock.now() / 1000);
      const exp = iat + (recipients.fateOf(email) === 'expired' ? 0 : lifeSeconds);
      const employee = Buffer.from(randomBytes(4)).readUInt32BE() % 10_000;
      const payload = { employee_id: String(employee), client_id: clientId, exp, iat };
      const token = sign(payload, randomBytes(32));
      const session = { token, email, expiresAt: exp * 1000 };
      sessions.set(token, session);
      return session;
    },
    find: (token) => sessions.get(token),
  };
}

function sign(payload: unknown, key: Uint8Array): string {
  const parts = [{ alg: 'HS256', typ: 'JWT' }, payload];
  const signed = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
}
