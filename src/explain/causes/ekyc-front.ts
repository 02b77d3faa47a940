import type { Case, Exchange } from '../case.ts';
import { type Cause, cause, inWords } from '../cause.ts';
import { textAt } from '../fields.ts';
import { carriedToken, on, ownTokens, returnsIn, sessionEnd, sessionsIn, startsIn } from './ekyc-calls.ts';

const again = 'authrig ekyc login';

/** The error that ended the sign-in: from the browser's way back, else as the command told it. */
export function endError(recording: Case): { at: Exchange[]; error: string } | undefined {
  const back = returnsIn(recording).findLast(({ sent }) => textAt(sent, 'error') !== undefined);
  const passed = returnsIn(recording).at(-1)?.state === 'good';
  if (back !== undefined && !passed) return { at: [back], error: textAt(back.sent, 'error') ?? '' };
  const told = recording.verdict?.provider;
  return told?.operation === 'login' && told.code !== undefined ? { at: [], error: told.code } : undefined;
}

/** EKY-48: each of the three documented errors is a reason of its own. */
function byError(
  error: string,
  name: string,
  heading: string,
  reason: string,
  ask: readonly string[],
): Cause {
  return cause({
    name: `ekyc.${name}`,
    row: 'EKY-48',
    source: on(heading),
    detect: (recording) => {
      const found = endError(recording);
      return found?.error === error && expiredStart(recording) === undefined ? { at: found.at } : undefined;
    },
    say: () => ({ reason, ask, next: [again] }),
  });
}

const rejected = byError(
  'REJECT',
  'rejected',
  '"error=REJECT|TIMEOUT|INTERNAL_SERVER_ERROR"',
  'The customer refused the sign-in on the phone (REJECT), or tapped another number than the page showed.',
  ['Did the customer start this sign-in? If not, somebody else knows the password.'],
);

const timedOut = byError(
  'TIMEOUT',
  'timed-out',
  '"error=REJECT|TIMEOUT|INTERNAL_SERVER_ERROR"',
  'Nobody answered on the phone in time (TIMEOUT).',
  [
    'Did the push arrive? The app needs the permission for notifications, and the phone a network.',
    'Was the sign-in page left open without a look at the phone?',
  ],
);

const internalError = byError(
  'INTERNAL_SERVER_ERROR',
  'internal-error',
  '"error=REJECT|TIMEOUT|INTERNAL_SERVER_ERROR"',
  'eKYC failed on its own side (INTERNAL_SERVER_ERROR): neither the customer nor the portal did anything wrong.',
  ['Does it happen again? If so, report it to eKYC with this ticket.'],
);

const unknownError = cause({
  name: 'ekyc.unknown-error',
  row: 'EKY-47',
  source: on('"error?: string | "REJECT" | "TIMEOUT" | "INTERNAL_SERVER_ERROR""'),
  detect: (recording) => {
    const found = endError(recording);
    const known = ['REJECT', 'TIMEOUT', 'INTERNAL_SERVER_ERROR', 'broken'].includes(found?.error ?? '');
    return found === undefined || known ? undefined : found;
  },
  say: ({ error }) => ({
    reason: `eKYC sent an error that it does not document: "${error}". An unknown error is a failure.`,
    ask: ['Ask eKYC what it means, with this ticket.'],
    next: [again],
  }),
});

/** A sign-in page that was opened after its session token had run out. */
function expiredStart(recording: Case): { at: Exchange[]; late: number } | undefined {
  const start = startsIn(recording).at(-1);
  const end = start && sessionEnd(recording, carriedToken(start) ?? '');
  return start && end !== undefined && start.at > end ? { at: [start], late: start.at - end } : undefined;
}

const sessionExpired = cause({
  name: 'ekyc.session-expired',
  row: 'EKY-26, EKY-27',
  source: on('"store it securely for at least 2 minutes"'),
  detect: expiredStart,
  say: ({ late }) => ({
    reason: `The session token had expired ${inWords(late)} before the sign-in page was opened: it is good for 120 s.`,
    ask: ['Was the page opened from the history, or reloaded? Each sign-in needs a session of its own.'],
    next: [again],
  }),
});

