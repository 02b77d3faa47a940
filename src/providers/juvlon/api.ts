import type { Context } from '../../context.ts';
import { CliError, type ErrorKind } from '../../errors.ts';
import { type Answer, call } from '../../http/call.ts';
import { decode } from '../../http/contract.ts';
import { httpFailure, wrongShape } from '../../http/refusals.ts';
import type { Settings } from '../../settings/settings.ts';
import { mendOf } from '../../settings/mend.ts';
import { plainLine } from '../../terminal/plain.ts';
import { contract, numberOf } from './contract.ts';

export interface Pair {
  readonly token: string;
  readonly otp: string;
}

export interface Verified {
  readonly token: string;
  readonly transactionId: string | null;
}

type Reach = Pick<Context, 'http' | 'terminal' | 'redactor' | 'clock' | 'settings'>;

/** The codes of the vendor's table, in our words (JUV-18: its own `status` says only Success or Error). */
const refusals: Readonly<Record<string, readonly [kind: ErrorKind, text: string, hint?: string]>> = {
  '401': [
    'provider',
    'Juvlon says that the method is invalid (code 401), though authrig sent the POST that it documents.',
    'Check the base URL: authrig config get juvlon.baseUrl',
  ],
  '402': ['credentials', 'Juvlon got no API key (code 402).'],
  '403': ['credentials', 'Juvlon refused the API key (code 403).'],
  '404': [
    'credentials',
    'Juvlon knows the key, and has blocked the account from sending (code 404).',
    'Ask Juvlon to unblock the account; another key of it will not help.',
  ],
  '442': [
    'provider',
    'Juvlon answered code 442, which it prints as an example and explains nowhere. The pair is not verified.',
    'Check that token and code belong together and are complete.',
  ],
};

/**
 * Verifies a pair, once. Throws `denied` for a pair that is wrong, expired or used, `credentials` and `provider` by
 * the documented codes, and `provider` for a success that does not hold together.
 */
export async function verifyPair(
  context: Reach,
  pair: Pair,
  contentType: 'application/json' | 'application/x-www-form-urlencoded',
): Promise<Verified> {
  const callee = { title: 'Juvlon', name: 'juvlon', baseUrl: context.settings.need('juvlon.baseUrl') };
  const apiKey = await context.settings.secret('juvlon.apiKey');
  const answer = await call(context, callee, contract, 'verifyOneTimeCode', { apiKey, ...pair, contentType });
  return read(context, answer, pair);
}

/** The one reading of Juvlon's answers: its own code first, then `verify`, then the echoed pair (JUV-10 to JUV-20). */
function read({ settings }: Reach, answer: Answer, pair: Pair): Verified {
  const decoded = decode(contract.verifyOneTimeCode.answer, answer.json);
  if ('problem' in decoded)
    throw httpFailure('Juvlon', answer) ?? wrongShape('Juvlon', answer, decoded.problem);
  const { code, status, verify, token, OTP, otp, transactionId } = decoded.value;
  if (numberOf(code) !== 200) throw refusal(settings, code, answer);
  if (verify === undefined) throw wrongShape('Juvlon', answer, 'code 200 without "verify"');
  if (!verify) {
    throw new CliError(
      'denied',
      'Juvlon did not verify the pair: it is wrong, or expired, or was verified before.',
      {
        provider: { ...answer.fault, code: 'false' },
        hint: 'Juvlon does not say which of the three. A new code is needed in any case.',
      },
    );
  }
  if (/^\s*error/i.test(status ?? '')) throw wrongShape('Juvlon', answer, 'code 200 with the status "Error"');
  const echoed = [OTP, otp].filter((value) => value !== undefined);
  const echoes = echoed.length > 0 && echoed.every((value) => isEcho(value, pair.otp));
  if (token !== pair.token || !echoes) {
    throw wrongShape('Juvlon', answer, 'it echoes another pair than was sent, so nothing is verified');
  }
  return { token, transactionId: transactionId === undefined ? null : String(transactionId) };
}

/** A code that comes back as a number has lost its leading zeros. */
function isEcho(echoed: string | number, sent: string): boolean {
  return typeof echoed === 'number' ? String(echoed).padStart(sent.length, '0') === sent : echoed === sent;
}

function refusal(settings: Settings, code: string | number, answer: Answer): CliError {
  const shown = plainLine(String(code), 20) || '(empty)';
  const [kind, text, hint] = refusals[String(numberOf(code))] ?? [
    'provider',
    `Juvlon answered code ${shown}, which it does not document. The pair is not verified.`,
    'Its codes are listed on https://juvlon.com/api/active-apis/verifyonetimecode',
  ];
  const mend = hint ?? mendOf(settings, 'juvlon.apiKey');
  return new CliError(kind, text, { provider: { ...answer.fault, code: shown }, hint: mend });
}
