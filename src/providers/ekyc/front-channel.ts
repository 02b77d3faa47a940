import { CliError } from '../../errors.ts';
import { plainLine } from '../../terminal/plain.ts';
import { isSame } from '../../same.ts';

/** What the browser brought back, by redirect or by message. */
export interface FrontAnswer {
  readonly sessionToken: string | undefined;
  readonly error: string | undefined;
}

/** How a front channel answer is read. */
export type FrontVerdict =
  | { readonly passed: true }
  | { readonly failure: CliError }
  | { readonly forged: true };

/**
 * The one reading of the front channel, for both methods (EKY-38): an error first, then exactly our own token. A
 * token beside an error, or neither of the two, is a failure (EKY-49); another token is not ours to end on.
 */
export function judgeFront({ sessionToken, error }: FrontAnswer, expected: string): FrontVerdict {
  if (error !== undefined && sessionToken !== undefined)
    return { failure: broken('both a session token and an error') };
  if (error !== undefined) return { failure: refusal(error) };
  if (sessionToken === undefined) return { failure: broken('neither a session token nor an error') };
  return isSame(sessionToken, expected) ? { passed: true } : { forged: true };
}

const fault = (code: string) => ({ provider: { name: 'ekyc', operation: 'login', code } });
const again = 'Sign in again with: authrig ekyc login';

/** EKY-47, EKY-48: three documented errors, each with its own kind; any other is shown as it came. */
function refusal(error: string): CliError {
  if (error === 'REJECT')
    return new CliError('denied', 'The customer denied the sign-in (REJECT).', {
      ...fault(error),
      hint: again,
    });
  if (error === 'TIMEOUT')
    return new CliError('expired', 'Nobody answered on the phone in time (TIMEOUT).', {
      ...fault(error),
      hint: again,
    });
  if (error === 'INTERNAL_SERVER_ERROR')
    return new CliError('provider', 'eKYC failed on its side (INTERNAL_SERVER_ERROR).', {
      ...fault(error),
      retryable: true,
      hint: again,
    });
  const shown = plainLine(error, 80);
  return new CliError('provider', `eKYC sent an error that it does not document: "${shown}".`, {
    ...fault(shown),
    hint: 'An unknown error is a failure. Its three known ones are REJECT, TIMEOUT and INTERNAL_SERVER_ERROR.',
  });
}

function broken(what: string): CliError {
  return new CliError('provider', `The browser came back with ${what}, which eKYC does not document.`, {
    ...fault('broken'),
    hint: again,
  });
}

/** The error of a sign-in whose browser never came back with our token; `forged` where another came. */
export function frontExpired(forged: boolean): CliError {
  if (forged)
    return new CliError(
      'denied',
      'The browser brought back another session token than ours, and never ours.',
      {
        hint: 'Somebody sent a made-up answer, or an older sign-in came back. Start anew with: authrig ekyc login',
      },
    );
  return new CliError('expired', 'The browser did not come back within 120 s.', { hint: again });
}
