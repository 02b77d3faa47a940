import type { Result } from '../../../command.ts';
import type { Context } from '../../../context.ts';
import type { LinkOptions } from '../../../flow/link.ts';
import type { TokenOptions } from '../api.ts';
import { announce } from '../announce.ts';

/** Requests a token and prints it, for another process to wait for. */
export async function request(context: Context, options: TokenOptions & LinkOptions): Promise<Result> {
  const { token, url, qrcode, expiresAt } = await announce(context, options);
  if (context.sandbox !== undefined) {
    context.terminal.warning(
      'This token ends with the command, as its sandbox does. For a second command: authrig sandbox exec -- CMD',
    );
  }
  return {
    data: { token, url: url ?? null, qrcode: qrcode ?? null, expiresAt },
    rows: [
      ['token', token],
      ['url', url ?? 'none'],
      ['expires', expiresAt],
    ],
  };
}
