import type { Decision } from '../../../sandbox/sign-ins.ts';
import type { SandboxCore } from '../../../sandbox/vendor.ts';
import type { Session } from './tokens.ts';

export type Failure = 'REJECT' | 'TIMEOUT' | 'INTERNAL_SERVER_ERROR';

/** What the browser asked for. */
export interface Wish {
  readonly method: 'redirect' | 'popup';
  /** In popup mode the origin that the message is for; undefined where none was given. */
  readonly redirectUri?: string;
  readonly state?: string;
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
  outcome?: 'approved' | Failure;
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
}

const failures = { deny: 'REJECT', timeout: 'TIMEOUT', error: 'INTERNAL_SERVER_ERROR' } as const;

export interface AttemptsOptions extends Pick<
  SandboxCore,
  'clock' | 'randomBytes' | 'signIns' | 'notify' | 'webUrl' | 'table' | 'reading' | 'recipients'
> {
  readonly callbackUrl: () => string;
}

/** The attempts in memory. The backend is told before the browser (EKY-52). */
export function createAttempts(options: AttemptsOptions): Attempts {
  const { clock, randomBytes, signIns, webUrl, recipients } = options;
  const attempts = options.table<Attempt>('attempts');

  function settle(attempt: Attempt, outcome: 'approved' | Failure): void {
    if (attempt.outcome !== undefined) return;
    attempt.outcome = outcome;
    void release(options, attempt);
  }

  signIns.decides('ekyc', (id, { decision }) => {
    const attempt = attempts.get(id);
    if (attempt !== undefined) settle(attempt, decision === 'approve' ? 'approved' : failures[decision]);
  });

  return {
    open: (session, wish) => {
      const known = attempts.values().find((each) => each.session.token === session.token);
      if (known !== undefined) return known;
      const { number, choices } = drawNumbers(randomBytes);
      const id = Buffer.from(randomBytes(8)).toString('hex');
      const attempt: Attempt = { ...wish, id, session, number, choices, wrongCodes: 0, released: false };
      attempts.set(id, attempt);
      const fate = recipients.fateOf(session.email);
      const shown = { id, provider: 'ekyc', url: `${webUrl}/wait/${id}` };
      signIns.open({
        ...shown,
        expiresAt: new Date(session.expiresAt).toISOString(),
        // A customer who lets the phone lie is left alone by the simulated one too.
        attended: wish.attended || fate === 'silent',
      });
      if (fate === 'denies' || fate === 'locked') signIns.decide(id, { decision: 'deny' });
      return attempt;
    },
    find: (id) => attempts.get(id),
    ofSession: (token) => attempts.values().find(({ session }) => session.token === token),
    pending: () =>
      [...attempts.values()].filter(
        ({ outcome, session }) => outcome === undefined && clock.now() < session.expiresAt,
      ),
    decide: ({ id }, decision) => signIns.decide(id, { decision }),
    expire: (attempt) => {
      if (clock.now() >= attempt.session.expiresAt) settle(attempt, 'TIMEOUT');
    },
  };
}

async function release(options: AttemptsOptions, attempt: Attempt): Promise<void> {
  await tellBackend(options, attempt);
  attempt.released = true;
}

/** `{CALLBACK_URL}?result=…&session_token=…`; the page does not state the method, so that is a switch (EKY-24). */
async function tellBackend(
  { notify, callbackUrl, reading }: AttemptsOptions,
  { outcome, session }: Attempt,
): Promise<void> {
  if (callbackUrl() === '') return;
  const url = new URL(callbackUrl());
  url.searchParams.append('result', String(outcome === 'approved'));
  url.searchParams.append('session_token', session.token);
  await notify(url.href, reading('ekyc.callbackMethod') === 'POST' ? 'POST' : 'GET');
}

function drawNumbers(randomBytes: SandboxCore['randomBytes']): { number: string; choices: string[] } {
  const [first = 0, second = 0, third = 0, place = 0] = randomBytes(4);
  // The second lies up to 30 ahead of the first, the third 45 to 74: no two are the same.
  const base = first % 90;
  const drawn = [base, (base + 1 + (second % 30)) % 90, (base + 45 + (third % 30)) % 90];
  const choices = drawn.map((value) => String(value + 10));
  return { number: choices[place % 3] ?? '10', choices };
}
