import type { Case, Exchange } from '../case.ts';
import { type Cause, cause } from '../cause.ts';
import { textAt } from '../fields.ts';
import { carriedToken, noticesIn, on, ownTokens, returnsIn } from './ekyc-calls.ts';
import { endError } from './ekyc-front.ts';

const again = 'authrig ekyc login';
const withNotice = 'authrig ekyc login --callback';

/** The notices that name a session of this sign-in, and those of others. */
function notices(recording: Case): { ours: Exchange[]; others: Exchange[] } {
  const own = ownTokens(recording);
  const refused = recording.verdict?.kind === 'denied' && recording.verdict.provider === undefined;
  const isOurs = (call: Exchange) => (own.size === 0 ? !refused : own.has(carriedToken(call) ?? ''));
  const all = noticesIn(recording);
  return { ours: all.filter(isOurs), others: all.filter((call) => !isOurs(call)) };
}

const waitsForNotice = ({ command, options }: Case): boolean =>
  command === 'ekyc callback' || (command === 'ekyc login' && options.includes('callback'));

const callbackMismatch = cause({
  name: 'ekyc.callback-token-mismatch',
  row: 'EKY-28, EKY-55',
  source: on('"Your backend needs this parameter to identify the session"'),
  detect: (recording) => {
    const { ours, others } = notices(recording);
    return others.length > 0 && ours.length === 0 ? { at: others } : undefined;
  },
  say: () => ({
    reason: 'A callback came, and carried another session token than the one that was waited for.',
    ask: [
      'Do several servers share one callback URL, so that each hears of the others’ sign-ins?',
      'Could somebody call that URL who is not eKYC? The callback is unsigned.',
    ],
    next: [withNotice, 'authrig ekyc audit --callback-url URL'],
  }),
});

const callbackMissing = cause({
  name: 'ekyc.callback-never-came',
  row: 'EKY-52, EKY-53',
  source: on('"your backend must be notified of the 2FA verification result"'),
  detect: (recording) => {
    const { verdict } = recording;
    const inVain =
      verdict?.kind === 'expired' || (verdict?.kind === 'denied' && verdict.provider === undefined);
    if (!waitsForNotice(recording) || !inVain || noticesIn(recording).length > 0) return undefined;
    const back = returnsIn(recording).filter(({ state }) => state === 'good');
    return recording.command === 'ekyc callback' || back.length > 0 ? { at: back } : undefined;
  },
  say: ({ at }) => ({
    reason: `${at.length > 0 ? 'The browser brought the token back, and the' : 'The'} backend was never told of the result: the callback did not come. A portal must not grant on the browser’s word alone.`,
    ask: [
      'Which callback URL is in the Domain Console, and can it be reached from outside, with a certificate that is good?',
      'Does a firewall, a login page or a tunnel stand before it? The access log of that host knows.',
    ],
    next: [withNotice, 'authrig ekyc audit --callback-url URL'],
  }),
});

const backendSaidNo = cause({
  name: 'ekyc.backend-told-no',
  row: 'EKY-51',
  source: on('"result: A boolean value indicating the verification status."'),
  detect: (recording) => {
    const no = notices(recording).ours.filter(({ sent }) => textAt(sent, 'result') === 'false');
    const reasoned = endError(recording) !== undefined;
    return no.length > 0 && !reasoned ? { at: no } : undefined;
  },
  say: () => ({
    reason: 'The backend was told that the sign-in failed (result=false). The notice does not say why.',
    ask: ['What did the phone show: a refusal, a wrong number, or nothing at all?'],
    next: [again],
  }),
});

/** The backend's notice, the most telling first. */
export const ekycBackCauses: readonly Cause[] = [callbackMismatch, callbackMissing, backendSaidNo];
