import type { Result } from '../../../command.ts';
import type { Context } from '../../../context.ts';
import { checkToken } from '../api.ts';
import { judge } from '../flow.ts';
import { needToken, verdictOf } from '../verdict.ts';

/** Asks once how a token stands. `KO` throws `denied`. */
export async function check(context: Context, _options: unknown, given: string): Promise<Result> {
  const answer = await checkToken(context, needToken(given));
  return verdictOf(given, judge(answer), 1);
}
