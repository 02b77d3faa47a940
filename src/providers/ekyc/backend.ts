import type { Context } from '../../context.ts';
import { donePage, problemPage } from '../../flow/callback-pages.ts';
import type { CallbackAnswer, CallbackRoute } from '../../flow/callback-server.ts';
import type { RandomBytes } from '../../machine.ts';
import { sandboxConsole } from './console.ts';

/** A path that nobody guesses: the callback is unsigned, and its path its one secret (EKY-54). */
export function secretPath(randomBytes: RandomBytes): string {
  return `/backend/${Buffer.from(randomBytes(16)).toString('hex')}`;
}

/** The same for a known, an unknown and a repeated token (EKY-55). */
export const receivedPage = donePage('Received', 'The callback was received.');

export const notACallbackPage = problemPage(
  400,
  'Not a callback',
  'result must be true or false, in exactly these letters, and session_token be there; each once.',
);

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
  const { http, settings, sandbox, terminal } = context;
  const console = sandboxConsole(context);
  const body = JSON.stringify({ callback_url: url });
  if (sandbox !== undefined) {
    const own = `${settings.need('ekyc.baseUrl')}/console`;
    await http.send({ method: 'POST', url: own, headers: { 'content-type': 'application/json' }, body });
  } else {
    const where = console === undefined ? 'the Domain Console' : `the sandbox’s console, ${console}`;
    terminal.message(`Enter this as the callback URL in ${where}:`);
  }
  terminal.reveal('Callback URL:', url);
  if (console !== undefined)
    terminal.reveal('By a command:', `curl -H 'content-type: application/json' -d '${body}' ${console}`);
}
