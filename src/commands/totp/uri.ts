import type { Result } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { checkLinkOptions, type LinkOptions, showQr } from '../../flow/link.ts';
import { otpauthUri } from '../../totp/uri.ts';
import type { KeyOptions } from '../../flow/totp-key.ts';
import { keyOf } from './key.ts';

export interface UriOptions extends KeyOptions, LinkOptions {
  readonly issuer?: string;
  readonly account?: string;
}

/** Prints the otpauth URI, and draws it. What the given URI says of issuer and account holds where nothing is typed. */
export async function uri(context: Context, options: UriOptions): Promise<Result> {
  await checkLinkOptions(options);
  const read = await keyOf(context, options);
  const { issuer = read.issuer, account = read.account } = options;
  if (issuer === undefined || account === undefined) {
    const missing = issuer === undefined ? '--issuer' : '--account';
    throw new CliError('usage', `${missing} is needed: the authenticator shows it beside the code.`, {
      hint: 'authrig totp uri --issuer Portal --account you@example.com --secret-from prompt',
    });
  }
  const made = otpauthUri(read.key, { issuer, account });
  context.redactor.learn(made, 'key');
  await showQr(context, made, options, 'Copy the URI');
  return { data: { uri: made }, alone: made };
}
