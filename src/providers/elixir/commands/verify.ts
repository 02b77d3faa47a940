import type { Result } from '../../../command.ts';
import type { Context } from '../../../context.ts';
import { prepareCode, requireCodeSource } from '../../../flow/code-source.ts';
import { findChallenge } from '../../../flow/kept-challenge.ts';
import { accountOf, accountTyped, placeOf, unnamed } from '../account.ts';
import { resultOf, takeIn } from '../session.ts';
import { codeChoice, type CodeOptions, confirmCode, transactionOf } from '../sign-in-code.ts';

/** Verifies the code of a challenge that is kept: the named one, else the newest, of --email where that is given. */
export async function verify(
  context: Context,
  options: CodeOptions & { readonly challenge?: string },
): Promise<Result> {
  const choice = codeChoice(options, true);
  requireCodeSource(choice, context);
  context.settings.need('elixir.apiKey');
  const wanted = { ...placeOf(context), id: options.challenge, transaction: typedAccount(context) };
  const challenge = await findChallenge(context, wanted, 'authrig elixir send');
  const transaction = transactionOf(context, challenge);
  const source = await prepareCode(choice, context);
  const answer = await confirmCode(context, transaction, source, options);
  const held = await takeIn(context, accountOf(transaction.email), 'otp', answer);
  context.terminal.message('Elixir accepted the code.', 'good');
  return resultOf(held);
}

/** The usual address chooses no challenge: the newest one is meant, whoever it went to. */
function typedAccount(context: Pick<Context, 'settings'>): Readonly<Record<string, string>> {
  const account = accountTyped(context);
  return account === unnamed ? {} : { account };
}