const unfilledTemplate = cause({
  name: 'ekyc.unfilled-template',
  row: 'EKY-32',
  source: on('"session_token={sessionToken}"'),
  detect: (recording) => {
    const found = startsIn(recording).find(({ sent }) =>
      /^\$?\{.*\}$/.test(textAt(sent, 'session_token') ?? ''),
    );
    return found && { at: [found], written: textAt(found.sent, 'session_token') ?? '' };
  },
  say: ({ written }) => ({
    reason: `The sign-in page was opened with the text ${written} in the session token’s place: the vendor’s template stands in single quotes, and was never filled in.`,
    ask: ['Let the integrator build the URL with the values, percent-encoded.'],
    next: ['authrig ekyc audit --auth-url URL', 'authrig ekyc auth-url'],
  }),
});

/** The state that was sent: the popup's own parameter, or one in the address that the browser comes back to. */
function stateSent({ sent }: Exchange): string | undefined {
  const back = textAt(sent, 'redirect_uri') ?? '';
  const inside = URL.canParse(back) ? new URL(back).searchParams.get('state') : null;
  return textAt(sent, 'state') ?? inside ?? undefined;
}

const stateMismatch = cause({
  name: 'ekyc.state-mismatch',
  row: 'EKY-34, EKY-37',
  source: on('"Verify the state parameter"'),
  detect: (recording) => {
    for (const back of returnsIn(recording)) {
      const start = startsIn(recording).findLast(({ number }) => number < back.number);
      const sent = start && stateSent(start);
      const given = textAt(back.sent, 'state');
      if (sent !== undefined && given !== sent) return { at: [start!, back], missing: given === undefined };
    }
    return undefined;
  },
  say: ({ missing }) => ({
    reason: `The browser came back ${missing ? 'without the state' : 'with another state than the one'} that was sent: the answer belongs to another sign-in, or was made up.`,
    ask: ['Were two tabs signing in at once, or was a link followed that somebody sent?'],
    next: [again],
  }),
});

const otherSession = cause({
  name: 'ekyc.another-session',
  row: 'EKY-28, EKY-44',
  source: on('"Compare session_token with eAuthenticator results"'),
  detect: (recording) => {
    const own = ownTokens(recording);
    const back = returnsIn(recording).findLast((each) => carriedToken(each) !== undefined);
    if (back === undefined || own.size === 0 || own.has(carriedToken(back) ?? '')) return undefined;
    return { at: [back] };
  },
  say: () => ({
    reason:
      'The browser brought back another session token than the sign-in’s own: an older sign-in came back, or somebody made the answer up.',
    ask: ['Were two tabs open, or did the customer go back in the browser?'],
    next: [again],
  }),
});

const neverBack = cause({
  name: 'ekyc.browser-never-back',
  row: 'EKY-43, EKY-45',
  source: on('"automatically redirect to the redirect_uri"'),
  detect: (recording) => {
    const { command, options, verdict } = recording;
    const session = sessionsIn(recording).findLast(({ state }) => state === 'step');
    const waited = command === 'ekyc login' && verdict?.kind === 'expired' && verdict.provider === undefined;
    return waited && session && returnsIn(recording).length === 0
      ? { at: [session], popup: options.includes('method=popup') }
      : undefined;
  },
  say: ({ popup }) => ({
    reason: 'The session was created, and the browser never came back with an answer.',
    ask: [
      'Was the sign-in page opened at all, and on this machine?',
      ...(popup ? ['Did the browser block the popup? Its address bar shows a sign where it did.'] : []),
      'After a refusal the page waits for a click on "Sign In" before it comes back: was it closed instead?',
    ],
    next: [again, 'authrig ekyc login --no-browser'],
  }),
});

/** What the browser brings back, the most telling first. */
export const ekycFrontCauses: readonly Cause[] = [
  unfilledTemplate,
  sessionExpired,
  stateMismatch,
  otherSession,
  rejected,
  timedOut,
  internalError,
  unknownError,
  neverBack,
];
