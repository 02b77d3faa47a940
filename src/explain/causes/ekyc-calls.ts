import { expiryOf } from '../../flow/jwt.ts';
import { type Case, callsOf, endOf, type Exchange } from '../case.ts';
import type { Source } from '../cause.ts';
import { textAt } from '../fields.ts';

const page = 'https://authen.ekyc.com/docs';

/** Words to look for on eKYC's page. */
export const on = (heading: string): Source => ({ page, heading });

/** EKY-27: a session token's life where it says nothing of its own. */
const lifeMs = 120_000;

/** Every call that asked for a session. */
export const sessionsIn = (recording: Case): Exchange[] => callsOf(recording, 'ekyc', 'sessionToken');
/** Every visit of the sign-in page. */
export const startsIn = (recording: Case): Exchange[] => callsOf(recording, 'ekyc', 'startAuthentication');
/** Every time that the browser came back. */
export const returnsIn = (recording: Case): Exchange[] => callsOf(recording, 'ekyc', 'wayBack');
/** Every notice to the backend. */
export const noticesIn = (recording: Case): Exchange[] => callsOf(recording, 'ekyc', 'callback');

/** eKYC's own code, which decides before everything else (EKY-23). */
export const codeOf = ({ answer }: Exchange): string | undefined => textAt(answer, 'code');

/** The session token that a visit, a way back or a notice carries. */
export const carriedToken = ({ sent }: Exchange): string | undefined => textAt(sent, 'session_token');

/** Every session token that the recording shows to be the sign-in's own. */
export function ownTokens(recording: Case): Set<string> {
  const made = sessionsIn(recording).map(({ answer }) => textAt(answer, 'data.session_token'));
  const started = startsIn(recording).map(carriedToken);
  return new Set([...made, ...started].filter((token) => token !== undefined));
}

/** When the session token runs out: by itself, else 120 s after it came; undefined for one from elsewhere. */
export function sessionEnd(recording: Case, token: string): number | undefined {
  const claimed = recording.claims.get(token)?.['exp'];
  if (claimed !== undefined) return claimed * 1000;
  const written = expiryOf(token);
  if (written !== undefined) return written;
  const made = sessionsIn(recording).find(({ answer }) => textAt(answer, 'data.session_token') === token);
  return made && endOf(made) + lifeMs;
}
