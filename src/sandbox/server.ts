import { getEventListeners } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Clock } from '../clock.ts';
import { bindLoopback, loopback, readIncoming } from '../loopback-server.ts';
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

/** In bytes: what a body may have, and what is read of one that has more. */
const bodyLimits = { largest: 1_000_000, mostRead: 100_000_000 };

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
  /** The sandbox's own time, which answers are dated by, in milliseconds since 1970. */
  readonly now: () => number;
}

/** Serves routes on loopback. Throws `local` where the port can't be had. */
export async function listen({
  port,
  routesAt,
  observe,
  clock,
  now,
}: ServerOptions): Promise<ListeningServer> {
  const state: { desk?: Desk } = {};
  const server = createServer((incoming, outgoing) => {
    if (state.desk !== undefined) void serve(state.desk, incoming, outgoing);
  });
  await bindLoopback(server, port, 'The sandbox');
  // A connection that can't be taken ends nothing.
  server.on('error', () => {});
  const origin = `http://${loopback}:${(server.address() as AddressInfo).port}`;
  try {
    const routes = routesAt(origin);
    state.desk = { origin, routes, router: createRouter(routes), observe, clock, now };
  } catch (error) {
    server.close();
    throw error;
  }
  return {
    origin,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

interface Desk extends Pick<ServerOptions, 'observe' | 'clock' | 'now'> {
  readonly origin: string;
  readonly router: Router;
  readonly routes: readonly Route[];
}

/** Why a request is given up. Made once: an error with its stack for each answer would be a good part of its time. */
const left = new Error('The client has left, or the server closes.');

/** Controllers whose signal nobody listened to serve the next request of their connection, for the same reason. */
const idle = new WeakMap<Socket, AbortController>();

function takeController(socket: Socket): AbortController {
  const end = idle.get(socket) ?? new AbortController();
  idle.delete(socket);
  return end;
}

/** Answers one request, whatever becomes of it: nothing that it does may end the server. */
async function serve(desk: Desk, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const end = takeController(incoming.socket);
  outgoing.once('close', () => {
    if (outgoing.writableFinished && getEventListeners(end.signal, 'abort').length === 0)
      idle.set(incoming.socket, end);
    else end.abort(left);
  });
  try {
    const answer = await answerTo(desk, incoming, end.signal);
    await ('stream' in answer
      ? sendStream(outgoing, answer.stream, desk.now(), end.signal)
      : send(outgoing, answer, desk, end.signal));
  } catch {
    if (!outgoing.headersSent && !end.signal.aborted) await send(outgoing, failed, desk, end.signal);
    else outgoing.destroy();
  }
}

async function answerTo(
  { origin, router, routes, observe }: Desk,
  incoming: IncomingMessage,
  signal: AbortSignal,
): Promise<RouteAnswer> {
  const target = incoming.url ?? '';
  const address = target.startsWith('/') ? origin + target : target;
  const url = readUrl(address);
  if (url === undefined) return unreadable;
  if (isForeignHost(incoming.headers.host, url, origin)) return foreignHost(origin);
  const method = incoming.method ?? '';
  const found = router.find(method, url.pathname);
  if ('route' in found && found.route.ownOrigin === true && isForeignPost(incoming, origin))
    return foreignOrigin(origin);
  const read = await readIncoming(incoming, bodyLimits);
  if (read === 'left') throw left;
  if (typeof read === 'string') return tooLarge;
  const request: SandboxRequest = {
    method,
    path: url.pathname,
    peer: (incoming.socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
    params: 'route' in found ? found.params : {},
    query: url.searchParams,
    headers: headersOf(incoming),
    body: read.text,
  };
  const answer =
    'route' in found
      ? await found.route.answer(request, signal)
      : found.length === 0
        ? unknownRoute(origin, url.pathname, routes)
        : wrongMethod(found);
  if (!('stream' in answer)) observe(request, answer);
  return answer;
}

function readUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

/** Node joins what came more than once, `set-cookie` alone excepted, which no client has to send. */
function headersOf({ headers }: IncomingMessage): SandboxRequest['headers'] {
  if (headers['set-cookie'] === undefined) return headers as SandboxRequest['headers'];
  const { 'set-cookie': _cookies, ...joined } = headers;
  return joined as SandboxRequest['headers'];
}

async function send(
  outgoing: ServerResponse,
  answer: SandboxAnswer,
  { clock, now }: Pick<Desk, 'clock' | 'now'>,
  signal: AbortSignal,
): Promise<void> {
  const { status = 200, body } = answer;
  const text = body === undefined || typeof body === 'string' ? (body ?? '') : JSON.stringify(body);
  const headers = headersFor(answer, now());
  if (answer.fault !== undefined) {
    const whole = { status, headers, body: Buffer.from(text) };
    return sendBroken(outgoing, whole, answer.fault, clock, signal);
  }
  // A text goes out in one piece with the headers before it, bytes would not.
  Object.assign(headers, { 'content-length': String(Buffer.byteLength(text)) });
  outgoing.writeHead(status, headers).end(text);
}

/** Strings are sent as they are, everything else as JSON. Assigned, since spreads took a fifth of an answer's time. */
function headersFor({ headers, body }: SandboxAnswer, now: number): Outgoing['headers'] {
  const type = typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json';
  return Object.assign(
    body === undefined ? {} : { 'content-type': type },
    { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' },
    headers,
    { date: dateOf(now) },
  );
}

/** The last second that an answer was dated by: wording it anew for each answer would be a good part of its time. */
const dated = { second: Number.NaN, text: '' };

function dateOf(now: number): string {
  const second = Math.floor(now / 1000);
  if (second !== dated.second) Object.assign(dated, { second, text: new Date(now).toUTCString() });
  return dated.text;
}

async function sendStream(
  outgoing: ServerResponse,
  stream: (write: (text: string) => void, signal: AbortSignal) => Promise<void>,
  now: number,
  signal: AbortSignal,
): Promise<void> {
  outgoing.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    date: dateOf(now),
  });
  outgoing.flushHeaders();
  // A HEAD asks for no more than this, and would hold its connection for ever.
  if (outgoing.req.method !== 'HEAD') await stream((text) => outgoing.write(text), signal);
  outgoing.end();
}
