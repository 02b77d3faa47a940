import { type Case, callsOf, type Exchange } from '../case.ts';
import { type Cause, cause, inWords, type Source } from '../cause.ts';
import { firstText, textAt } from '../fields.ts';

const page = 'https://docs.verifik.co/authentication/api-key-access-via-phone';
const on = (heading: string): Source => ({ page, heading });

const sends = (recording: Case): Exchange[] => callsOf(recording, 'verifik', 'phoneLogin', 'emailLogin');
const confirms = (recording: Case): Exchange[] =>
  callsOf(recording, 'verifik', 'phoneConfirm', 'emailConfirm');

/** The command that begins anew: the login by e-mail has one of its own. */
const again = ({ operation }: Exchange): string =>
  `authrig verifik ${operation.startsWith('email') ? 'email' : 'phone'}`;

/** VER-16, R-VER-1 to R-VER-11: a code wherever one of Verifik's forms has it. */
const codeOf = ({ answer }: Exchange): string | undefined => firstText(answer, 'code', 'error.code', 'error');
const messageOf = ({ answer }: Exchange): string | undefined =>
  firstText(answer, 'message', 'error.message', 'error');

const secondFactorName = 'authenticator_otp_does_not_match';
const isSecondFactor = (call: Exchange): boolean =>
  [codeOf(call), messageOf(call)].includes(secondFactorName);

/** Whom it is for: the same text for each call to the same recipient. */
function recipientOf({ sent }: Exchange): string {
  return [textAt(sent, 'countryCode'), textAt(sent, 'phone'), textAt(sent, 'email')].join(' ');
}

const expiredCodes = new Set(['PreconditionFailed', 'CODE_EXPIRED']);
const wrongCodes = new Set(['BadRequest', 'INVALID_CODE', 'Forbidden', 'ERROR']);

/** The last confirmation where it was refused, and what the recording knows of the OTP. */
function refusedConfirm(recording: Case) {
  const confirm = confirms(recording).at(-1);
  if (confirm === undefined || confirm.state !== 'bad') return undefined;
  const to = recipientOf(confirm);
  const sent = sends(recording).filter((each) => each.number < confirm.number && recipientOf(each) === to);
  const code = codeOf(confirm) ?? '';
  const said = wrongCodes.has(code) || (code === '' && [400, 403].includes(confirm.status));
  return {
    confirm,
    sent: sent.filter(({ state }) => state === 'step'),
    code,
    wrong: said && !isSecondFactor(confirm),
  };
}

/** How long after its `expiresAt` the OTP was confirmed; negative before, undefined where it is not recorded. */
function lateBy(confirm: Exchange, sent: Exchange | undefined): number | undefined {
  const expiresAt = Date.parse((sent && textAt(sent.answer, 'data.expiresAt')) ?? '');
  return Number.isNaN(expiresAt) ? undefined : confirm.at - expiresAt;
}

/** An OTP that ran out before anybody confirmed it: nothing was sent then. */
function expiredUnconfirmed(recording: Case) {
  const last = sends(recording).at(-1);
  const known = recording.verdict?.kind === 'expired' && !isDeadline(recording);
  const unconfirmed = last?.state === 'step' && (confirms(recording).at(-1)?.number ?? 0) < last.number;
  return known && unconfirmed && textAt(last.answer, 'data.expiresAt') !== undefined
    ? { at: [last], late: undefined }
    : undefined;
}

/** The run's own time was over, or no code came: another reason than the OTP's life. */
function isDeadline({ verdict, inputs }: Case): boolean {
  return /--timeout/.test(verdict?.message ?? '') || inputs.some(({ failure }) => failure !== undefined);
}

const otpExpired = cause({
  name: 'verifik.otp-expired',
  row: 'VER-11, R-VER-10',
  source: on('"expiresAt" under "Response"'),
  detect: (recording) => {
    const { confirm, sent, code, wrong } = refusedConfirm(recording) ?? {};
    if (confirm === undefined) return expiredUnconfirmed(recording);
    const last = sent?.at(-1);
    const late = lateBy(confirm, last);
    const told = expiredCodes.has(code ?? '') || confirm.status === 412;
    if (!told && !(wrong === true && late !== undefined && late > 0)) return undefined;
    return { at: last === undefined ? [confirm] : [last, confirm], late };
  },
  say: ({ at, late }) => ({
    reason:
      late !== undefined && late > 0
        ? `The OTP had expired ${inWords(late)} before it was confirmed.`
        : 'The OTP had expired before it was confirmed.',
    ask: ['How long did the message take to arrive, and when was the code typed?'],
    next: at.slice(-1).map(again),
  }),
});

