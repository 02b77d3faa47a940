import { CliError, type CliErrorOptions, errorCode } from '../errors.ts';
import { addressOf, isLoopback, longestConnectMs } from './address.ts';
import { BadAnswer } from './answer.ts';
import type { Exchange, Phase } from './connection.ts';
import { explainProxy } from './proxy-errors.ts';
import { explainTls, isTlsCode } from './tls-errors.ts';

/** Where to look the address up that could not be talked to. */
function whence({ givenBy }: Exchange): string {
  return givenBy === undefined
    ? 'The base URL is shown by: authrig config list'
    : `The address is what ${givenBy} gives.`;
}

function doctor(exchange: Exchange): string {
  return `See what is in the way: HTTPS_PROXY and NO_PROXY, DNS, a firewall. ${whence(exchange)}`;
}

function wrongPlace(exchange: Exchange): string {
  return `Is it the right address, and is a proxy in the way? ${whence(exchange)}`;
}

/** What went wrong below got: the code is for machines, the message for nobody but us. */
interface Failure {
  readonly code: string;
  readonly message: string;
}

/**
 * Turns a failed exchange into the CliError that says what happened: `network` where no answer came, `provider`
 * where what came was no HTTP. Neither the message nor the cause carries a query, a header or a body.
 */
export function exchangeError(error: unknown, exchange: Exchange): CliError {
  const { url, phase } = exchange;
  const inner = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const failure = { code: codeOf(inner) ?? codeOf(error) ?? '', message: messageOf(inner) };
  const details = { sent: phase === 'answer' || phase === 'body', cause: bareCause(failure) };
  if (inner instanceof BadAnswer)
    return new CliError('provider', `${addressOf(url)} ${inner.message}.`, {
      ...details,
      hint: wrongPlace(exchange),
    });
  const timed = timedWithin(error);
  if (timed !== undefined) return network(exchange, late(exchange, timed), details);
  if (phase === 'tunnel' && exchange.proxy !== undefined) {
    const { reason, hint } = explainProxy(exchange.proxy, failure);
    return network(exchange, `${addressOf(url)} could not be reached: the proxy ${reason}`, {
      ...details,
      hint,
    });
  }
  return (
    unreached(exchange, failure, details) ??
    untrusted(exchange, failure, details) ??
    broken(exchange, failure, details) ??
    cutOff(exchange, failure, details) ??
    unexpected(exchange, failure, details)
  );
}

function network(exchange: Exchange, sentence: string, details: CliErrorOptions): CliError {
  const { proxy } = exchange;
  const way = proxy === undefined ? '' : ` (via proxy ${proxy.address})`;
  return new CliError('network', `${sentence}${way}.`, {
    retryable: true,
    hint: doctor(exchange),
    ...details,
  });
}

/** The phase that got timed, `request` for the whole exchange, where the error is a time-out at all. */
function timedWithin(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.name === 'TimeoutError' && 'event' in error) return String(error.event);
  return timedWithin(error.cause);
}

function late({ url, phase, timeoutMs }: Exchange, timed: string): string {
  const address = addressOf(url);
  const limit = inWords(timed === 'request' ? timeoutMs : Math.min(longestConnectMs, timeoutMs));
  const sentences: Record<Phase, string> = {
    tunnel: `The proxy did not open the way to ${address} within ${limit}`,
    lookup: `DNS did not find ${url.hostname} within ${limit}`,
    connect: `${address} did not accept the connection within ${limit}`,
    handshake: `${address} did not finish the TLS handshake within ${limit}`,
    answer: `${address} did not answer within ${limit}`,
    body: `${address} did not finish its answer within ${limit}`,
  };
  return sentences[phase];
}

function inWords(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${Math.round(milliseconds / 100) / 10} s`;
}

/** Failures to get to the server at all. */
function unreached(exchange: Exchange, { code }: Failure, details: CliErrorOptions): CliError | undefined {
  const { url, phase } = exchange;
  const say = (sentence: string, hint = doctor(exchange)) =>
    network(exchange, sentence, { ...details, sent: false, hint });
  const address = addressOf(url);
  if (code === 'ENOTFOUND') {
    return say(`DNS knows no host ${url.hostname}`, `Is this machine online? ${whence(exchange)}`);
  }
  if (code === 'EAI_AGAIN') return say(`DNS gave no answer for ${url.hostname}; this machine may be offline`);
  if (code.startsWith('EAI_')) return say(`DNS failed for ${url.hostname} (${code})`);
  if (code === 'ECONNREFUSED') {
    const local = isLoopback(url.hostname);
    const hint = local
      ? 'If this is meant to be the sandbox, start it with: authrig sandbox start'
      : doctor(exchange);
    return say(`${address} refused the connection`, hint);
  }
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH')
    return say(`There is no route to ${address} (${code})`);
  return phase === 'connect' && code !== '' ? say(`${address} could not be reached (${code})`) : undefined;
}

function untrusted(exchange: Exchange, failure: Failure, details: CliErrorOptions): CliError | undefined {
  if (exchange.phase !== 'handshake' && !isTlsCode(failure.code)) return undefined;
  const { reason, hint } = explainTls(failure.code, failure.message);
  return network(exchange, `${addressOf(exchange.url)} ${reason}`, { ...details, hint });
}

/** Answers that are no HTTP. */
function broken(exchange: Exchange, { code }: Failure, details: CliErrorOptions): CliError | undefined {
  const say = (what: string) =>
    new CliError('provider', `${addressOf(exchange.url)} answered with broken HTTP: ${what}.`, {
      ...details,
      hint: wrongPlace(exchange),
    });
  if (code === 'HPE_INVALID_EOF_STATE') return undefined;
  if (code === 'HPE_HEADER_OVERFLOW') return say('its headers are larger than 16 KB');
  if (code === 'HPE_INVALID_CHUNK_SIZE') return say('its body is cut into chunks that make no sense');
  if (code.startsWith('HPE_')) return say(`what it sent cannot be read (${code})`);
  return /^Z_|^ERR__|^ZSTD_/.test(code) ? say('its compressed body is damaged') : undefined;
}

/** Connections that were lost after the request had left. */
function cutOff(
  exchange: Exchange,
  { code, message }: Failure,
  given: CliErrorOptions,
): CliError | undefined {
  const lost = ['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'HPE_INVALID_EOF_STATE'];
  if (!lost.includes(code)) return undefined;
  const address = addressOf(exchange.url);
  const details = { ...given, sent: true };
  if (exchange.phase === 'body' || code === 'HPE_INVALID_EOF_STATE') {
    return network(exchange, `The answer of ${address} was cut off`, details);
  }
  const quietly = message === 'socket hang up';
  const sentence = quietly
    ? `${address} closed the connection without an answer`
    : `${address} broke off the connection`;
  return network(exchange, `${sentence}${quietly ? '' : ` (${code})`}`, details);
}

function unexpected(exchange: Exchange, { code }: Failure, details: CliErrorOptions): CliError {
  if (/^E[A-Z]+$/.test(code))
    return network(exchange, `The connection to ${addressOf(exchange.url)} failed (${code})`, details);
  return new CliError(
    'internal',
    `The exchange with ${addressOf(exchange.url)} failed in a way authrig does not know.`,
    details,
  );
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const code = errorCode(error) ?? ('code' in error ? error.code : undefined);
  return typeof code === 'string' && code !== 'ERR_GOT_REQUEST_ERROR' ? code : undefined;
}

function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : '';
}

/** got's errors hold the whole request and Node's the bytes that came: only their names go further. */
function bareCause({ code, message }: Failure): Error {
  return new Error(code === '' ? message : `${code}: ${message}`);
}
