import { type Case, callsOf, type Exchange, sandboxHint } from '../case.ts';
import { type Cause, cause } from '../cause.ts';
import { firstText, textAt } from '../fields.ts';
import { codeOf, on, sessionsIn } from './ekyc-calls.ts';

const calls = (recording: Case): Exchange[] => callsOf(recording, 'ekyc', 'sessionToken', 'toggle');

/** What a refused session may be due to: eKYC has one answer for all four (EKY-22). */
type Suspect = 'key' | 'client' | 'user' | 'address';

/** The sandbox's own words for each, in the header that tells what its body does not. */
const hints: Readonly<Record<Suspect, RegExp>> = {
  key: /X-API-Key is/,
  client: /client_id is/,
  user: /no 2FA enabled/,
  address: /calls are taken from/,
};
const suspects = Object.keys(hints) as Suspect[];

interface RefusedSession {
  readonly call: Exchange;
  /** Who is left once the evidence has been heard. */
  readonly left: readonly Suspect[];
  /** The call that clears the others. */
  readonly proof: Exchange | undefined;
}

function refusedSession(recording: Case): RefusedSession | undefined {
  const call = sessionsIn(recording).at(-1);
  if (call === undefined || codeOf(call) !== 'INVALID_REQUEST') return undefined;
  const hinted = suspects.filter((suspect) => hints[suspect].test(sandboxHint(call)));
  if (hinted.length > 0) return { call, left: hinted, proof: undefined };
  const { headers, sent, status } = call;
  if (firstText(headers, 'x-api-key') === undefined) return { call, left: ['key'], proof: undefined };
  const id = textAt(sent, 'client_id') ?? '';
  if (!isUuid(id, recording)) return { call, left: ['client'], proof: undefined };
  // EKY-22: a call with the same key and client ID that was taken clears them, and this machine's address with them.
  const proof = calls(recording).find(
    (each) =>
      ['SUCCESS', 'INACTIVE'].includes(codeOf(each) ?? '') &&
      each.headers['x-api-key'] === headers['x-api-key'] &&
      textAt(each.sent, 'client_id') === id,
  );
  if (proof !== undefined) return { call, left: ['user'], proof };
  if (status === 401) return { call, left: ['key'], proof: undefined };
  return { call, left: status === 403 ? ['key', 'address'] : suspects, proof: undefined };
}

/** The documented client ID is a UUID; a mask is not judged. */
function isUuid(id: string, { masked }: Case): boolean {
  return (masked && id.includes('#')) || /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id);
}

/** The cause of a session that was refused for one reason that is certain. */
function certainly(
  suspect: Suspect,
  name: string,
  row: string,
  heading: string,
  reason: string,
  ask: string,
): Cause {
  return cause({
    name: `ekyc.${name}`,
    row,
    source: on(heading),
    detect: (recording) => {
      const { call, left = [], proof } = refusedSession(recording) ?? {};
      if (call === undefined || left.length !== 1 || left[0] !== suspect) return undefined;
      return { at: proof === undefined ? [call] : [proof, call], proof };
    },
    say: ({ proof }) => ({
      reason: `${reason}${proof === undefined ? '' : ` Call ${proof.number} shows that key, client ID and address are right.`}`,
      ask: [ask],
      next: nextFor[suspect],
    }),
  });
}

const nextFor: Readonly<Record<Suspect, readonly string[]>> = {
  key: ['authrig config get ekyc.apiKey', 'authrig config set ekyc.apiKey'],
  client: ['authrig config get ekyc.clientId'],
  user: ['authrig ekyc enroll'],
  address: ['authrig ekyc session'],
};

const addressNotAllowed = certainly(
  'address',
  'address-not-allowed',
  'EKY-02',
  '"enter the correct IP address for your server"',
  'eKYC takes calls from the addresses of the application alone, and this machine’s is not among them.',
  'From which public address does the server call, and is it the one in the Domain Console? A new host or a VPN changes it.',
);

const wrongKey = certainly(
  'key',
  'wrong-key',
  'EKY-19, EKY-22',
  '"X-API-Key: API key from the Authenticator console"',
  'eKYC refused the API key.',
  'Is it the key of this very application in the Domain Console, whole and without spaces?',
);

const unknownClient = certainly(
  'client',
  'unknown-client',
  'EKY-19, EKY-22',
  '"Your application’s client ID."',
  'The client ID is not that of the application.',
  'Is it copied from the Domain Console? It has the form of a UUID.',
);

const userNotEnrolled = certainly(
  'user',
  'user-not-enrolled',
  'EKY-22, EKY-25',
  '"Get session token"',
  'eKYC has no second factor for this user: it was never enabled, or was disabled.',
  'Did the user scan the QR code and enter a code, and did the portal send the toggle then? Is it the same address?',
);

const inWord: Readonly<Record<Suspect, string>> = {
  key: 'the API key is wrong',
  client: 'the client ID is wrong',
  user: 'the user has no 2FA enabled',
  address: 'the address of this machine is not on the application’s list',
};

const sessionRefused = cause({
  name: 'ekyc.session-refused',
  row: 'EKY-22',
  source: on('"get session token failed"'),
  detect: (recording) => {
    const { call, left = [] } = refusedSession(recording) ?? {};
    return call && left.length > 1 ? { at: [call], left } : undefined;
  },
  say: ({ left }) => ({
    reason: `eKYC created no session, and its one answer (INVALID_REQUEST) stands for ${left.length === 4 ? 'all of these' : 'either of these'}: ${left.map((suspect) => inWord[suspect]).join('; or ')}.`,
    ask: [
      'Does the same call work for another user? Then key, client ID and address are right, and this user is not enrolled.',
      'From which public address does the server call, and is it in the Domain Console?',
    ],
    next: ['authrig ekyc session --email SOMEBODY-ELSE', 'authrig config list'],
  }),
});

/** One answer for four reasons, told apart as far as the evidence goes. */
export const refusedSessionCauses: readonly Cause[] = [
  addressNotAllowed,
  wrongKey,
  unknownClient,
  userNotEnrolled,
  sessionRefused,
];