const previousMessage = cause({
  name: 'verifik.otp-of-previous-message',
  row: 'VER-06, VER-07',
  source: on('"OTP Confirmation"'),
  detect: (recording) => {
    const { confirm, sent = [], wrong } = refusedConfirm(recording) ?? {};
    const [last, before] = [sent.at(-1), sent.at(-2)];
    if (confirm === undefined || wrong !== true || last === undefined || before === undefined)
      return undefined;
    if ((lateBy(confirm, last) ?? 0) > 0) return undefined;
    return { at: [before, last, confirm], count: sent.length, apart: last.at - before.at };
  },
  say: ({ at, count, apart }) => ({
    reason: `${count} messages went to this recipient, the last ${inWords(apart)} after the one before, and the code that came back was refused: most likely it is that of an earlier message, which the last one replaced.`,
    ask: ['How many messages arrived, and which one’s code was typed? Only the newest counts.'],
    next: at.slice(-1).map(again),
  }),
});

/** R-VER-11: the one count that is printed anywhere is three. */
const fewAttempts = 3;

const tooManyAttempts = cause({
  name: 'verifik.too-many-attempts',
  row: 'R-VER-11',
  source: on('"OTP Confirmation"; attempts are beyond the page'),
  detect: (recording) => {
    const { confirm, code } = refusedConfirm(recording) ?? {};
    if (confirm === undefined) return undefined;
    const locked = confirm.answerHeaders['x-sandbox-hint']?.includes('locked') === true;
    const told = code === 'MAX_ATTEMPTS_EXCEEDED' || confirm.status === 410 || locked;
    const tries = confirms(recording).filter(({ state }) => state === 'bad');
    return told ? { at: tries, count: tries.length } : undefined;
  },
  say: ({ at, count }) => ({
    reason: `Verifik takes no more attempts at this OTP${count >= fewAttempts ? `, after ${count} wrong codes` : ''}: the right one is refused now too.`,
    ask: ['Is there somebody, or a script, who guesses codes?'],
    next: at.slice(-1).map(again),
  }),
});

const wrongOtp = cause({
  name: 'verifik.wrong-otp',
  row: 'VER-05, R-VER-2',
  source: on('"OTP Confirmation"'),
  detect: (recording) => {
    const { confirm, sent = [], wrong } = refusedConfirm(recording) ?? {};
    if (confirm === undefined || wrong !== true || sent.length > 1) return undefined;
    if ((lateBy(confirm, sent.at(-1)) ?? 0) > 0) return undefined;
    if (tooManyAttempts.find(recording) !== undefined) return undefined;
    return { at: [confirm], gateway: textAt(sent.at(-1)?.answer ?? {}, 'data.phoneGateway') };
  },
  say: ({ at, gateway }) => ({
    reason: 'Verifik did not take the OTP: it is wrong, or was used before, or was replaced by a later one.',
    ask: [
      `Which digits did the ${gateway === 'whatsapp' ? 'WhatsApp message' : 'message'} show, and was it the newest one?`,
    ],
    next: at.slice(-1).map(again),
  }),
});

const noClient = cause({
  name: 'verifik.no-client',
  row: 'VER-08, R-VER-10',
  source: on('"logging in with an already generated account in Verifik"'),
  detect: (recording) => {
    const found = [...sends(recording), ...confirms(recording)].findLast(
      (call) => codeOf(call) === 'NotFound' || (codeOf(call) === undefined && call.status === 404),
    );
    return found && { at: [found] };
  },
  say: ({ at }) => ({
    reason: 'Verifik knows no client with this phone or address: the login is for existing clients.',
    ask: ['Which phone or address is the account registered with, country code included?'],
    next: ['authrig config list', ...at.slice(-1).map(again)],
  }),
});

