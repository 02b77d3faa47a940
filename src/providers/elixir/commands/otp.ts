import type { Result } from '../../../command.ts';
import type { Context } from '../../../context.ts';
import { type CodeOptions, prepareCode, requireCodeSource } from '../../../flow/code-source.ts';
import { accountOf, needEmail } from '../account.ts';
import { resultOf, takeIn } from '../session.ts';
import { agreeToMail, confirmCode, elixirCode, finishCommand, mailCode } from '../sign-in-code.ts';

/** The whole sign-in. A flow that was broken off is finished with `elixir verify`. */
export async function otp(
  context: Context,
  options: CodeOptions & { readonly yes?: boolean },
): Promise<Result> {
  const choice = elixirCode(options, false);
  // Where nobody can be asked, the address is named before the code: it is the first thing to give.
  if (!context.prompter.available) context.settings.need('elixir.email');
  requireCodeSource(choice, context);
  const email = await needEmail(context);
  await agreeToMail(context, email, options.yes);
  const source = await prepareCode(choice, context);
  const transaction = await mailCode(context, email);
  if (transaction.unkept !== undefined) context.terminal.warning(transaction.unkept.message);
  const finish = finishCommand(context, transaction.challenge);
  // On a line of its own, so that a narrow terminal does not break the command.
  if (finish !== undefined)
    context.terminal.message(`Should this be interrupted, finish with:\n${finish}`, 'dim');
  const answer = await confirmCode(context, transaction, source);
  const held = await takeIn(context, accountOf(email), 'otp', answer);
  context.terminal.message('Elixir accepted the code.', 'good');
  return resultOf(held);
}
