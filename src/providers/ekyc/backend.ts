import type { Context } from '../../context.ts';
import { isLoopback } from '../../http/address.ts';
import type { CallbackAnswer, CallbackRoute } from '../../flow/callback-server.ts';
import type { RandomBytes } from '../../machine.ts';

/** A path that nobody guesses: the callback is unsigned, and its path its one secret (EKY-54). */
export function secretPath(randomBytes: RandomBytes): string {
  return `/backend/${Buffer.from(randomBytes(16)).toString('hex')}`;
}

/** The backend's receiver. The vendor does not state the method, so both are taken, with query parameters (EKY-24). */
export function backRoute<T>(
  path: string,
  take: (query: URLSearchParams) => CallbackAnswer<T>,
): readonly CallbackRoute<T>[] {
  const answer = ({ query }: { readonly query: URLSearchParams }) => take(query);
  return [
    { method: 'GET', path, answer },
    { method: 'POST', path, answer },
  ];
}

/**
 * Says where the callback URL is entered. At the real eKYC a person does so in the Domain Console; the sandbox of
 * --sandbox gets it from here, and one that runs by itself has a console of its own, which may be another's setting.
 */
export async function offerCallback(context: Context, url: string): Promise<void> {
  const { settings, sandbox, terminal } = context;
  const baseUrl = settings.need('ekyc.baseUrl').replace(/\/+$/, '');
  const console = `${baseUrl}/console`;
  const body = JSON.stringify({ callback_url: url });
  const headers = { 'content-type': 'application/json' };
  if (sandbox !== undefined) await context.http.send({ method: 'POST', url: console, headers, body });
  const local = sandbox === undefined && isLoopback(new URL(baseUrl).hostname);
  if (sandbox === undefined)
    terminal.message(
      `Enter this as the callback URL in ${local ? `the sandbox’s console, ${console}` : 'the Domain Console'}:`,
    );
  terminal.reveal('Callback URL:', url);
  if (local)
    terminal.reveal('By a command:', `curl -H 'content-type: application/json' -d '${body}' ${console}`);
}
