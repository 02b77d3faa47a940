import type { Context } from '../../context.ts';
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

/** Enters the callback URL in the sandbox's console; at the real one a person does, in the Domain Console. */
export async function registerCallback(context: Context, url: string): Promise<void> {
  if (context.sandbox === undefined) return;
  await context.http.send({
    method: 'POST',
    url: `${context.settings.need('ekyc.baseUrl')}/console`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ callback_url: url }),
  });
}
