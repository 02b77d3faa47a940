import type { SandboxCore } from '../../../sandbox/vendor.ts';

/** The vendor's own lifetimes: 347 days after a code and a refresh, a year after a QR value. */
const lives = { otp: 30_000_000_000, qr: 31_557_600_000 } as const;

/** What a sign-in and a refresh give out. */
export interface Issued {
  readonly email: string;
  readonly token: string;
  readonly tokenExpiry: number;
  readonly tokenLifeMS: number;
  readonly refreshToken: string;
}

/** One sign-in on one device: its refresh token changes, its access tokens run out. */
interface Session {
  readonly email: string;
  refreshToken: string;
  /** When each of its access tokens expires, the newest last. */
  tokens: readonly (readonly [token: string, expiresAt: number])[];
}

export interface DeviceSessions {
  open(email: string, by: keyof typeof lives): Issued;
  /** True where the refresh token would give new tokens, which it then does not. */
  isRefreshable(refreshToken: unknown): boolean;
  /** True where the access token's session can be closed. */
  isOpen(token: unknown): boolean;
  /** New tokens for a refresh token, which is used up by that; undefined for one that is not known any more. */
  rotate(refreshToken: unknown): Issued | undefined;
  /** Ends the session of this access token and no other one of the account; false where it is not good. */
  close(token: string): boolean;
}

/** A session that is refreshed for ever keeps no more of its tokens than this. */
const mostTokens = 10;

export function createDeviceSessions({
  clock,
  randomBytes,
  table,
}: Pick<SandboxCore, 'clock' | 'randomBytes' | 'table'>): DeviceSessions {
  const sessions = table<Session>('sessions');
  const random = (bytes: number): string => Buffer.from(randomBytes(bytes)).toString('hex');

  function issue(id: string, session: Session, tokenLifeMS: number): Issued {
    const now = clock.now();
    const tokenExpiry = now + tokenLifeMS;
    const token = makeToken({ now, tokenExpiry, subject: session.email, id: random(8) }, randomBytes);
    session.refreshToken = random(24);
    session.tokens = [...session.tokens, [token, tokenExpiry] as const].slice(-mostTokens);
    sessions.set(id, session);
    return { email: session.email, token, tokenExpiry, tokenLifeMS, refreshToken: session.refreshToken };
  }

  /** The id of the session for which the condition holds. */
  function find(holds: (session: Session) => boolean): string | undefined {
    return sessions.keys().find((id) => {
      const session = sessions.get(id);
      return session !== undefined && holds(session);
    });
  }

  const findRefreshable = (refreshToken: unknown): string | undefined =>
    find((each) => each.refreshToken === refreshToken);
  const findOpen = (token: unknown): string | undefined =>
    find(({ tokens }) => tokens.some(([each, until]) => each === token && clock.now() < until));

  return {
    open: (email, by) => issue(random(8), { email, refreshToken: '', tokens: [] }, lives[by]),
    isRefreshable: (refreshToken) => findRefreshable(refreshToken) !== undefined,
    isOpen: (token) => findOpen(token) !== undefined,
    rotate: (refreshToken) => {
      const id = findRefreshable(refreshToken);
      const session = id === undefined ? undefined : sessions.get(id);
      return id === undefined || session === undefined ? undefined : issue(id, session, lives.otp);
    },
    close: (token) => {
      const id = findOpen(token);
      if (id !== undefined) sessions.delete(id);
      return id !== undefined;
    },
  };
}

interface Claims {
  readonly now: number;
  readonly tokenExpiry: number;
  readonly subject: string;
  readonly id: string;
}

/** Looks like the page's HS512 token, and is signed by nobody. */
function makeToken(
  { now, tokenExpiry, subject, id }: Claims,
  randomBytes: SandboxCore['randomBytes'],
): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);
  const claims = { sub: subject, jti: id, iat: seconds(now), exp: seconds(tokenExpiry) };
  const signature = Buffer.from(randomBytes(64)).toString('base64url');
  return `${part({ alg: 'HS512', typ: 'JWT' })}.${part(claims)}.${signature}`;
}
