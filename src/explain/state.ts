import type { Exchange, State } from './case.ts';
import { firstText, textAt } from './fields.ts';

type Read = Omit<Exchange, 'state'>;

/**
 * What the answer of each provider says, fail closed: `good` and `step` only where the documented member says so.
 * The contracts' own schemas are not asked, since a recording may be cut, masked or another program's.
 */
const readers: Readonly<Record<string, (exchange: Read) => State>> = {
  // JEK-07: `created` waits, `OK` is the end, and everything else is none.
  jekimo: ({ operation, answer }) => {
    const status = textAt(answer, 'status');
    if (operation === 'gettoken') return textAt(answer, 'token') === undefined ? 'bad' : 'step';
    if (status === 'OK') return 'good';
    return status === 'created' ? 'step' : 'bad';
  },
  verifik: ({ operation, answer }) => {
    if (operation.endsWith('Confirm')) return has(answer, 'data.accessToken') ? 'good' : 'bad';
    return textAt(answer, 'data.status') === 'sent' ? 'step' : 'bad';
  },
  // ELX-19: success says so and brings its data.
  elixir: ({ operation, answer }) => {
    if (textAt(answer, 'success') !== 'true' || textAt(answer, 'error.code') !== undefined) return 'bad';
    if (isBanned(answer)) return 'bad';
    return operation === 'otpLogin' ? 'step' : 'good';
  },
  ekyc: ({ operation, status, answer, sent }) => {
    if (operation === 'startAuthentication') return status < 400 ? 'step' : 'bad';
    if (operation === 'callback') return textAt(sent, 'result') === 'true' ? 'step' : 'bad';
    if (operation === 'wayBack') return has(sent, 'session_token') && !has(sent, 'error') ? 'good' : 'bad';
    if (textAt(answer, 'code') !== 'SUCCESS') return 'bad';
    return operation === 'toggle' ? 'good' : 'step';
  },
  juvlon: (exchange) => {
    const { answer } = exchange;
    const verified = textAt(answer, 'code') === '200' && textAt(answer, 'verify') === 'true';
    return verified && !echoesAnotherPair(exchange) ? 'good' : 'bad';
  },
};

/** How the exchange left the sign-in. */
export function stateOf(exchange: Read): State {
  const { provider, status, operation } = exchange;
  // What the browser brings back, and a notice, say what they say by being sent.
  const told = operation === 'wayBack' || operation === 'callback';
  if (status === 0 && !told) return 'lost';
  if (status >= 400 && !told) return 'bad';
  return Object.hasOwn(readers, provider) ? (readers[provider]?.(exchange) ?? 'bad') : 'bad';
}

/** JUV-20: what comes back must be what was sent, as far as the recording holds both. */
export function echoesAnotherPair({ sent, answer }: Pick<Exchange, 'sent' | 'answer'>): boolean {
  const pairs = [
    [textAt(sent, 'token'), textAt(answer, 'token')],
    [textAt(sent, 'otp'), firstText(answer, 'OTP', 'otp')],
  ];
  return pairs.some(([one, other]) => one !== undefined && other !== undefined && one !== other);
}

/** ELX-07, ELX-22: a status other than ACTIVE, or a reason; null and an empty text are none. */
export function isBanned(answer: Exchange['answer']): boolean {
  const status = firstText(answer, 'data.user.status');
  const reason = firstText(answer, 'data.user.banReason', 'data.user.ban_reason');
  return (status !== undefined && status !== 'ACTIVE') || reason !== undefined;
}

function has(fields: Exchange['answer'], path: string): boolean {
  return firstText(fields, path) !== undefined;
}
