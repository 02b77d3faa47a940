import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../clock.ts';
import { CliError, errorCode } from '../errors.ts';
import { readBody } from './body.ts';
import { isForeignHost, isForeignPost } from './guard.ts';
import {
  failed,
  foreignHost,
  foreignOrigin,
  tooLarge,
  unknownRoute,
  unreadable,
  wrongMethod,
} from './refusals.ts';
import type { Route, RouteAnswer } from './route.ts';
import { createRouter, type Router } from './router.ts';
import type { SandboxAnswer, SandboxRequest } from './vendor.ts';
import { type Outgoing, sendBroken } from './wire.ts';

const host = '127.0.0.1';

/** A server that listens. */
export interface ListeningServer {
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string;
  /** Ends every connection and request at once. */
  close(): Promise<void>;
}

export interface ServerOptions {
  /** 0 for a free one. */
  readonly port: number;
  readonly routesAt: (origin: string) => readonly Route[];
  /** Sees every request that was let in, together with its answer. */
  readonly observe: (request: SandboxRequest, answer: SandboxAnswer) => void;
  /** The machine's clock: a client waits in real time. */
  readonly clock: Clock;
}

/** Serves routes on loopback. Throws `local` where the port can't be had. */
export async function listen({ port, routesAt, observe, clock }: ServerOptions): Promise<ListeningServer> {
  const closing = new AbortController();
  const state: { desk?: Desk } = {};
  const server = createServer((incoming, outgoing) => {
    if (state.desk !== undefined) void serve(state.desk, incoming, outgoing);
  });
  await bind(server, port);
  const origin = `http://${host}:${(server.address() as AddressInfo).port}`;
  try {
    const router = createRouter(routesAt(origin));
    state.desk = { origin, router, observe, clock, closing: closing.signal };
  } catch (error) {
    server.close();
    throw error;
  }
  return {
    origin,
    close: async () => {
      closing.abort();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function bind(server: Server, port: number): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
  } catch (error) {
    const code = errorCode(error);
    const why = code === 'EADDRINUSE' ? 'another program listens there' : (code ?? 'for an unknown reason');
    throw new CliError('local', `The sandbox can't listen on ${host}:${port}: ${why}.`, {
      cause: error,
      hint: 'Give another port with --port, or leave it out to get a free one.',
    });
  }
}

interface Desk extends Pick<ServerOptions, 'observe' | 'clock'> {
  readonly origin: string;
  readonly router: Router;
  readonly closing: AbortSignal;
}

/** Answers one request, whatever becomes of it: nothing that it does may end the server. */
async function serve(desk: Desk, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const end = new AbortController();
  const stop = (): void => end.abort();
  desk.closing.addEventListener('abort', stop, { once: true });
  outgoing.once('close', () => {
    desk.closing.removeEventListener('abort', stop);
    stop();
  });
  try {
    const answer = await answerTo(desk, incoming, end.signal);
    await ('stream' in answer
      ? sendStream(outgoing, answer.stream, end.signal)
      : send(outgoing, answer, desk.clock, end.signal));
  } catch {
    if (!outgoing.headersSent && !end.signal.aborted) await send(outgoing, failed, desk.clock, end.signal);
    else outgoing.destroy();
  }
}

async function answerTo(
  { origin, router, observe }: Desk,
  incoming: IncomingMessage,
  signal: AbortSignal,
): Promise<RouteAnswer> {
  const target = incoming.url ?? '';
  const address = target.startsWith('/') ? origin + target : target;
  if (!URL.canParse(address)) return unreadable;
  const url = new URL(address);
  if (isForeignHost(incoming.headers.host, url, origin)) return foreignHost(origin);
  const method = incoming.method ?? '';
  const found = router.find(method, url.pathname);
  if ('route' in found && found.route.ownOrigin === true && isForeignPost(incoming, origin))
    return foreignOrigin(origin);
  const body = await readBody(incoming);
  if (body === undefined) return tooLarge;
  const request: SandboxRequest = {
    method,
    path: url.pathname,
    peer: (incoming.socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
    params: 'route' in found ? found.params : {},
    query: url.searchParams,
    headers: headersOf(incoming),
    body,
  };
  const answer =
    'route' in found
      ? await found.route.answer(request, signal)
      : found.length === 0
        ? unknownRoute(origin)
        : wrongMethod(found);
  if (!('stream' in answer)) observe(request, answer);
  return answer;
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  const read: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) read[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return read;
}

async function send(
  outgoing: ServerResponse,
  answer: SandboxAnswer,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  const ready = toOutgoing(answer);
  if (answer.fault !== undefined) return sendBroken(outgoing, ready, answer.fault, clock, signal);
  const { status, headers, body } = ready;
  outgoing.writeHead(status, { ...headers, 'content-length': body.length }).end(body);
}

/** Strings are sent as they are, everything else as JSON. */
function toOutgoing({ status = 200, headers = {}, body }: SandboxAnswer): Outgoing {
  const text = typeof body === 'string';
  const bare = body === undefined;
  return {
    status,
    headers: {
      ...(bare ? {} : { 'content-type': text ? 'text/plain; charset=utf-8' : 'application/json' }),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...headers,
    },
    body: Buffer.from(bare ? '' : text ? body : JSON.stringify(body)),
  };
}

async function sendStream(
  outgoing: ServerResponse,
  stream: (write: (text: string) => void, signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  outgoing.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  outgoing.flushHeaders();
  // A HEAD asks for no more than this, and would hold its connection for ever.
  if (outgoing.req.method !== 'HEAD') await stream((text) => outgoing.write(text), signal);
  outgoing.end();
}
