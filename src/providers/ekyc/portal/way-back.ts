import { noteLine } from '../../../sandbox/portal/got.ts';
import { markup } from '../../../page/markup.ts';
import type { PortalPage, PortalRequest } from '../../../sandbox/portal/part.ts';
import type { SandboxAnswer } from '../../../sandbox/vendor.ts';
import { isSame } from '../../../same.ts';
import { judgeFront } from '../front-channel.ts';
import type { Pending } from './pending.ts';
import { goTo, type Parts, type Visit } from './visit.ts';
import { waitScript } from './wait-script.ts';

interface Brought {
  readonly state: string;
  readonly sessionToken: string | undefined;
  readonly error: string | undefined;
}

type Taken = 'passed' | 'forged' | 'nothing' | { readonly failure: string };

/** What the browser brings back, by both methods, and how it then gets in: when the backend was told (EKY-52, EKY-53). */
export function returnPages(parts: Parts): PortalPage[] {
  const { core, visitOf } = parts;
  const { path } = core;

  function comeBack(request: PortalRequest): SandboxAnswer {
    const { query, params } = request;
    const visit = visitOf(request);
    const [tokens, errors] = [query.getAll('session_token'), query.getAll('error')];
    const state = params['state'] ?? '';
    const twice = tokens.length > 1 || errors.length > 1;
    const brought = { state, sessionToken: tokens[0] || undefined, error: errors[0] };
    const taken = twice ? 'forged' : takeFront(parts, visit, brought);
    if (taken === 'passed') return goTo(`${path}/finish`);
    if (taken === 'forged') return core.page({ ...refused(path), got: visit.got, status: 403 });
    // EKY-46: without a token there is nothing to wait for.
    if (taken !== 'nothing') visit.notice = taken.failure;
    return goTo(`${path}/sign-in`);
  }

  /** What the popup's page was told. EKY-41, EKY-42. */
  function takeMessage(request: PortalRequest): SandboxAnswer {
    const visit = visitOf(request);
    const form = new URLSearchParams(request.body);
    const taken = takeFront(parts, visit, {
      state: form.get('state') ?? '',
      sessionToken: form.get('session_token') || undefined,
      error: form.get('error') ?? undefined,
    });
    if (taken === 'passed') return { body: { text: 'Almost there.', next: `${path}/finish` } };
    if (taken === 'forged')
      return { status: 403, body: { text: 'Invalid state: Possible CSRF attack! The message was ignored.' } };
    if (taken !== 'nothing') visit.notice = taken.failure;
    return { body: { text: 'Authentication failed. Please try again.', next: `${path}/sign-in` } };
  }

  return [
    { method: 'GET', path: '/return/:state', answer: comeBack },
    { method: 'POST', path: '/front', answer: takeMessage },
    {
      method: 'GET',
      path: '/finish',
      answer: (request) => {
        const visit = visitOf(request);
        if (visit.user !== undefined) return goTo(`${path}/security`);
        if (visit.pending === undefined) return goTo(`${path}/sign-in`);
        return core.page({ ...finishView(core), got: visit.got });
      },
    },
    {
      method: 'POST',
      path: '/access',
      answer: (request) => {
        const visit = visitOf(request);
        const body = access(parts, visit);
        noteLine(visit.got, 'Answer of the portal', body);
        return { body };
      },
    },
  ];
}

/** The answer must be for the sign-in that this very browser began (EKY-28, EKY-34, EKY-37). */
function takeFront({ core, pendings }: Parts, visit: Visit, brought: Brought): Taken {
  const own = visit.pending;
  const { sessionToken, error, state } = brought;
  noteLine(visit.got, 'Brought back', { session_token: sessionToken, error, state });
  const unchecked = core.mistakes.has('state-unchecked');
  const pending = unchecked && sessionToken !== undefined ? pendings.ofToken(sessionToken) : own;
  if (pending === undefined) return sessionToken === undefined ? 'nothing' : 'forged';
  if (!unchecked && !isSame(state, pending.state)) return 'forged';
  const verdict = judgeFront({ sessionToken, error }, pending.token);
  if ('forged' in verdict) return 'forged';
  if ('failure' in verdict) {
    end(pendings, visit);
    return { failure: `Authentication failed. Please try again. ${verdict.failure.message}` };
  }
  pending.front = true;
  visit.pending = pending;
  return 'passed';
}

/**
 * The browser asks for its access. Nothing is granted before the backend was told; it is waited for as long as the
 * session lives, and then the answer is no.
 */
function access({ core, pendings }: Parts, visit: Visit): Readonly<Record<string, unknown>> {
  const { path, mistakes } = core;
  const { pending } = visit;
  const denied = (notice: string) => {
    end(pendings, visit);
    visit.notice = notice;
    return { state: 'denied', next: `${path}/sign-in` };
  };
  if (pending === undefined) return { state: 'gone', next: `${path}/sign-in` };
  if (pendings.isOver(pending))
    return denied('The sign-in took longer than two minutes, or eKYC’s notice never came. Please try again.');
  if (!pending.front) return { state: 'waiting' };
  const verdict = mistakes.has('front-grants') || pendings.verdict(pending);
  if (verdict === undefined) return { state: 'waiting' };
  if (!verdict) return denied('Authentication failed. Please try again.');
  return grant(pendings, visit, pending, path);
}

function grant(pendings: Parts['pendings'], visit: Visit, pending: Pending, path: string) {
  end(pendings, visit);
  visit.user = pending.email;
  return { state: 'in', next: `${path}/security` };
}

function end(pendings: Parts['pendings'], visit: Visit): void {
  pendings.drop(visit.pending);
  visit.pending = undefined;
}

function finishView({ path, mistakes }: Parts['core']) {
  const text = mistakes.has('front-grants')
    ? 'The browser is back, and this portal takes that for a sign-in: it does not wait for eKYC’s notice to its backend.'
    : 'The browser is back. That alone lets nobody in: the portal waits until eKYC has told its backend, for as long as the session lives.';
  return {
    title: 'Almost there',
    main: markup`<p>${text}</p>
      <form method="post" action="${path}/sign-out">
        <p><button>Cancel</button></p>
      </form>`,
    script: waitScript,
    data: { access: `${path}/access` },
  };
}

function refused(path: string) {
  return {
    title: 'This is not your sign-in',
    main: markup`<p>
        Invalid state: possible CSRF attack! What came back does not belong to the sign-in that this browser
        began, so it was not taken.
      </p>
      <p><a class="button" href="${path}/second-factor">Go on with your own</a></p>`,
  };
}
