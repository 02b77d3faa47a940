import type { SandboxCore } from '../../../sandbox/vendor.ts';

/** The vendor's own lifetimes: 347 days after a code and a refresh, a year after a QR value. */
const lives = { otp: 30_000_000_000, qr: 31_557_600_000 } as const;
const mostSessions = 1000;

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
  readonly tokens: Map<string, number>;
}

export interface DeviceSessions {
  open(email: string, by: keyof typeof lives): Issued;
  /** New tokens for a refresh token, which is used up by that; undefined for one that is not known any more. */
  rotate(refreshToken: unknown): Issued | undefined;
  /** Ends the session of this access token and no other one of the account; false where it is not good. */
  close(token: string): boolean;
  reset(): void;
}

export function createDeviceSessions({
  clock,
  randomBytes,
}: Pick<SandboxCore, 'clock' | 'randomBytes'>): DeviceSessions {
  let sessions: Session[] = [];
  const random = (bytes: number): string => Buffer.from(randomBytes(bytes)).toString('hex');

  function issue(session: Session, tokenLifeMS: number): Issued {
    const now = clock.now();
    const tokenExpiry = now + tokenLifeMS;
    const token = makeToken({ now, tokenExpiry, subject: session.email, id: random(8) }, randomBytes);
    session.refreshToken = random(24);
    session.tokens.set(token, tokenExpiry);
    return { email: session.email, token, tokenExpiry, tokenLifeMS, refreshToken: session.refreshToken };
  }

  return {
    open: (email, by) => {
      const session: Session = { email, refreshToken: '', tokens: new Map() };
      sessions = [...sessions, session].slice(-mostSessions);
      return issue(session, lives[by]);
    },
    rotate: (refreshToken) => {
      const session = sessions.find((each) => each.refreshToken === refreshToken);
      return session && issue(session, lives.otp);
    },
    close: (token) => {
      const session = sessions.find(({ tokens }) => clock.now() < (tokens.get(token) ?? 0));
      sessions = sessions.filter((each) => each !== session);
      return session !== undefined;
    },
    reset: () => {
      sessions = [];
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
