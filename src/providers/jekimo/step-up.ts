import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { normaliseCode } from '../../flow/code.ts';
import {
  type CodeChoice,
  codeChoice,
  type CodeOptions,
  prepareCode,
  requireCodeSource,
} from '../../flow/code-source.ts';
import { isSame } from '../../same.ts';
import type { Check } from './api.ts';

const shape = { digitsOnly: true, minLength: 6, maxLength: 6 } as const;

/**
 * Where the pin will come from, should one be due. Throws `usage`, before anything is sent, for a source that can't
 * be read and for a value that can be no pin; having none at all is found out when a pin is due.
 */
export function pinChoice(context: Context, options: CodeOptions): CodeChoice {
  const choice = codeChoice(options, 'pin');
  const { otp, from } = choice;
  if (otp !== undefined || from !== undefined) requireCodeSource(choice, context);
  if (otp !== undefined) normaliseCode(otp, shape, '--otp');
  return choice;
}

const answerMs = 10 * 60_000;

/**
 * The second factor of a sign-in that Jekimo flagged as a risk (JEK-24 to JEK-27). Jekimo only hands out a pin: the
 * integrator mails it, asks for it and compares it, so authrig does the same in the integrator's place.
 * Throws `denied` for another pin, `usage` with nobody to ask, `provider` where a pin is due and there is none.
 */
export async function stepUp(
  context: Context,
  check: Check,
  choice: CodeChoice,
  twoFa: boolean,
): Promise<void> {
  const { risk, pin } = check;
  if (risk !== true || (pin === null && !twoFa)) return;
  if (pin === null) {
    throw new CliError(
      'provider',
      'Jekimo flagged a risk and sent no pin, though a second factor was asked for. The login is not complete.',
      {
        provider: check.fault,
        hint: 'Ask for a new token. If it happens again, report it to Jekimo with the output of --verbose.',
      },
    );
  }
  const { clock, redactor, sandbox, terminal } = context;
  redactor.learn(pin, 'code');
  terminal.message('Jekimo flagged a risk, so the login needs the pin. Jekimo has no call for this step:');
  terminal.message('the integrator mails the pin to the customer, asks for it, and compares.');
  const source = await prepareCode(choice, context);
  terminal.reveal('Pin to mail to the customer:', pin);
  const sentAt = clock.now();
  sandbox?.outbox.deliver({ provider: 'jekimo', to: 'customer@example.com', code: pin });
  const typed = await source.read({
    challenge: { provider: 'jekimo', sentAt },
    deadline: clock.monotonic() + answerMs,
    question: 'The pin that the customer typed:',
    shape,
  });
  if (!isSame(typed, pin)) {
    throw new CliError('denied', 'The pin is not the one that was mailed. The login is not complete.', {
      hint: 'A retry needs a new token: authrig jekimo login --two-fa',
    });
  }
  terminal.message('The pin matches.', 'good');
}
