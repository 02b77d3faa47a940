import type { Decision } from '../../../sandbox/sign-ins.ts';
import type { SandboxCore } from '../../../sandbox/vendor.ts';
import type { Session, Sessions } from './tokens.ts';

export type Failure = 'REJECT' | 'TIMEOUT' | 'INTERNAL_SERVER_ERROR';

/** What the browser asked for. */
export interface Wish {
  readonly method: 'redirect' | 'popup';
  /** In popup mode the origin that the message is for; undefined where none was given. */
  readonly redirectUri: string | undefined;
  readonly state: string | undefined;
  readonly attended: boolean;
}

/** One visit of the sign-in page. */
export interface Attempt extends Wish {
  /** What stands in URLs and lists; the session token does not. */
  readonly id: string;
  readonly session: Session;
  /** Shown on the page, to be tapped on the phone among the choices (R-EKY-4). */
  readonly number: string;
  readonly choices: readonly string[];
  wrongCodes: number;
  /** Undefined until the customer has decided; the front channel hears of it when the backend has. */
  outcome: 'approved' | Failure | undefined;
  released: boolean;
}

export interface Attempts {
  /** The one attempt of a session, opened by the first visit. */
  open(session: Session, wish: Wish): Attempt;
  find(id: string): Attempt | undefined;
  ofSession(token: string): Attempt | undefined;
  /** Those that wait for the customer. */
  pending(): readonly Attempt[];
  /** False where it is decided or over. */
  decide(attempt: Attempt, decision: Decision['decision']): boolean;
  /** Ends an attempt whose time is over. */
  expire(attempt: Attempt): void;
  reset(): void;
}

const most = 1000;
const failures = { deny: 'REJECT', timeout: 'TIMEOUT', error: 'INTERNAL_SERVER_ERROR' } as const;

export interface AttemptsOptions extends Pick<
  SandboxCore,
  'clock' | 'randomBytes' | 'signIns' | 'notify' | 'webUrl'
> {
  readonly sessions: Sessions;
  readonly callbackUrl: () => string;
}

/** The attempts in memory. The backend is told before the browser (EKY-52). */
export function createAttempts(options: AttemptsOptions): Attempts {
  const { clock, randomBytes, signIns, webUrl } = options;
  const attempts = new Map<string, Attempt>();

  function settle(attempt: Attempt, outcome: 'approved' | Failure): void {
    if (attempt.outcome !== undefined) return;
    attempt.outcome = outcome;
    attempt.session.over = true;
    void release(options, attempt);
  }

  return {
    open: (session, wish) => {
      const known = [...attempts.values()].find((each) => each.session === session);
      if (known !== undefined) return known;
      const { number, choices } = drawNumbers(randomBytes);
      const id = Buffer.from(randomBytes(8)).toString('hex');
      const rest = { wrongCodes: 0, outcome: undefined, released: false };
      const attempt: Attempt = { ...wish, id, session, number, choices, ...rest };
      attempts.set(id, attempt);
      const [oldest] = attempts.keys();
      if (attempts.size > most && oldest !== undefined) attempts.delete(oldest);
      const { attended } = wish;
      const expiresAt = new Date(session.expiresAt).toISOString();
      signIns.open(
        { id, provider: 'ekyc', url: `${webUrl}/wait/${id}`, expiresAt, attended },
        ({ decision }) => settle(attempt, decision === 'approve' ? 'approved' : failures[decision]),
      );
      return attempt;
    },
    find: (id) => attempts.get(id),
    ofSession: (token) => [...attempts.values()].find(({ session }) => session.token === token),
    pending: () =>
      [...attempts.values()].filter(
        ({ outcome, session }) => outcome === undefined && clock.now() < session.expiresAt,
      ),
    decide: ({ id }, decision) => signIns.decide(id, { decision }),
    expire: (attempt) => {
      if (clock.now() >= attempt.session.expiresAt) settle(attempt, 'TIMEOUT');
    },
    reset: () => attempts.clear(),
  };
}

async function release(options: AttemptsOptions, attempt: Attempt): Promise<void> {
  await tellBackend(options, attempt);
  attempt.released = true;
}

/** `{CALLBACK_URL}?result=…&session_token=…`, by GET: the page does not state the method (EKY-24). */
async function tellBackend(
  { notify, callbackUrl }: AttemptsOptions,
  { outcome, session }: Attempt,
): Promise<void> {
  if (callbackUrl() === '') return;
  const url = new URL(callbackUrl());
  url.searchParams.append('result', String(outcome === 'approved'));
  url.searchParams.append('session_token', session.token);
  await notify(url.href);
}

function drawNumbers(randomBytes: SandboxCore['randomBytes']): { number: string; choices: string[] } {
  const [first = 0, second = 0, third = 0, place = 0] = randomBytes(4);
  // The second lies up to 30 ahead of the first, the third 45 to 74: no two are the same.
  const base = first % 90;
  const drawn = [base, (base + 1 + (second % 30)) % 90, (base + 45 + (third % 30)) % 90];
  const choices = drawn.map((value) => String(value + 10));
  return { number: choices[place % 3] ?? '10', choices };
}
