import { CliError, type ErrorKind } from '../../errors.ts';
import type { Answer } from '../../http/call.ts';
import { httpFailure } from '../../http/refusals.ts';
import { plainLine } from '../../terminal/plain.ts';
import type { contract } from './contract.ts';
import { camelCase } from './spelling.ts';

type Operation = keyof typeof contract;

/** What a refusal of each call means. The page gives one error form for all of them, and few codes (R-ELX-1 to 4). */
const meanings: Readonly<Record<Operation, readonly [kind: ErrorKind, text: string, hint: string]>> = {
  otpLogin: [
    'denied',
    'Elixir mailed no code',
    'Check the address, and that the account may sign in: authrig config get elixir.email',
  ],
  otpVerify: [
    'denied',
    'Elixir did not accept the code: it is wrong, expired or used up',
    'Elixir does not say which of the three. Ask for a new code with: authrig elixir otp',
  ],
  refresh: [
    'credentials',
    'Elixir refused the refresh token: it was used before, was signed out, or ran out',
    'Sign in again with: authrig elixir otp',
  ],
  signout: [
    'credentials',
    'Elixir did not end the session: it does not know the access token any more',
    'Nothing is left to sign out of with this token.',
  ],
  qrVerify: [
    'denied',
    'Elixir did not accept the QR value: it is wrong, expired or used up',
    'Show a new one in Elixir > My Account > Security.',
  ],
};

/** A refusal, and whether Elixir judged what was sent: not so where it refused the key, or was out of order itself. */
export interface Refusal {
  readonly error: CliError;
  readonly judged: boolean;
}

/**
 * The refusal in an answer that says `success: false`, or undefined. R-ELX-4: 1001 stands for more than a bad key, so
 * its message is read too; R-ELX-2: a code may be a text, and the message may be missing.
 */
export function refusalOf(operation: Operation, answer: Answer): Refusal | undefined {
  const { success, error } = membersOf(camelCase(answer.json));
  if (success !== false && success !== 'false') return undefined;
  const { code, message } = membersOf(error);
  const shown = typeof code === 'string' || typeof code === 'number' ? plainLine(String(code), 60) : '';
  const said = typeof message === 'string' ? plainLine(message, 120) : '';
  const provider = { ...answer.fault, ...(shown === '' ? {} : { code: shown }) };
  if (shown === '1001' && /invalid api key/i.test(said)) {
    const hint =
      'Keep the right one with: authrig config set elixir.apiKey. A development key may be refused in production.';
    const refused = new CliError('credentials', `Elixir refused the API key: "${said}".`, { provider, hint });
    return { error: refused, judged: false };
  }
  // A server that is overloaded or broken has judged nothing, whatever form its answer has.
  const unwell = answer.httpStatus === 429 || answer.httpStatus >= 500;
  const failure = unwell ? httpFailure('Elixir', answer) : undefined;
  if (failure !== undefined) return { error: failure, judged: false };
  const [kind, text, hint] = meanings[operation];
  const reason = [shown && `code ${shown}`, said && `"${said}"`].filter(Boolean).join(', ');
  const sentence = reason === '' ? `${text}.` : `${text} (${reason}).`;
  return { error: new CliError(kind, sentence, { provider, hint }), judged: true };
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
