import { type Case, callsOf, endOf, type Exchange, sandboxHint } from '../case.ts';
import { type Cause, cause, inWords } from '../cause.ts';
import { textAt } from '../fields.ts';
import { checksIn, errorOf, on, statusOf, tokenOf } from './jekimo-checks.ts';

const lifeMs = 120_000;
const newToken = 'authrig jekimo login';

/** The check that was told "Invalid Token", and the call that made its token, where the recording has it. */
function refusedToken(recording: Case): { check: Exchange; made: Exchange | undefined } | undefined {
  const check = checksIn(recording).findLast((each) => errorOf(each) === 'Invalid Token');
  if (check === undefined) return undefined;
  const token = tokenOf(check);
  const made = callsOf(recording, 'jekimo', 'gettoken').find(
    ({ answer }) => token !== undefined && textAt(answer, 'token') === token,
  );
  return { check, made };
}

/** The answer that had settled the token before this check. */
function settledBefore(recording: Case, check: Exchange): Exchange | undefined {
  return checksIn(recording).find(
    (each) =>
      each.number < check.number &&
      tokenOf(each) === tokenOf(check) &&
      ['OK', 'KO'].includes(statusOf(each) ?? ''),
  );
}

/** How long after its end a token was checked. The host's clock goes on where that of a machine that slept stood still. */
function lateBy(check: Exchange, made: Exchange): number {
  const theirs = check.url.host === made.url.host ? dateOf(check) - dateOf(made) : Number.NaN;
  return Math.max(check.at - endOf(made), Number.isNaN(theirs) ? 0 : theirs) - lifeMs;
}

const dateOf = ({ answerHeaders }: Exchange): number => Date.parse(answerHeaders['date'] ?? '');

/** How late a check came for its token; 0 where that is only said, undefined for a token that was good still. */
function expiredBy(check: Exchange, made: Exchange | undefined): number | undefined {
  const late = made === undefined ? 0 : lateBy(check, made);
  if (late > 0) return late;
  // A sandbox's clock can be moved, which leaves that of the recording as it is.
  return sandboxHint(check).includes('expired') ? 0 : undefined;
}

const tokenSpent = cause({
  name: 'jekimo.token-spent',
  row: 'JEK-08, JEK-21',
  source: on('"Invalid Token"; polling ends with OK or KO'),
  detect: (recording) => {
    const found = refusedToken(recording);
    const settled = found && settledBefore(recording, found.check);
    return settled && { at: [settled, found.check], status: statusOf(settled) ?? '' };
  },
  say: ({ at: [settled, check], status }) => ({
    reason: `The token was spent: call ${settled?.number} had already answered ${status}, and call ${check?.number} asked again with the same token.`,
    ask: ['Does the page go on polling after OK or KO, or does a second tab poll the same token?'],
    next: [newToken],
  }),
});

const tokenExpired = cause({
  name: 'jekimo.token-expired',
  row: 'JEK-08, JEK-12',
  source: on('"The token is valid for 120 seconds."'),
  detect: (recording) => {
    const { check, made } = refusedToken(recording) ?? {};
    if (check === undefined || settledBefore(recording, check)) return undefined;
    const late = expiredBy(check, made);
    return late === undefined ? undefined : { at: made === undefined ? [check] : [made, check], late };
  },
  say: ({ late }) => ({
    reason: `The token had expired ${late === 0 ? '' : `${inWords(late)} `}before it was checked: it is good for 120 s from its making${late === 0 ? ', and by the clock of the sandbox they were over' : ''}.`,
    ask: ['When did the customer scan the code, and was the page open in the background for a while?'],
    next: [newToken],
  }),
});

const tokenUnknown = cause({
  name: 'jekimo.token-unknown',
  row: 'JEK-08, JEK-21',
  source: on('"Invalid Token"'),
  detect: (recording) => {
    const { check, made } = refusedToken(recording) ?? {};
    if (check === undefined || settledBefore(recording, check)) return undefined;
    if (expiredBy(check, made) !== undefined) return undefined;
    return { at: made === undefined ? [check] : [made, check], young: made !== undefined };
  },
  say: ({ young }) => ({
    reason: young
      ? 'Jekimo did not know the token any more, though its 120 s were not over: the customer gave the sign-in up, or it was settled elsewhere.'
      : 'Jekimo did not know the token: it had expired, or never existed. The recording does not show its making.',
    ask: ['Which process made the token, and when? A recording of that one shows how old it was.'],
    next: [newToken],
  }),
});

const wrongKeyAnswer = (recording: Case): Exchange | undefined =>
  callsOf(recording, 'jekimo', 'gettoken', 'check').findLast((each) => errorOf(each) === 'Invalid API key');

const misspelt = ({ headers }: Exchange): boolean =>
  headers['x-apy-key'] !== undefined && headers['x-api-key'] === undefined;

const misspeltHeader = cause({
  name: 'jekimo.misspelt-key-header',
  row: 'JEK-31',
  source: on('the PHP sample’s "x-apy-key"; curl has "x-api-key"'),
  detect: (recording) => {
    const found = callsOf(recording, 'jekimo', 'gettoken', 'check').find(misspelt);
    return found && { at: [found] };
  },
  say: () => ({
    reason:
      'The key was sent in a header named x-apy-key, as the PHP sample of the vendor misspells it. Jekimo reads x-api-key.',
    ask: ['Correct the name of the header in the integrator’s code: x-api-key.'],
    next: ['authrig jekimo request'],
  }),
});

const wrongKey = cause({
  name: 'jekimo.wrong-key',
  row: 'JEK-05',
  source: on('"Invalid API key"'),
  detect: (recording) => {
    const found = wrongKeyAnswer(recording);
    return found === undefined || misspelt(found)
      ? undefined
      : { at: [found], missing: !found.relayed && found.headers['x-api-key'] === undefined };
  },
  say: ({ missing }) => ({
    reason: missing ? 'No API key was sent: the header x-api-key is missing.' : 'Jekimo refused the API key.',
    ask: ['Which website was the key issued for, and was it replaced since?'],
    next: ['authrig config get jekimo.apiKey', 'authrig config set jekimo.apiKey'],
  }),
});

/** Keys and tokens that Jekimo does not take, the most telling first. */
export const jekimoTokenCauses: readonly Cause[] = [
  misspeltHeader,
  wrongKey,
  tokenSpent,
  tokenExpired,
  tokenUnknown,
];
