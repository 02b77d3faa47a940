import { expect, test } from 'vitest';
import type { Exchange, Phase } from '../../src/http/connection.ts';
import { exchangeError } from '../../src/http/network-errors.ts';

const where = 'api.elixir.example:443';

function at(phase: Phase, timeoutMs = 10_000): Exchange {
  const url = new URL('https://api.elixir.example/otp?apikey=query-secret');
  return { url, timeoutMs, proxy: undefined, phase };
}

function failure(code: string, message = code): Error {
  return Object.assign(new Error(message), { code });
}

/** An error as got throws it: with the whole request on it, and Node's own error below. */
function wrapped(cause: Error): Error {
  const options = { headers: { 'x-api-key': 'key-secret' } };
  return Object.assign(new Error(cause.message, { cause }), { code: 'ERR_GOT_REQUEST_ERROR', options });
}

function late(event: string): Error {
  return Object.assign(new Error('late'), { name: 'TimeoutError', code: 'ETIMEDOUT', event });
}

test.each<[Phase, event: string, sentence: string, sent: boolean]>([
  ['lookup', 'lookup', 'DNS did not find api.elixir.example within 5 s', false],
  ['connect', 'connect', `${where} did not accept the connection within 5 s`, false],
  ['handshake', 'secureConnect', `${where} did not finish the TLS handshake within 5 s`, false],
  ['handshake', 'request', `${where} did not finish the TLS handshake within 10 s`, false],
  ['answer', 'request', `${where} did not answer within 10 s`, true],
  ['body', 'request', `${where} did not finish its answer within 10 s`, true],
])('F02 F05 F06: late in the phase %s, by %s', (phase, event, sentence, sent) => {
  const { kind, message, details } = exchangeError(late(event), at(phase));
  expect([kind, message, details.sent, details.retryable]).toEqual(['network', `${sentence}.`, sent, true]);
});

test.each([
  ['connect', failure('ENOTFOUND')],
  ['connect', failure('EHOSTUNREACH')],
  ['answer', failure('HPE_INVALID_CONSTANT')],
  ['answer', late('request')],
] as const)('the hint says where the address came from: %s, %s', (phase, error) => {
  expect(exchangeError(error, at(phase)).details.hint).toMatch(/The base URL .*authrig config list$/);
  const { hint } = exchangeError(error, { ...at(phase), givenBy: '--clock-from' }).details;
  expect(hint).toMatch(/The address is what --clock-from gives\.$/);
  expect(hint).not.toContain('base URL');
});

test('a deadline shorter than the connection’s own is the one that is told', () => {
  expect(exchangeError(late('connect'), at('connect', 250)).message).toContain('within 250 ms');
  expect(exchangeError(late('connect'), at('connect', 2500)).message).toContain('within 2.5 s');
});

test.each<[Phase, Error, kind: string, sentence: string, sent: boolean]>([
  ['connect', failure('ETIMEDOUT'), 'network', `${where} could not be reached (ETIMEDOUT)`, false],
  ['connect', failure('EHOSTUNREACH'), 'network', `There is no route to ${where} (EHOSTUNREACH)`, false],
  ['answer', failure('EPIPE'), 'network', `${where} broke off the connection (EPIPE)`, true],
  ['answer', failure('HPE_INVALID_EOF_STATE'), 'network', `The answer of ${where} was cut off`, true],
  ['body', failure('ETIMEDOUT'), 'network', `The answer of ${where} was cut off`, true],
  ['answer', failure('EMFILE'), 'network', `The connection to ${where} failed (EMFILE)`, true],
  [
    'body',
    failure('ZSTD_error_corruption'),
    'provider',
    `${where} answered with broken HTTP: its compressed body is damaged`,
    true,
  ],
  [
    'body',
    failure('ERR__ERROR_FORMAT_PADDING_1'),
    'provider',
    `${where} answered with broken HTTP: its compressed body is damaged`,
    true,
  ],
  [
    'handshake',
    failure('CERT_NOT_YET_VALID'),
    'network',
    `${where} has a certificate that is not valid yet`,
    false,
  ],
  [
    'handshake',
    failure('EE_KEY_TOO_SMALL'),
    'network',
    `${where} could not be trusted over TLS (EE_KEY_TOO_SMALL)`,
    false,
  ],
  [
    'handshake',
    failure(
      'EPROTO',
      'write EPROTO C0:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../x.c:354:',
    ),
    'network',
    `${where} does not speak TLS on this port`,
    false,
  ],
])('F26: in the phase %s, %o', (phase, error, kind, sentence, sent) => {
  const failed = exchangeError(wrapped(error), at(phase));
  expect([failed.kind, failed.message, failed.details.sent]).toEqual([kind, `${sentence}.`, sent]);
});

test.each<Phase>(['lookup', 'connect', 'answer'])(
  'what nobody foresaw (%s) is a bug, not a network to be tried again',
  (phase) => {
    const { kind, details } = exchangeError(wrapped(new TypeError('x is not a function')), at(phase));
    expect([kind, details.retryable]).toEqual(['internal', undefined]);
  },
);

test('T8: the cause keeps code and text, and drops the request and the bytes that came', () => {
  const cause = Object.assign(failure('HPE_INVALID_CONSTANT', 'Parse Error'), {
    rawPacket: Buffer.from('body-secret'),
  });
  const { details } = exchangeError(wrapped(cause), at('answer'));
  expect(details.cause).toEqual(new Error('HPE_INVALID_CONSTANT: Parse Error'));
  expect(Object.keys(details.cause as Error)).toEqual([]);
});
