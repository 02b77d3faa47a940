import type { Case, Exchange } from '../case.ts';
import { on as onEkyc } from './ekyc-calls.ts';
import { type Cause, cause, inWords } from '../cause.ts';

/** JEK-15: what is less than this may be the network, and harms nobody. */
const worthTellingMs = 30_000;
/** RFC 6238: the step of a code. */
const stepMs = 30_000;

/** How far the recording's clock is ahead of the hosts', by their `Date` headers, and the exchange that shows it best. */
function clockOff(recording: Case): { exchange: Exchange; ahead: number } | undefined {
  const measured = recording.exchanges.flatMap((exchange) => {
    // A cache may answer with an old Date.
    const date = exchange.answerHeaders['age'] === undefined ? exchange.answerHeaders['date'] : undefined;
    const told = Date.parse(date ?? '');
    if (Number.isNaN(told) || exchange.tookMs === undefined) return [];
    // The header has whole seconds, and was written somewhere between the question and the answer.
    return [{ exchange, ahead: exchange.at + exchange.tookMs / 2 - (told + 500) }];
  });
  const best = measured.toSorted(
    (one, other) => (one.exchange.tookMs ?? 0) - (other.exchange.tookMs ?? 0),
  )[0];
  return best !== undefined && Math.abs(best.ahead) >= worthTellingMs ? best : undefined;
}

const direction = (ahead: number): string => (ahead > 0 ? 'ahead' : 'behind');

const totpClock = cause({
  name: 'ekyc.clock-off',
  row: 'EKY-11',
  source: onEkyc('"Verify the OTP"; RFC 6238 has the steps'),
  remark: true,
  detect: (recording) => {
    const found = clockOff(recording);
    return found?.exchange.provider === 'ekyc' ? { at: [found.exchange], ahead: found.ahead } : undefined;
  },
  say: ({ ahead }) => {
    const steps = Math.round(Math.abs(ahead) / stepMs);
    return {
      reason: `The clock of the machine is ${inWords(ahead)} ${direction(ahead)} of eKYC’s: ${steps} TOTP ${steps === 1 ? 'step' : 'steps'} of 30 s. ${steps > 1 ? 'A backend that takes one step to either side refuses every right code.' : 'Codes near the end of a step are refused.'}`,
      ask: ['Set the machine’s clock by the network (NTP), and the phone’s too.'],
      next: ['authrig totp code --clock-from https://authen.ekyc.com --secret-from prompt'],
    };
  },
});

const otherClock = cause({
  name: 'run.clock-off',
  row: 'JEK-15, ELX-25',
  remark: true,
  detect: (recording) => {
    const found = clockOff(recording);
    return found && found.exchange.provider !== 'ekyc'
      ? { at: [found.exchange], ahead: found.ahead }
      : undefined;
  },
  say: ({ at, ahead }) => ({
    reason: `The clock of the machine is ${inWords(ahead)} ${direction(ahead)} of ${at[0]?.url.host}’s: what it says of expiry is off by as much.`,
    ask: ['Set the machine’s clock by the network (NTP).'],
    next: ['authrig doctor'],
  }),
});

/** By the `Date` of the answers against the clock that the recording was made by. */
export const clockCauses: readonly Cause[] = [totpClock, otherClock];
