import type { Context } from '../../context.ts';
import { normaliseCode } from '../../flow/code.ts';
import {
  type CodeChoice,
  codeChoice,
  type CodeOptions as OtpOptions,
  requireCodeSource,
} from '../../flow/code-source.ts';
import { parseSource } from '../../flow/source.ts';

/** The options that say where the codes come from. */
export interface CodeOptions extends OtpOptions {
  readonly authenticatorOtpFrom?: string;
}

/** Where the OTP and, should Verifik want one, the second factor come from. */
export interface Codes {
  readonly otp: CodeChoice;
  readonly authenticator: CodeChoice;
}

/** VER-05: six digits in the vendor's example; other lengths are left to Verifik to refuse. */
export const otpShape = { digitsOnly: true, minLength: 4, maxLength: 8 } as const;
/** R-VER-9: the front end asks for six characters and more. */
export const authenticatorShape = { digitsOnly: false, minLength: 6, maxLength: 16 } as const;

/**
 * Reads the options before anything is sent. Throws `usage` for a source that can't be read, for a value that can be
 * no OTP, and where there is neither a source for the OTP nor a person.
 */
export function readCodeOptions(context: Context, options: CodeOptions, alreadySent = false): Codes {
  const { otp, authenticatorOtpFrom } = options;
  const choice = { ...codeChoice(options, 'OTP'), alreadySent };
  const authenticator: CodeChoice = {
    option: '--authenticator-otp-from',
    what: 'second factor',
    from:
      authenticatorOtpFrom === undefined
        ? undefined
        : parseSource(authenticatorOtpFrom, '--authenticator-otp-from'),
    // An app shows it at all times: no message has to arrive first.
    alreadySent: true,
  };
  requireCodeSource(choice, context);
  if (otp !== undefined) normaliseCode(otp, otpShape, '--otp');
  if (authenticator.from !== undefined) requireCodeSource(authenticator, context);
  return { otp: choice, authenticator };
}

/** True where an OTP could be had: given, from a source, or from a person. */
export function hasCodeSource(
  { sandbox, prompter }: Pick<Context, 'sandbox' | 'prompter'>,
  { otp, otpFrom }: CodeOptions,
): boolean {
  return otp !== undefined || otpFrom !== undefined || sandbox !== undefined || prompter.available;
}
