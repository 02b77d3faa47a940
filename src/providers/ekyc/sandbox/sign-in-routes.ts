import { isLoopback } from '../../../http/address.ts';
import { problem } from '../../../sandbox/problem.ts';
import { hinted } from '../../../sandbox/hinted.ts';
import type { SandboxAnswer, SandboxHandler, SandboxPage, SandboxRequest } from '../../../sandbox/vendor.ts';
import type { Clock } from '../../../clock.ts';
import type { Attempt, Attempts, Wish } from './attempts.ts';
import { readFields, textOf } from './fields.ts';
import { refusedPage, signInPage } from './sign-in-page.ts';
import { templateHints, unfilled } from './template-hints.ts';
import type { Session, Sessions } from './tokens.ts';
import type { Users } from './users.ts';

export interface SignInParts {
  readonly webUrl: string;
  readonly clock: Clock;
  readonly sessions: Sessions;
  readonly attempts: Attempts;
  readonly users: Users;
}

const mostWrongCodes = 5;
const decisions = ['approve', 'deny', 'timeout', 'error'] as const;

/** The identifier's pages, https://authen.ekyc.com/docs, "Redirect to eAuthenticator server". */
export function signInRoutes(parts: SignInParts): SandboxPage[] {
  const { webUrl, attempts } = parts;
  const withAttempt = (
    request: SandboxRequest,
    answer: (attempt: Attempt) => ReturnType<SandboxHandler>,
  ): ReturnType<SandboxHandler> => {
    const attempt = attempts.find(request.params['id'] ?? textOf(readFields(request)['id']));
    return attempt === undefined ? refusedPage(404, 'No such sign-in.') : answer(attempt);
  };
  return [
    { method: 'GET', path: '/start-authentication', answer: (request) => start(request, parts) },
    {
      method: 'GET',
      path: '/wait/:id',
      answer: (request) => withAttempt(request, (attempt) => signInPage(attempt, webUrl)),
    },
    {
      method: 'POST',
      path: '/decision',
      answer: (request) =>
        withAttempt(request, (attempt) => {
          const decision = decisions.find((each) => each === readFields(request)['decision']);
          if (decision === undefined) return refusedPage(400, 'Approve, deny, timeout or error?');
          attempts.decide(attempt, decision);
          return signInPage(attempt, webUrl);
        }),
    },
    {
      method: 'POST',
      path: '/code',
      answer: (request) =>
        withAttempt(request, (attempt) => takeCode(parts, attempt, textOf(readFields(request)['code']))),
    },
    {
      method: 'GET',
      path: '/outcome/:id',
      answer: ({ params }) => outcomeOf(attempts, attempts.find(params['id'] ?? '')),
    },
    {
      method: 'GET',
      path: '/outcome',
      answer: ({ query }) => outcomeOf(attempts, attempts.ofSession(query.get('session_token') ?? '')),
    },
  ];
}

function start({ query, headers }: SandboxRequest, parts: SignInParts): SandboxAnswer {
  const token = query.get('session_token');
  const session = token === null ? undefined : parts.sessions.find(token);
  if (session === undefined)
    return refusedPage(400, unfilled(query) ?? 'The session_token is missing, or not one of ours.');
  const wish = readWish(query);
  if (typeof wish === 'string') return refusedPage(400, unfilled(query) ?? wish);
  const known = parts.attempts.ofSession(session.token);
  if (isOver(session, parts.clock.now()) && known?.outcome === undefined)
    return refusedPage(410, 'This session has expired: it was good for 120 s.');
  if (known?.released === true) return refusedPage(410, 'This session was used: it is good once.');
  const attended = headers['x-sandbox-customer'] !== 'simulated';
  const page = signInPage(parts.attempts.open(session, { ...wish, attended }), parts.webUrl);
  return hinted(page, ...templateHints(query));
}

function isOver({ expiresAt }: Session, now: number): boolean {
  return now >= expiresAt;
}

/** What was asked for, or what is wrong with it. */
function readWish(query: URLSearchParams): Omit<Wish, 'attended'> | string {
  const method = query.get('signin_method');
  if (method !== 'redirect' && method !== 'popup') return 'signin_method must be redirect or popup.';
  const given = query.get('redirect_uri') ?? undefined;
  const sent = query.get('state');
  const state = sent === null ? {} : { state: sent };
  if (given === undefined) {
    if (method === 'redirect') return 'redirect_uri is required.';
    return { method, ...state };
  }
  if (!URL.canParse(given)) return 'redirect_uri is no URL: was it percent-encoded, and filled in?';
  const { protocol, hostname, origin } = new URL(given);
  if (protocol !== 'https:' && !(protocol === 'http:' && isLoopback(hostname)))
    return 'redirect_uri must be https.';
  if (method === 'popup' && given.replace(/\/$/, '') !== origin)
    return 'In popup mode redirect_uri is an origin, without a path.';
  return { method, redirectUri: method === 'popup' ? origin : given, ...state };
}

/** The other way to pass (R-EKY-4): the code of the authenticator, once each, and five wrong ones at most. */
async function takeCode(
  { users, attempts, webUrl }: SignInParts,
  attempt: Attempt,
  code: string,
): Promise<SandboxAnswer> {
  if (attempt.outcome !== undefined) return signInPage(attempt, webUrl);
  if (await users.passes(attempt.session.email, code.replaceAll(' ', ''))) {
    attempts.decide(attempt, 'approve');
    return signInPage(attempt, webUrl);
  }
  attempt.wrongCodes += 1;
  if (attempt.wrongCodes >= mostWrongCodes) attempts.decide(attempt, 'deny');
  return signInPage(attempt, webUrl, 'That code is wrong, old, or was used before.');
}

/** What the page goes on with, once the backend was told. */
function outcomeOf(attempts: Attempts, attempt: Attempt | undefined): SandboxAnswer {
  if (attempt === undefined)
    return problem(404, 'No such sign-in.', 'Open /identifier/start-authentication first.');
  attempts.expire(attempt);
  const { outcome, released, session, method, redirectUri, state, number } = attempt;
  if (outcome === undefined || !released) return { body: { state: 'pending', number } };
  const error = outcome === 'approved' ? undefined : outcome;
  const shared = {
    state: error === undefined ? 'approved' : 'failed',
    ...(error === undefined ? {} : { error }),
  };
  if (method === 'popup') {
    const message = {
      session_token: error === undefined ? session.token : null,
      ...(state === undefined ? {} : { state }),
      ...(error === undefined ? {} : { error }),
    };
    return { body: { ...shared, message, targetOrigin: redirectUri ?? '*' } };
  }
  const location = new URL(redirectUri ?? '');
  if (error === undefined) location.searchParams.append('session_token', session.token);
  else location.searchParams.append('error', error);
  return { body: { ...shared, location: location.href } };
}
