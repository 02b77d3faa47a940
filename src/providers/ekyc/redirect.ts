import type { CallbackRoute } from '../../flow/callback-server.ts';
import { type Ended, type Listener, pageOf, type SignIn } from './sign-in.ts';

/**
 * The route that the browser is sent back to. Its path holds the state, since the redirect has no parameter for one
 * (EKY-35) and a vendor that appends its query in a naive way can't spoil a path.
 */
export function redirectRoute(path: string, signIn: SignIn, { warning }: Listener): CallbackRoute<Ended> {
  return {
    method: 'GET',
    path,
    answer: ({ query }) => {
      const [tokens, errors] = [query.getAll('session_token'), query.getAll('error')];
      if (tokens.length > 1 || errors.length > 1) {
        warning('An answer that names a parameter twice was refused, and the wait goes on.');
        return { page: pageOf({ status: 400, title: 'Not an answer', text: 'A parameter is there twice.' }) };
      }
      const verdict = signIn.front({ sessionToken: tokens[0] || undefined, error: errors[0] });
      return { page: pageOf(verdict), ...(verdict.done === undefined ? {} : { done: verdict.done }) };
    },
  };
}
