import type { Result } from '../../../command.ts';
import type { Context } from '../../../context.ts';
import { CliError } from '../../../errors.ts';
import { type CodeOptions, prepareCode, requireCodeSource } from '../../../flow/code-source.ts';
import { findChallenge, type KeptChallenge, sentCode } from '../../../flow/kept-challenge.ts';
import { accountOf, maskAccount, placeOf } from '../account.ts';
import { resultOf, takeIn } from '../session.ts';
import { confirmCode, elixirCode, transactionOf } from '../sign-in-code.ts';

/** Verifies the code of a challenge that is kept: the named one, else the newest, of --email where that is given. */
export async function verify(
  context: Context,
  options: CodeOptions & { readonly challenge?: string },
): Promise<Result> {
  const choice = elixirCode(options, true);
  requireCodeSource(choice, context);
  await context.settings.secret('elixir.apiKey');
  const transaction = transactionOf(context, await needChallenge(context, options.challenge));
  const source = await prepareCode(choice, context);
  const answer = await confirmCode(context, transaction, source);
  const held = await takeIn(context, accountOf(transaction.email), 'otp', answer);
  context.terminal.message('Elixir accepted the code.', 'good');
  return resultOf(held);
}

/** The usual address chooses no challenge: without --email the newest one is meant, whoever it went to. */
async function needChallenge(context: Context, id: string | undefined): Promise<KeptChallenge> {
  const email = context.settings.find('elixir.email');
  const account = email?.origin === 'flag' ? accountOf(email.value) : undefined;
  const transaction: Readonly<Record<string, string>> = account === undefined ? {} : { account };
  try {
    return await findChallenge(
      context,
      { ...placeOf(context), id, transaction },
      sentCode('authrig elixir send'),
    );
  } catch (error) {
    if (account === undefined || !(error instanceof CliError) || error.kind !== 'credentials') throw error;
    const which = id === undefined ? 'No challenge' : 'No challenge with this id';
    throw new CliError('credentials', `${which} is kept for ${maskAccount(account)}.`, {
      cause: error,
      hint: 'Send a code with: authrig elixir send, or see what is kept with: authrig elixir status',
    });
  }
}
