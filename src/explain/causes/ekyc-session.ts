import { callsOf, sandboxHint } from '../case.ts';
import { type Cause, cause } from '../cause.ts';
import { textAt } from '../fields.ts';
import { codeOf, on, sessionsIn } from './ekyc-calls.ts';
import { refusedSessionCauses } from './ekyc-refused-session.ts';
import { keyInPage } from './key-in-page.ts';

const inactive = cause({
  name: 'ekyc.inactive',
  row: 'EKY-21',
  source: on('"Case of inactive client"'),
  detect: (recording) => {
    const call = sessionsIn(recording).at(-1);
    return call && codeOf(call) === 'INACTIVE' ? { at: [call] } : undefined;
  },
  say: () => ({
    reason:
      'The application is marked inactive in the Domain Console. Key, client ID and address were taken.',
    ask: ['Who switched it off, and may it be switched on? Until then a portal asks for the TOTP itself.'],
    next: ['authrig ekyc session'],
  }),
});

const toggleRefused = cause({
  name: 'ekyc.toggle-refused',
  row: 'EKY-14, EKY-18',
  source: on('"toggle failed"'),
  detect: (recording) => {
    const call = callsOf(recording, 'ekyc', 'toggle').at(-1);
    return call && codeOf(call) === 'INVALID_REQUEST'
      ? { at: [call], action: textAt(call.sent, 'action') ?? '', hint: sandboxHint(call) }
      : undefined;
  },
  say: ({ action, hint }) => ({
    reason: `eKYC refused to ${action === 'DISABLE' ? 'disable' : 'enable'} the second factor${hint === '' ? ': key, client ID, user, secret or this machine’s address is not accepted, and its answer does not say which' : `; the sandbox says why: ${hint}`}. Both sides may think differently now.`,
    ask: [
      'Is the secret the one that the phone scanned, in Base32, and were all eight fields sent, numbers as numbers?',
    ],
    next: [`authrig ekyc toggle-mfa --${action === 'DISABLE' ? 'disable' : 'enable'}`],
  }),
});

const wrongTotp = cause({
  name: 'ekyc.wrong-totp',
  row: 'EKY-11, EKY-12',
  source: on('"Verify the OTP"'),
  detect: ({ command, verdict, exchanges, wrongTotps }) => {
    const early = !exchanges.some(({ operation }) => operation === 'toggle');
    // One who types a wrong code is asked again, and may stop there.
    const wrong = verdict?.kind === 'denied' || wrongTotps > 0;
    return command === 'ekyc enroll' && wrong && early ? { at: [] } : undefined;
  },
  say: () => ({
    reason:
      'The code of the authenticator was wrong, so nothing was enabled and eKYC was not told. Codes are good for 30 s, and one step to either side is taken.',
    ask: [
      'Is the clock of the phone set by the network? 60 s off make every code wrong.',
      'Did the phone scan this very QR code, or does it show an older entry of the same name?',
    ],
    next: ['authrig totp verify --clock-from https://authen.ekyc.com --secret-from prompt --otp-from prompt'],
  }),
});

const pageKey = keyInPage({
  provider: 'ekyc',
  title: 'eKYC',
  row: 'EKY-58',
  source: on('"by using the API key provided during the setup process"'),
  operations: ['sessionToken', 'toggle'],
  keyOf: ({ headers }) => headers['x-api-key'],
});

/** Enrolment and session, the most telling first. */
export const ekycSessionCauses: readonly Cause[] = [
  inactive,
  ...refusedSessionCauses,
  toggleRefused,
  wrongTotp,
  pageKey,
];
