import type { Result } from '../../../command.ts';
import type { Context } from '../../../context.ts';
import { checkLinkOptions, type LinkOptions, showQr } from '../../../flow/link.ts';
import type { KeyOptions } from '../../../flow/totp-key.ts';
import { enrolmentKey } from '../enrolment.ts';

/** Prints the otpauth URI, of the secret that is given or of a new one, and draws it. */
export async function uri(context: Context, options: KeyOptions & LinkOptions): Promise<Result> {
  await checkLinkOptions(options);
  const { uri: made, made: isNew } = await enrolmentKey(context, options);
  if (isNew) context.terminal.message('The secret is new, and nobody else knows it: this is its one copy.');
  await showQr(context, made, options, 'Copy the URI');
  return { data: { uri: made }, alone: made };
}
