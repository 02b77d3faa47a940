import { type Case, callsOf, type Exchange } from '../case.ts';
import type { Source } from '../cause.ts';
import { firstText, textAt } from '../fields.ts';

const page = 'https://docs.elixir.app/api-docs/api-docs-1/mobile-auth';
/** Words to look for on Elixir's page. */
export const on = (heading: string): Source => ({ page, heading });

const operations = ['otpLogin', 'otpVerify', 'refresh', 'signout', 'qrVerify'];

/** The calls of these operations, else all of them. */
export const calls = (recording: Case, ...names: readonly string[]): Exchange[] =>
  callsOf(recording, 'elixir', ...(names.length === 0 ? operations : names));

/** The code of the error: a number or a name (R-ELX-2). */
export const codeOf = ({ answer }: Exchange): string | undefined => textAt(answer, 'error.code');
/** The message of the error, which may be missing. */
export const messageOf = ({ answer }: Exchange): string => textAt(answer, 'error.message') ?? '';
/** The key that was sent. */
export const keyOf = ({ headers }: Exchange): string | undefined => headers['x-api-key'];
/** The transaction that a code is verified against. */
export const transactionOf = ({ sent }: Exchange): string | undefined =>
  firstText(sent, 'transactionId', 'transaction_id');

/** R-ELX-4: 1001 stands for more than a bad key, so its message is read too. */
export const isKeyRefused = (call: Exchange): boolean =>
  codeOf(call) === '1001' && /invalid api key/i.test(messageOf(call));

/** The last call of these where Elixir itself judged what was sent, and said no. */
export function refused(recording: Case, ...names: readonly string[]): Exchange | undefined {
  const last = calls(recording, ...names).at(-1);
  const said = last && textAt(last.answer, 'success') === 'false' && last.status < 500 && last.status !== 429;
  return said === true && !isKeyRefused(last) && codeOf(last) !== '1001' ? last : undefined;
}