const secondFactorWrong = cause({
  name: 'verifik.second-factor-wrong',
  row: 'R-VER-10',
  source: on('"requires2FA"; what follows is beyond the page'),
  detect: (recording) => {
    const confirm = confirms(recording).at(-1);
    return confirm && isSecondFactor(confirm) ? { at: [confirm] } : undefined;
  },
  say: () => ({
    reason: 'The OTP was right, and the code of the authenticator beside it was not.',
    ask: ['Is the clock of the phone right? An authenticator’s code is good for 30 s.'],
    next: ['authrig verifik phone --authenticator-otp-from prompt'],
  }),
});

const secondFactorWanted = cause({
  name: 'verifik.second-factor-wanted',
  row: 'VER-15, R-VER-9',
  source: on('"requires2FA"; what follows is beyond the page'),
  detect: (recording) => {
    const confirm = confirms(recording).at(-1);
    const asked =
      confirm && firstText(confirm.answer, 'data.message') !== undefined && confirm.state === 'bad';
    const last = sends(recording).at(-1);
    const unanswered = confirm === undefined && last && textAt(last.answer, 'data.requires2FA') === 'true';
    if (asked === true) return { at: [confirm] };
    return unanswered === true ? { at: [last] } : undefined;
  },
  say: () => ({
    reason:
      'This account has a second factor: beside the OTP, Verifik wants the code of an authenticator app.',
    ask: ['Does the customer have the authenticator app of this account at hand?'],
    next: ['authrig verifik phone --authenticator-otp-from prompt'],
  }),
});

const missingParameter = cause({
  name: 'verifik.missing-parameter',
  row: 'R-VER-1, R-VER-2',
  source: on('"Parameters"'),
  detect: (recording) => {
    const found = [...sends(recording), ...confirms(recording)].findLast(
      (call) => codeOf(call) === 'MissingParameter',
    );
    const said = (found && messageOf(found)) ?? '';
    const names = [...said.matchAll(/missing (\w{1,40})/g)].map(([, name]) => name);
    return found && { at: [found], names };
  },
  say: ({ names }) => ({
    reason: `The request lacked ${names.length === 0 ? 'a parameter' : names.join(', ')}, and nothing was sent or confirmed.`,
    ask: ['Let the integrator compare the request with the table on the vendor’s page: names, types, JSON.'],
    next: ['authrig verifik phone --sandbox --verbose'],
  }),
});

const badPhone = cause({
  name: 'verifik.bad-phone',
  row: 'VER-12, VER-13, R-VER-1',
  source: on('"countryCode" and "phone" under "Parameters"'),
  detect: (recording) => {
    const found = sends(recording).findLast((call) => codeOf(call) === 'BadRequest');
    return found && { at: [found] };
  },
  say: () => ({
    reason: 'Verifik does not take this phone number; no message was sent.',
    ask: ['How is the number written: country code such as +1, then digits alone, without the leading zero?'],
    next: ['authrig config get verifik.phone', 'authrig config get verifik.countryCode'],
  }),
});

const notSent = cause({
  name: 'verifik.not-sent',
  row: 'VER-19',
  source: on('"status": "sent" under "Response"'),
  detect: (recording) => {
    const found = sends(recording).at(-1);
    const status = found && textAt(found.answer, 'data.status');
    return found && status !== undefined && status !== 'sent' ? { at: [found], status } : undefined;
  },
  say: ({ status }) => ({
    reason: `Verifik took the request and did not send the OTP: its status is "${status}", and not "sent".`,
    ask: ['Does the number have WhatsApp, and can it get messages? Ask Verifik what the status means.'],
    next: ['authrig verifik phone'],
  }),
});

const clientBlocked = cause({
  name: 'verifik.client-blocked',
  row: 'R-VER-7',
  source: on('"API Key Access via Phone"; its errors are beyond the page'),
  detect: (recording) => {
    const found = sends(recording).findLast(
      (call) => codeOf(call) === 'Forbidden' || (codeOf(call) === undefined && call.status === 403),
    );
    return found && { at: [found] };
  },
  say: () => ({
    reason: 'Verifik knows the client and refuses to log it in.',
    ask: ['Is the account active, and is its plan paid? Only Verifik can tell.'],
    next: ['authrig verifik phone'],
  }),
});

/** The most telling first. */
export const verifikCauses: readonly Cause[] = [
  missingParameter,
  noClient,
  clientBlocked,
  badPhone,
  notSent,
  secondFactorWrong,
  secondFactorWanted,
  tooManyAttempts,
  otpExpired,
  previousMessage,
  wrongOtp,
];
