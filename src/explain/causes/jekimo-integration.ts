import { isLoopback } from '../../http/address.ts';
import { type Case, callsOf, type Exchange } from '../case.ts';
import { type Cause, cause, inWords } from '../cause.ts';
import { firstText, numberAt, textAt } from '../fields.ts';
import { keyInPage } from './key-in-page.ts';
import { checksIn, on, statusOf, tokenOf } from './jekimo-checks.ts';

/** JEK-03, JEK-30: whether the pin step-up was asked for, under either spelling. */
function wantsTwoFa(recording: Case): boolean {
  return callsOf(recording, 'jekimo', 'gettoken').some(({ headers }) =>
    [headers['two-fa'], headers['two-af']].includes('true'),
  );
}

/** An OK with a risk and no pin to it. */
function riskyOk(recording: Case): Exchange | undefined {
  const last = checksIn(recording).at(-1);
  const risky = last && statusOf(last) === 'OK' && textAt(last.answer, 'risk') === 'true';
  return risky && (numberAt(last.answer, 'pin') ?? (textAt(last.answer, 'pin') === undefined ? 0 : 1)) === 0
    ? last
    : undefined;
}

const riskWithoutPin = cause({
  name: 'jekimo.risk-without-pin',
  row: 'JEK-27',
  source: on('"a 6-digit number … you have to send to the user via email"'),
  detect: (recording) => {
    const found = riskyOk(recording);
    return found && wantsTwoFa(recording) ? { at: [found] } : undefined;
  },
  say: () => ({
    reason:
      'Jekimo flagged a risk and sent no pin, though a second factor had been asked for. The sign-in must not be completed.',
    ask: ['Ask Jekimo about it, with this ticket: its page says that there is a pin in this case.'],
    next: ['authrig jekimo login --two-fa'],
  }),
});

const riskWithoutTwoFa = cause({
  name: 'jekimo.risk-without-two-fa',
  row: 'JEK-26',
  source: on('"0 for no two-factor authentication"'),
  remark: true,
  detect: (recording) => {
    const found = riskyOk(recording);
    return found && !wantsTwoFa(recording) ? { at: [found] } : undefined;
  },
  say: () => ({
    reason:
      'Jekimo flagged a risk, and no second factor had been asked for, so that there is no pin: the integrator alone decides.',
    ask: ['What does the portal do with risk: true? It can ask for --two-fa, or for its own second factor.'],
    next: ['authrig jekimo login --two-fa'],
  }),
});

const pinDue = (exchange: Exchange): boolean => !['0', ''].includes(textAt(exchange.answer, 'pin') ?? '0');

const pinLeaked = cause({
  name: 'jekimo.pin-leaked',
  row: 'JEK-36',
  source: on('the PHP sample’s "echo $response"'),
  remark: true,
  detect: (recording) => {
    if (recording.source !== 'browser') return undefined;
    const found = checksIn(recording).filter((each) => each.relayed && pinDue(each));
    return found.length > 0 ? { at: found } : undefined;
  },
  say: ({ at }) => ({
    reason: `The pin reached the browser of the person it challenges: ${at[0]?.url.host} hands Jekimo’s whole answer on, as the vendor’s PHP sample does. The second factor is worth nothing there.`,
    ask: ['Let the server drop "pin" from the answer, mail it, and compare it itself.'],
    next: ['authrig sandbox start'],
  }),
});

const wrongPin = cause({
  name: 'jekimo.wrong-pin',
  row: 'JEK-24',
  source: on('"a 6-digit number … you have to send to the user via email"'),
  detect: (recording) => {
    const last = checksIn(recording).at(-1);
    const { verdict } = recording;
    const refused = verdict?.kind === 'denied' && verdict.provider === undefined;
    return last && statusOf(last) === 'OK' && pinDue(last) && refused ? { at: [last] } : undefined;
  },
  say: () => ({
    reason:
      'Jekimo authorised the sign-in and flagged a risk; the pin that was typed is not the one that was mailed.',
    ask: ['Was the newest mail read? Each sign-in has a pin of its own.'],
    next: ['authrig jekimo login --two-fa'],
  }),
});

/** Networks jitter: what is this much under five seconds is no haste. */
const hastyMs = 4000;

const polledTooFast = cause({
  name: 'jekimo.polled-too-fast',
  row: 'JEK-11, JEK-13',
  source: on('"calling /v1.1/auth/check every 5 seconds"'),
  remark: true,
  detect: (recording) => {
    const checks = checksIn(recording).filter(({ url }) => !isLoopback(url.hostname));
    const hasty = checks.filter((check, index) => {
      const before = checks[index - 1];
      return before && tokenOf(before) === tokenOf(check) && check.at - before.at < hastyMs;
    });
    const shortest = Math.min(
      ...hasty.map((check) => check.at - (checks[checks.indexOf(check) - 1]?.at ?? 0)),
    );
    return hasty.length > 0 ? { at: hasty, shortest, count: hasty.length } : undefined;
  },
  say: ({ shortest, count }) => ({
    reason: `Jekimo was asked faster than it documents: ${count === 1 ? 'once' : `${count} times`} after less than 5 s, at the fastest after ${inWords(shortest)}.`,
    ask: ['Poll every 5 s, 24 times at the most, from one place.'],
    next: ['authrig jekimo login'],
  }),
});

const jekimoKey = keyInPage({
  provider: 'jekimo',
  title: 'Jekimo',
  row: 'JEK-35',
  source: on('"jekimo-check.php"'),
  operations: ['gettoken', 'check'],
  keyOf: ({ headers }) => firstText(headers, 'x-api-key', 'x-apy-key'),
});

/** The second factor, and what an integrator does with Jekimo's answers. */
export const jekimoIntegrationCauses: readonly Cause[] = [
  wrongPin,
  riskWithoutPin,
  pinLeaked,
  jekimoKey,
  riskWithoutTwoFa,
  polledTooFast,
];
