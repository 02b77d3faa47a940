import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
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
import type { Route } from './route.ts';
import type { SandboxAnswer, SandboxRequest } from './vendor.ts';

const host = '127.0.0.1';

/** A server that listens. */
export interface ListeningServer {
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string;
  /** Ends every connection and request at once. */
  close(): Promise<void>;
}

/** Sees every request that was let in, together with its answer. */
export type Observer = (request: SandboxRequest, answer: SandboxAnswer) => void;

type Bindings = { Bindings: HttpBindings };
type Call = Context<Bindings>;

/**
 * Serves routes on loopback, on a free port where `port` is 0. Throws `local` where the port can't be had.
 */
export async function listen(
  port: number,
  routesAt: (origin: string) => readonly Route[],
  observe: Observer,
): Promise<ListeningServer> {
  const closing = new AbortController();
  let app = new Hono<Bindings>();
  const server = createServer(
    getRequestListener((request, env) => app.fetch(request, env as HttpBindings), {
      hostname: host,
      overrideGlobalObjects: false,
      errorHandler: () => toResponse(unreadable),
    }),
  );
  await bind(server, port);
  const origin = `http://${host}:${(server.address() as AddressInfo).port}`;
  app = createApp(origin, routesAt(origin), observe, closing.signal);
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

function createApp(
  origin: string,
  routes: readonly Route[],
  observe: Observer,
  closing: AbortSignal,
): Hono<Bindings> {
  const app = new Hono<Bindings>();

  async function serve(call: Call, answer: Route['answer'], ownOrigin = false): Promise<Response> {
    const { incoming } = call.env;
    if (isForeignHost(incoming.headers.host, call.req.url, origin)) return toResponse(foreignHost(origin));
    if (ownOrigin && isForeignPost(incoming, origin)) return toResponse(foreignOrigin(origin));
    const body = await readBody(incoming);
    if (body === undefined) return toResponse(tooLarge);
    const request = toRequest(call, body);
    const answered = await answer(request, signalOf(call, closing));
    observe(request, answered);
    return toResponse(answered);
  }

  const allowed = new Map<string, string[]>();
  for (const { method, path, ownOrigin, answer } of routes) {
    app.on(method, path, (call) => serve(call, answer, ownOrigin));
    allowed.set(path, [...(allowed.get(path) ?? []), method]);
  }
  for (const [path, methods] of allowed) {
    app.all(path, (call) => serve(call, () => wrongMethod(methods)));
  }
  app.notFound((call) => serve(call, () => unknownRoute(origin)));
  app.onError(() => toResponse(failed));
  return app;
}

function toRequest(call: Call, body: string): SandboxRequest {
  const { pathname, searchParams } = new URL(call.req.url);
  return {
    method: call.req.method,
    path: pathname,
    peer: (call.env.incoming.socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
    params: call.req.param(),
    query: searchParams,
    headers: call.req.header(),
    body,
  };
}

/** Aborted when the client leaves or the server closes, whichever is first. */
function signalOf(call: Call, closing: AbortSignal): AbortSignal {
  const end = new AbortController();
  const stop = (): void => end.abort();
  closing.addEventListener('abort', stop, { once: true });
  call.env.outgoing.once('close', () => {
    closing.removeEventListener('abort', stop);
    stop();
  });
  return end.signal;
}

function toResponse({ status = 200, headers = {}, body }: SandboxAnswer): Response {
  const text = typeof body === 'string';
  const bare = body === undefined;
  return new Response(bare ? null : text ? body : JSON.stringify(body), {
    status,
    headers: {
      ...(bare ? {} : { 'content-type': text ? 'text/plain; charset=utf-8' : 'application/json' }),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...headers,
    },
  });
}
