import { setMaxListeners } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { StreamOptions } from 'got';
import { CliError } from '../errors.ts';
import type { Machine } from '../machine.ts';
import { longestConnectMs } from './address.ts';
import type { Agents, Exchange } from './connection.ts';
import { readBody, toAnswer } from './answer.ts';
import { checkRequest } from './request-check.ts';
import type { CallNature, ExchangeWatch } from './watch.ts';

/** One request as it leaves. Header names are sent as spelt. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The longest the whole exchange may take, in milliseconds. */
  readonly timeoutMs?: number;
  /**
   * Over a connection that an earlier one of these left open, and leaves it open in turn for a second. Only for what
   * does no harm, since the server may close it at that very moment, and then nobody knows whether it read the call.
   */
  readonly reuse?: true;
  /** Ends this one request early; the run's own signal always does. */
  readonly signal?: AbortSignal;
  /** Lifts the rule that plain http is for loopback alone: for requests that carry nothing of ours. */
  readonly allowPlainHttp?: boolean;
  /** What gave the address, such as `--clock-from`, for the hint of a failure; a base URL where nothing is said. */
  readonly givenBy?: string;
  /** The call of a contract that this is; undefined for a page or a list of messages. */
  readonly call?: CallNature;
  readonly watch?: ExchangeWatch;
  /** True where the address and the answer may hold what belongs to others, such as the mail in a mailbox. */
  readonly confidential?: true;
}

/** One answer as it came, decompressed and decoded as UTF-8, whatever its status from 200 to 599. */
export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case; of repeated headers the first. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The way to the network. Sends once, follows no redirect, reads at most 10 MB. */
export interface Http {
  /**
   * Sends the request once.
   * Throws CliError `network` (no answer; `details.sent` false where it never left), `provider` (too large,
   * broken HTTP), `usage` (plain http to a host that is not loopback), `expired` and `cancelled` by the signal.
   */
  send(request: HttpRequest): Promise<HttpAnswer>;
}

export interface HttpSetup {
  /** Read for the proxy variables, and for NODE_TLS_REJECT_UNAUTHORIZED to warn of it. */
  readonly env: Machine['env'];
  /** The run's signal: every exchange ends with it. */
  readonly signal: AbortSignal;
  /** Our own version, for the user-agent header. */
  readonly version: string;
  /** Told once of a setting that makes the network less safe. */
  readonly warn?: (message: string) => void;
}

const defaultTimeoutMs = 10_000;

/** Makes the way to the network. got and its company are loaded by the first request, proxy code by a proxy. */
export function createHttp(setup: HttpSetup): Http {
  // Every exchange listens to it, however many there are at a time.
  setMaxListeners(0, setup.signal);
  const agents: Agents = {};
  let parts: ReturnType<typeof loadParts> | undefined;
  let warned = false;
  const warnOfTls = (): void => {
    if (warned || setup.env['NODE_TLS_REJECT_UNAUTHORIZED'] !== '0') return;
    warned = true;
    setup.warn?.(tlsWarning);
  };
  return {
    send: async (request) => {
      const url = checkRequest(request);
      const signal =
        request.signal === undefined ? setup.signal : AbortSignal.any([setup.signal, request.signal]);
      throwIfEndedUnsent(signal);
      if (url.protocol === 'https:') warnOfTls();
      parts ??= loadParts();
      const { chooseProxy, ...tools } = await parts;
      const exchange: Exchange = {
        url,
        timeoutMs: request.timeoutMs ?? defaultTimeoutMs,
        proxy: chooseProxy(url, setup.env),
        phase: 'lookup',
        givenBy: request.givenBy,
        ...(request.reuse === true ? { agents } : {}),
        watch: request.watch,
      };
      const headers = {
        'User-Agent': `authrig/${setup.version}`,
        Accept: 'application/json',
        ...request.headers,
      };
      request.watch?.headers(headers);
      return converse({ ...request, headers }, exchange, signal, tools);
    },
  };
}

const tlsWarning =
  'NODE_TLS_REJECT_UNAUTHORIZED=0 is ignored: authrig checks certificates all the same. ' +
  'Unset it, and name a CA of your own in NODE_EXTRA_CA_CERTS.';

/** Loaded once: even what is loaded already costs each call something to import. */
async function loadParts() {
  const [library, { createConnect }, { chooseProxy }] = await Promise.all([
    import('got'),
    import('./connection.ts'),
    import('./proxy-choice.ts'),
  ]);
  return { stream: library.default.stream, createConnect, chooseProxy };
}

type Parts = Pick<Awaited<ReturnType<typeof loadParts>>, 'stream' | 'createConnect'>;

async function converse(
  request: HttpRequest,
  exchange: Exchange,
  signal: AbortSignal,
  { stream: open, createConnect }: Parts,
): Promise<HttpAnswer> {
  const { proxy, url } = exchange;
  const tunnel = proxy && (await (await import('./proxy.ts')).createTunnel(proxy, url));
  const connect = await createConnect(exchange, request.headers, tunnel);
  throwIfEndedUnsent(signal);
  const stream = open(url, {
    ...fixedOptions,
    ...optionsFor(request, exchange),
    request: connect,
    signal,
  });
  try {
    const text = await readBody(stream);
    return toAnswer(stream.response as IncomingMessage, text);
  } catch (error) {
    throwIfEnded(signal);
    const { exchangeError } = await import('./network-errors.ts');
    throw exchangeError(error, exchange);
  } finally {
    stream.destroy();
    tunnel?.abandon();
  }
}

const fixedOptions = {
  retry: { limit: 0 },
  followRedirect: false,
  throwHttpErrors: false,
  decompress: true,
  http2: false,
} as const;

function optionsFor({ method, headers, body }: HttpRequest, { url, timeoutMs }: Exchange): StreamOptions {
  const connectMs = Math.min(longestConnectMs, timeoutMs);
  // got would wait for more to be written where a POST or a DELETE has no body.
  const payload = body ?? (method === 'GET' ? undefined : '');
  // got never learns that the look-up of an IPv6 address is over, as there is none.
  const lookup = url.hostname.startsWith('[') ? {} : { lookup: connectMs };
  return {
    method,
    headers: { ...headers },
    ...(payload === undefined ? {} : { body: payload }),
    timeout: { ...lookup, connect: connectMs, secureConnect: connectMs, request: timeoutMs },
  };
}

function throwIfEnded(signal: AbortSignal): void {
  if (signal.aborted) throw reasonOf(signal);
}

/** As above, before the request left: while another process was waited for, say. */
function throwIfEndedUnsent(signal: AbortSignal): void {
  if (!signal.aborted) return;
  const { kind, message, details } = reasonOf(signal);
  throw new CliError(kind, message, { ...details, sent: false });
}

function reasonOf({ reason }: AbortSignal): CliError {
  return reason instanceof CliError
    ? reason
    : new CliError('cancelled', 'The request was stopped.', { cause: reason });
}
