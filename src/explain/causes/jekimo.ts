import { type Case, callsOf, endOf, type Exchange } from '../case.ts';
import { type Cause, cause, inWords } from '../cause.ts';
import { textAt } from '../fields.ts';
import { checksIn, on, statusOf } from './jekimo-checks.ts';
import { jekimoTokenCauses } from './jekimo-token.ts';

const newToken = 'authrig jekimo login';

const lastOf = (recording: Case): Exchange | undefined => checksIn(recording).at(-1);

/** The age that was asked for when the token was made. */
function minAgeFor(recording: Case): string | undefined {
  const made = callsOf(recording, 'jekimo', 'gettoken').at(-1);
  return made && (made.headers['min-age'] ?? textAt(made.sent, 'min-age'));
}

const underAge = cause({
  name: 'jekimo.under-age',
  row: 'JEK-22, JEK-23',
  source: on('"define a minimum age required for access"'),
  detect: (recording) => {
    const last = lastOf(recording);
    const age = minAgeFor(recording);
    return last && statusOf(last) === 'KO' && age !== undefined ? { at: [last], age } : undefined;
  },
  say: ({ age }) => ({
    reason: `Jekimo answered KO, and a least age of ${age} had been asked for: the customer is too young, or refused, or was not recognised. Jekimo does not say which.`,
    ask: [
      `Is the customer ${age} or older, and does the Jekimo app have the date of birth right?`,
      'Did the app show an error, or did the customer tap the refusal?',
    ],
    next: [newToken],
  }),
});

const customerDenied = cause({
  name: 'jekimo.customer-denied',
  row: 'JEK-18',
  source: on('"KO — user not recognized or authorization failed"'),
  detect: (recording) => {
    const last = lastOf(recording);
    return last && statusOf(last) === 'KO' && minAgeFor(recording) === undefined ? { at: [last] } : undefined;
  },
  say: () => ({
    reason: 'The customer refused on the phone, or the app did not recognise them: Jekimo answered KO.',
    ask: ['Did the app show an error, or did the customer tap the refusal?'],
    next: [newToken],
  }),
});

/** Where the wait ended while Jekimo still said `created`: how long it had lasted. */
function waitedInVain(recording: Case): { at: Exchange[]; waited: number } | undefined {
  const checks = checksIn(recording);
  const last = checks.at(-1);
  const [first] = checks;
  if (first === undefined || last === undefined || statusOf(last) !== 'created') return undefined;
  const made = callsOf(recording, 'jekimo', 'gettoken').findLast(({ number }) => number < last.number);
  return { at: [last], waited: last.at - (made === undefined ? first.at : endOf(made)) };
}

/** The last of 24 checks, 5 s apart, falls at 115 s. */
const almostAllMs = 110_000;

const neverScanned = cause({
  name: 'jekimo.never-scanned',
  row: 'JEK-16, JEK-19',
  source: on('"created — waiting for user to scan and authorize"'),
  detect: (recording) => {
    const found = waitedInVain(recording);
    return found && found.waited >= almostAllMs ? found : undefined;
  },
  say: ({ waited }) => ({
    reason: `Nobody scanned the code: every check in ${inWords(waited)} was answered "created", until the token’s 120 s were over.`,
    ask: [
      'Did the code show on the screen, whole and with a light margin, and did the phone’s camera take it?',
      'Is the Jekimo app installed and signed in, and is the phone online?',
    ],
    next: [newToken],
  }),
});

const gaveUpEarly = cause({
  name: 'jekimo.gave-up-early',
  row: 'JEK-12, JEK-34',
  source: on('"The token is valid for 120 seconds."'),
  detect: (recording) => {
    const found = waitedInVain(recording);
    const stopped = recording.verdict !== undefined && recording.verdict.kind !== 'expired';
    return found && !stopped && found.waited < almostAllMs ? found : undefined;
  },
  say: ({ waited }) => ({
    reason: `The wait ended after ${inWords(waited)}, while Jekimo still said "created": the customer had the rest of the 120 s.`,
    ask: ['Was the page closed or left, or does it stop polling before the token expires?'],
    next: [newToken],
  }),
});

/** The most telling first. */
export const jekimoCauses: readonly Cause[] = [
  ...jekimoTokenCauses,
  underAge,
  customerDenied,
  neverScanned,
  gaveUpEarly,
];
