import type { Result } from '../../../command.ts';
import type { Context } from '../../../context.ts';
import { needPhone, phoneChannel } from '../channel.ts';
import { readCodeOptions } from '../codes.ts';
import { logIn, type LoginOptions, whileAlone } from '../flow.ts';
import { tokenResult } from '../kept-token.ts';

/** The whole login by phone. */
export async function phone(context: Context, options: LoginOptions): Promise<Result> {
  const channel = phoneChannel(context, needPhone(context));
  readCodeOptions(context, options);
  return tokenResult(await whileAlone(context, channel.account, () => logIn(context, channel, options)));
}
