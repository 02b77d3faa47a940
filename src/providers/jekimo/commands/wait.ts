import type { Result } from '../../../command.ts';
import type { Context } from '../../../context.ts';
import type { CodeOptions } from '../../../flow/code-source.ts';
import { checkInterval, tokenLifeMs, waitForCustomer } from '../flow.ts';
import { pinChoice, stepUp } from '../step-up.ts';
import { needToken, tellWhoIsIn, verdictOf } from '../verdict.ts';

/** Waits for a token that was requested earlier; Jekimo itself tells when that was too long ago. */
export async function wait(
  context: Context,
  options: CodeOptions & { readonly interval?: number },
  given: string,
): Promise<Result> {
  const token = needToken(given);
  const interval = checkInterval(context, options.interval);
  const choice = pinChoice(context, options);
  const { check, attempts } = await waitForCustomer(context, token, tokenLifeMs, interval, 'earlier');
  context.terminal.message('Jekimo authorised the sign-in.', 'good');
  await stepUp(context, check, choice, false);
  tellWhoIsIn(context);
  return verdictOf(token, check, attempts);
}
