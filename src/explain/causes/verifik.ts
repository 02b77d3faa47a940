import { type Case, type Exchange, sandboxHint } from '../case.ts';
import { type Cause, cause, inWords } from '../cause.ts';
import { firstText, textAt } from '../fields.ts';
import { again, codeOf, confirms, isSecondFactor, on, recipientOf, sends } from './verifik-calls.ts';
import { verifikSendCauses } from './verifik-send.ts';

const expiredCodes = new Set(['PreconditionFailed', 'CODE_EXPIRED']);
const wrongCodes = new Set(['BadRequest', 'INVALID_CODE', 'Forbidden', 'ERROR']);

/** The last confirmation where it was refused, and what the recording knows of the OTP. */
function refusedConfirm(recording: Case) {
  const confirm = confirms(recording).at(-1);
  if (confirm === undefined || confirm.state !== 'bad') return undefined;
  const to = recipientOf(confirm);
  const sent = sends(recording).filter((each) => each.number < confirm.number && recipientOf(each) === to);
  const code = codeOf(confirm) ?? '';
  // An answer without its body says nothing of the OTP.
  const bare = code === '' && [400, 403].includes(confirm.status) && (confirm.body ?? '') !== '';
  const said = wrongCodes.has(code) || bare;
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
    const locked = sandboxHint(confirm).includes('locked');
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

/** The most telling first. */
export const verifikCauses: readonly Cause[] = [
  ...verifikSendCauses,
  secondFactorWrong,
  secondFactorWanted,
  tooManyAttempts,
  otpExpired,
  previousMessage,
  wrongOtp,
];
