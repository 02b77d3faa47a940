import { type Case, endOf } from '../case.ts';
import { type Cause, cause, inWords } from '../cause.ts';
import { firstText, numberAt, textAt } from '../fields.ts';
import { isBanned } from '../state.ts';
import { calls, on, refused, transactionOf } from './elixir-calls.ts';
import { elixirKeyCauses } from './elixir-key.ts';

const noCodeMailed = cause({
  name: 'elixir.no-code-mailed',
  row: 'ELX-03',
  source: on('"the server will then validate the address"'),
  detect: (recording) => {
    const found = refused(recording, 'otpLogin');
    return found && { at: [found] };
  },
  say: () => ({
    reason: 'Elixir mailed no code: it does not take this address.',
    ask: ['Is the address spelt right, and does its mailbox exist?'],
    next: ['authrig config get elixir.email', 'authrig elixir otp'],
  }),
});

/** The mails that were asked for before a refused code, and the one whose transaction was used. */
function refusedCode(recording: Case) {
  const verify = refused(recording, 'otpVerify');
  if (verify === undefined) return undefined;
  const mails = calls(recording, 'otpLogin').filter(
    ({ number, state }) => number < verify.number && state === 'step',
  );
  const used = mails.findLast(
    ({ answer }) => firstText(answer, 'data.transactionId', 'data.transaction_id') === transactionOf(verify),
  );
  return { verify, mails, used };
}

const olderTransaction = cause({
  name: 'elixir.code-of-another-mail',
  row: 'ELX-02, ELX-04',
  source: on('"OTP Login transaction id from the request"'),
  detect: (recording) => {
    const { verify, mails = [], used } = refusedCode(recording) ?? {};
    const last = mails.at(-1);
    if (verify === undefined || last === undefined || mails.length < 2) return undefined;
    const at = used === undefined || used === last ? mails.slice(-2) : [used, last];
    return { at: [...at, verify], older: used !== undefined && used !== last, count: mails.length };
  },
  say: ({ older, count }) => ({
    reason: older
      ? 'The code was verified against an older mail’s transaction, though a newer mail had been sent since: each code belongs to its own.'
      : `${count} codes were mailed, and the one that came back was refused: most likely it is that of an earlier mail.`,
    ask: ['How many mails arrived, and which one’s code was typed?'],
    next: ['authrig elixir otp'],
  }),
});

const wrongCode = cause({
  name: 'elixir.wrong-code',
  row: 'ELX-04, ELX-26',
  source: on('"OTP Login Verify"'),
  detect: (recording) => {
    const { verify, mails = [] } = refusedCode(recording) ?? {};
    const mail = mails.at(-1);
    return verify !== undefined && mails.length < 2
      ? { at: [verify], waited: mail === undefined ? 0 : verify.at - endOf(mail) }
      : undefined;
  },
  say: ({ waited }) => ({
    reason: `Elixir did not accept the code${waited < 1000 ? '' : `, ${inWords(waited)} after it was mailed`}: it is wrong, expired or used up, and Elixir does not say which.`,
    ask: ['Which code did the newest mail show, and was it typed whole?'],
    next: ['authrig elixir otp'],
  }),
});

const refreshSpent = cause({
  name: 'elixir.refresh-token-spent',
  row: 'ELX-09, R-ELX-2',
  source: on('"Refresh Session"; "save the last valid refreshToken"'),
  detect: (recording) => {
    const found = refused(recording, 'refresh');
    if (found === undefined) return undefined;
    const token = textAt(found.sent, 'refreshToken');
    const before = calls(recording, 'refresh').find(
      ({ number, sent, state }) =>
        number < found.number && state === 'good' && textAt(sent, 'refreshToken') === token,
    );
    return { at: before === undefined ? [found] : [before, found], before };
  },
  say: ({ before }) => ({
    reason:
      before === undefined
        ? 'Elixir refused the refresh token. Each one works once: another process or device used it before, or the session was signed out.'
        : `The refresh token was spent: call ${before.number} had already exchanged it for a new one, and the old one was sent again.`,
    ask: [
      'How many processes share this session, and does each keep the newest refresh token that came back?',
    ],
    next: ['authrig elixir otp'],
  }),
});

const banned = cause({
  name: 'elixir.banned',
  row: 'ELX-07',
  source: on('"status" and "banReason" under "OTP Login Verify"'),
  detect: (recording) => {
    const found = calls(recording).findLast(({ answer }) => isBanned(answer));
    const { answer = {} } = found ?? {};
    return (
      found && {
        at: [found],
        why: firstText(answer, 'data.user.banReason', 'data.user.ban_reason'),
        status: textAt(answer, 'data.user.status') ?? '',
      }
    );
  },
  say: ({ why, status }) => ({
    reason: `The account is banned${status === '' ? '' : ` (status ${status})`}${why === undefined ? '' : `: "${why}"`}. Tokens came all the same, and must not count as a sign-in.`,
    ask: ['Only Elixir can lift it. Does the customer know of the reason?'],
    next: ['authrig elixir otp'],
  }),
});

const wrongQr = cause({
  name: 'elixir.wrong-qr-value',
  row: 'ELX-13, R-ELX-8',
  source: on('"QR Verify"'),
  detect: (recording) => {
    const found = refused(recording, 'qrVerify');
    const value = found && firstText(found.sent, 'qrValue', 'qr_value');
    const foreign = !recording.masked && value !== undefined && !value.startsWith('REIKEY:');
    return found && { at: [found], foreign };
  },
  say: ({ foreign }) => ({
    reason: foreign
      ? 'The QR value is none of Elixir’s: theirs begin with REIKEY:.'
      : 'Elixir did not accept the QR value: it is wrong, expired or used up.',
    ask: ['Was the code scanned from Elixir > My Account > Security, and a moment ago?'],
    next: ['authrig elixir qr --image code.png'],
  }),
});

const sessionUnknown = cause({
  name: 'elixir.session-unknown',
  row: 'ELX-11, R-ELX-3',
  source: on('"Sign Out"'),
  detect: (recording) => {
    const found = refused(recording, 'signout');
    return found && { at: [found] };
  },
  say: () => ({
    reason: 'Elixir does not know the access token any more: the session ended before it was signed out.',
    ask: ['Was it signed out elsewhere, or refreshed by another process since?'],
    next: ['authrig elixir status'],
  }),
});

const expiredOnArrival = cause({
  name: 'elixir.session-expired-on-arrival',
  row: 'ELX-25',
  source: on('"tokenExpiry"'),
  detect: (recording) => {
    const found = calls(recording, 'otpVerify', 'refresh', 'qrVerify').findLast(
      ({ state }) => state === 'good',
    );
    const expiry = found && numberAt(found.answer, 'data.tokenExpiry');
    const late = found && expiry !== undefined ? endOf(found) - expiry : 0;
    return found && late > 0 ? { at: [found], late } : undefined;
  },
  say: ({ late }) => ({
    reason: `The session that came had expired ${inWords(late)} before, by the clock of the machine that asked: that clock is ahead, or Elixir’s tokenExpiry is wrong.`,
    ask: ['Is the clock of that machine right? "date -u" shows it.'],
    next: ['authrig totp code --clock-from https://kend.elixir.app --secret-from prompt'],
  }),
});

/** The most telling first. */
export const elixirCauses: readonly Cause[] = [
  ...elixirKeyCauses,
  banned,
  noCodeMailed,
  olderTransaction,
  wrongCode,
  refreshSpent,
  wrongQr,
  sessionUnknown,
  expiredOnArrival,
];
