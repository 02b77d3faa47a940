import type { Result } from '../../../command.ts';
import type { Context } from '../../../context.ts';
import { checkToken } from '../api.ts';
import { refusalOf } from '../flow.ts';
import { needToken, verdictOf } from '../verdict.ts';

/** Asks once how a token stands. What `KO` says is the result all the same, with `denied` behind it. */
export async function check(context: Context, _options: unknown, given: string): Promise<Result> {
  const answer = await checkToken(context, needToken(given));
  const refused = refusalOf(answer);
  return { ...verdictOf(given, answer, 1), ...(refused === undefined ? {} : { afterwards: refused }) };
}
