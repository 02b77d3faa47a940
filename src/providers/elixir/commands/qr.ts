import type { Result } from '../../../command.ts';
import type { Context } from '../../../context.ts';
import { accountTyped, maskAccount } from '../account.ts';
import { verifyQr } from '../api.ts';
import { findQrValue } from '../qr-value.ts';
import { resultOf, takeIn } from '../session.ts';

/** Signs in with a QR value, once. */
export async function qr(
  context: Context,
  { image }: { readonly image?: string },
  given: string | undefined,
): Promise<Result> {
  context.settings.need('elixir.apiKey');
  const qrValue = await findQrValue(context, given, image);
  const held = await takeIn(context, accountTyped(context), 'qr', await verifyQr(context, qrValue));
  const kept = held.unsaved === undefined && context.sandbox === undefined;
  const where = kept ? ` The session is kept for ${maskAccount(held.session.account)}.` : '';
  context.terminal.message(`Elixir accepted the QR value.${where}`, 'good');
  return resultOf(held);
}
