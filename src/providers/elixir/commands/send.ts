import type { Result } from '../../../command.ts';
import type { Context } from '../../../context.ts';
import { needEmail } from '../account.ts';
import { agreeToMail, mailCode } from '../sign-in-code.ts';

/** Has a code mailed, for another process to verify. */
export async function send(context: Context, { yes }: { readonly yes?: boolean }): Promise<Result> {
  const email = await needEmail(context);
  await agreeToMail(context, email, yes);
  const { transactionId, challenge, unkept } = await mailCode(context, email);
  if (context.sandbox !== undefined)
    context.terminal.message(
      '--sandbox forgets the challenge when the command ends. Share one with: authrig sandbox exec',
    );
  else if (challenge !== undefined)
    context.terminal.message(`Finish with: authrig elixir verify --challenge ${challenge}`);
  return {
    data: { transactionId, challenge: challenge ?? null },
    rows: [
      ['transactionId', transactionId],
      ['challenge', challenge ?? 'not kept'],
    ],
    ...(unkept === undefined ? {} : { afterwards: unkept }),
  };
}
