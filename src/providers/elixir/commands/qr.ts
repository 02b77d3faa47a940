import type { Result } from '../../../command.ts';
import type { Context } from '../../../context.ts';
import { CliError } from '../../../errors.ts';
import { isLoopback } from '../../../http/address.ts';
import { accountInForce, maskAccount, placeOf } from '../account.ts';
import { type SignedIn, verifyQr } from '../api.ts';
import { findQrValue } from '../qr-value.ts';
import { resultOf, takeIn } from '../session.ts';

/** Signs in with a QR value, once. */
export async function qr(
  context: Context,
  { image }: { readonly image?: string },
  given: string | undefined,
): Promise<Result> {
  await context.settings.secret('elixir.apiKey');
  const qrValue = await findQrValue(context, given, image);
  const held = await takeIn(context, accountInForce(context), 'qr', await verify(context, qrValue));
  const kept = held.unsaved === undefined && context.sandbox === undefined;
  const where = kept ? ` The session is kept for ${maskAccount(held.session.account)}.` : '';
  context.terminal.message(`Elixir accepted the QR value.${where}`, 'good');
  return resultOf(held);
}

async function verify(context: Context, qrValue: string): Promise<SignedIn> {
  try {
    return await verifyQr(context, qrValue);
  } catch (error) {
    const hint = error instanceof CliError && error.kind === 'denied' ? localHint(context) : undefined;
    if (hint === undefined || !(error instanceof CliError)) throw error;
    throw new CliError(error.kind, error.message, { ...error.details, cause: error, hint });
  }
}

/** Where a sandbox has a good value; undefined where the host is none. */
function localHint(context: Context): string | undefined {
  const { hostname, origin } = new URL(placeOf(context).baseUrl);
  if (!isLoopback(hostname)) return undefined;
  if (context.sandbox !== undefined) return 'Leave the value out: --sandbox finds its own.';
  return `A good one lies in the sandbox's outbox: GET ${origin}/__sandbox/outbox?provider=elixir`;
}
