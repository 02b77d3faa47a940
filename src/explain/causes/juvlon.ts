import { type Case, callsOf, type Exchange } from '../case.ts';
import { type Cause, cause, type Source } from '../cause.ts';
import { textAt } from '../fields.ts';
import { echoesAnotherPair } from '../state.ts';
import { keyInPage } from './key-in-page.ts';

const page = 'https://juvlon.com/api/active-apis/verifyonetimecode';
const on = (heading: string): Source => ({ page, heading });

const calls = (recording: Case): Exchange[] => callsOf(recording, 'juvlon', 'verifyOneTimeCode');

/** JUV-12: a text or a number. */
const codeOf = ({ answer }: Exchange): string | undefined => textAt(answer, 'code');
const pairOf = ({ sent }: Exchange): string => JSON.stringify([textAt(sent, 'token'), textAt(sent, 'otp')]);

/** What Juvlon's own table calls each of its codes, and what is to be done about it. */
function byCode(
  code: string,
  name: string,
  row: string,
  heading: string,
  told: ReturnType<typeof tell>,
): Cause {
  return cause({
    name: `juvlon.${name}`,
    row,
    source: on(heading),
    detect: (recording) => {
      const last = calls(recording).at(-1);
      return last && codeOf(last) === code ? { at: [last] } : undefined;
    },
    say: () => told,
  });
}

const tell = (reason: string, ask: string, ...next: readonly string[]) => ({ reason, ask: [ask], next });
const newKey = 'authrig config set juvlon.apiKey';

const wrongMethod = byCode(
  '401',
  'wrong-method',
  'JUV-06',
  '"401 Error:Invalid Method"',
  tell(
    'Juvlon takes POST alone, and this call came with another method (code 401).',
    'Does the integrator’s code, or a redirect before it, turn the POST into a GET?',
    'authrig juvlon verify --sandbox --verbose',
  ),
);

const emptyKey = byCode(
  '402',
  'empty-key',
  'JUV-07, R-JUV-5',
  '"402 Error: Unauthorized/Empty Key"',
  tell(
    'No API key reached Juvlon (code 402). The member is named apiKey here, while other calls of Juvlon spell it ApiKey.',
    'Is the key set in the environment that sends, and the member spelt apiKey?',
    'authrig config get juvlon.apiKey',
    newKey,
  ),
);

const keyRefused = byCode(
  '403',
  'key-refused',
  'JUV-08',
  '"403 Error: Unauthorized/Invalid Key"',
  tell(
    'Juvlon refused the API key (code 403).',
    'Is it the key under My Account > API Key, and was it made anew since?',
    'authrig config get juvlon.apiKey',
    newKey,
  ),
);

const accountBlocked = byCode(
  '404',
  'account-blocked',
  'JUV-09',
  '"404 Error: Account Sending Blocked"',
  tell(
    'Juvlon knows the key, and has blocked its account from sending (code 404). Another key of it will not help.',
    'Does the account have credits, and did Juvlon write why it is blocked?',
    'authrig juvlon verify',
  ),
);

const code442 = byCode(
  '442',
  'code-442',
  'JUV-10',
  '"code":442 under "Error-Response"',
  tell(
    'Juvlon answered code 442, which it prints as an example and explains nowhere. The pair was not verified.',
    'Are token and code both there and complete? Ask Juvlon what 442 means, with this ticket.',
    'authrig juvlon verify',
  ),
);

const isRefused = (call: Exchange): boolean =>
  codeOf(call) === '200' && textAt(call.answer, 'verify') === 'false';

/** The last call where its pair was refused, and the call that had used the same pair up. */
function refusedPair(recording: Case): { last: Exchange; first: Exchange | undefined } | undefined {
  const last = calls(recording).at(-1);
  if (last === undefined || !isRefused(last)) return undefined;
  const first = calls(recording).find(
    (call) => call.number < last.number && call.state === 'good' && pairOf(call) === pairOf(last),
  );
  return { last, first };
}

const pairUsedTwice = cause({
  name: 'juvlon.pair-used-twice',
  row: 'JUV-05',
  source: on('"The OTP has not been verified/used before."'),
  detect: (recording) => {
    const { last, first } = refusedPair(recording) ?? {};
    return last && first ? { at: [first, last] } : undefined;
  },
  say: ({ at: [first, last] }) => ({
    reason: `The pair had been used up: call ${first?.number} verified it, and call ${last?.number} sent it a second time. Juvlon verifies a pair once.`,
    ask: ['Does a double click, a retry or a second tab send the form twice?'],
    next: ['authrig juvlon verify'],
  }),
});

const pairRefused = cause({
  name: 'juvlon.pair-refused',
  row: 'JUV-04',
  source: on('"false – If the token-OTP pair is incorrect, or expired, or verified before."'),
  detect: (recording) => {
    const { last, first } = refusedPair(recording) ?? {};
    return last && first === undefined ? { at: [last] } : undefined;
  },
  say: () => ({
    reason:
      'Juvlon did not verify the pair: the code is wrong, or expired, or was verified before. It does not say which of the three.',
    ask: [
      'Which code did the customer get last, and does it belong to this token?',
      'With which expiry was it requested, and how old was it?',
    ],
    next: ['authrig juvlon verify'],
  }),
});

const otherEcho = cause({
  name: 'juvlon.other-pair-echoed',
  row: 'JUV-20',
  source: on('"The token that was sent for verification."'),
  detect: (recording) => {
    const last = calls(recording).at(-1);
    return last && textAt(last.answer, 'verify') === 'true' && echoesAnotherPair(last)
      ? { at: [last] }
      : undefined;
  },
  say: () => ({
    reason:
      'Juvlon said "verified" and echoed another pair than was sent, so that nothing counts as verified. A code sent as a number loses its leading zeros in this way.',
    ask: ['Does the integrator send the code as a text, and is there a cache or a proxy in between?'],
    next: ['authrig juvlon verify --verbose'],
  }),
});

const pageKey = keyInPage({
  provider: 'juvlon',
  title: 'Juvlon',
  row: 'JUV-19',
  source: on('"The apiKey that gives you access to our HTTP APIs"'),
  operations: ['verifyOneTimeCode'],
  keyOf: ({ sent }) => textAt(sent, 'apiKey') || undefined,
});

/** The most telling first. */
export const juvlonCauses: readonly Cause[] = [
  wrongMethod,
  emptyKey,
  keyRefused,
  accountBlocked,
  code442,
  pairUsedTwice,
  pairRefused,
  otherEcho,
  pageKey,
];
