import { type Case, callsOf, type Exchange } from '../case.ts';
import type { Source } from '../cause.ts';
import { firstText, textAt } from '../fields.ts';

const page = 'https://docs.verifik.co/authentication/api-key-access-via-phone';
/** Words to look for on Verifik's page. */
export const on = (heading: string): Source => ({ page, heading });

/** Every call that asks for an OTP. */
export const sends = (recording: Case): Exchange[] =>
  callsOf(recording, 'verifik', 'phoneLogin', 'emailLogin');
/** Every call that confirms one. */
export const confirms = (recording: Case): Exchange[] =>
  callsOf(recording, 'verifik', 'phoneConfirm', 'emailConfirm');

/** The command that begins anew: the login by e-mail has one of its own. */
export const again = ({ operation }: Exchange): string =>
  `authrig verifik ${operation.startsWith('email') ? 'email' : 'phone'}`;

/** VER-16, R-VER-1 to R-VER-11: a code wherever one of Verifik's forms has it. */
export const codeOf = ({ answer }: Exchange): string | undefined =>
  firstText(answer, 'code', 'error.code', 'error');
/** What stands beside the code; translated, and never decided by. */
export const messageOf = ({ answer }: Exchange): string | undefined =>
  firstText(answer, 'message', 'error.message', 'error');

const secondFactorName = 'authenticator_otp_does_not_match';
/** R-VER-10: the refusal names the authenticator's code. */
export const isSecondFactor = (call: Exchange): boolean =>
  [codeOf(call), messageOf(call)].includes(secondFactorName);

/** Whom it is for: the same text for each call to the same recipient. */
export function recipientOf({ sent }: Exchange): string {
  return [textAt(sent, 'countryCode'), textAt(sent, 'phone'), textAt(sent, 'email')].join(' ');
}
