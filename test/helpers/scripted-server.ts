import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { type Behaviour, listen } from './bad-server.ts';

/** A request as it arrived. */
export interface Arrived {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Names as spelt, repeated ones twice. */
  readonly rawHeaders: readonly string[];
  readonly body: string;
}

/** An answer that is HTTP: a string goes out as it is, everything else as JSON. */
export interface Scripted {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** One answer: HTTP, the bytes of a fault, or what to make of the request. */
export type Reply =
  | Scripted
  | Behaviour
  | { readonly reply: (request: Arrived) => Scripted | Promise<Scripted> };

export interface ScriptedServer {
  readonly origin: string;
  /** Everything that arrived, in order. */
  readonly requests: readonly Arrived[];
  /** What arrived at this path. */
  at(path: string): readonly Arrived[];
  /** How many connections it all came over. */
  connections(): number;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Answers each path by its list, one entry for each request, the last one again and again. What is not in the script
 * is answered 404.
 */
export async function scriptedServer(
  script: Readonly<Record<string, readonly Reply[]>>,
): Promise<ScriptedServer> {
  const requests: Arrived[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const at = (path: string) => requests.filter((request) => request.path === path);

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const request = await read(incoming);
    requests.push(request);
    const replies = script[request.path] ?? [{ status: 404, body: 'This path is not in the script.' }];
    const reply = replies[Math.min(at(request.path).length, replies.length) - 1] ?? {};
    if (typeof reply === 'function') reply(incoming.socket);
    else send(outgoing, 'reply' in reply ? await reply.reply(request) : reply);
  }

  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing));
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
  });
  const port = await listen(server);
  return {
    origin: `http://127.0.0.1:${port}`,
    requests,
    at,
    connections: () => connections,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function read(incoming: IncomingMessage): Promise<Arrived> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const { method = '', url = '', headers, rawHeaders } = incoming;
  return { method, path: url, headers, rawHeaders, body: Buffer.concat(chunks).toString('utf8') };
}

function send(outgoing: ServerResponse, { status = 200, headers = {}, body = '' }: Scripted): void {
  const raw = typeof body === 'string' || Buffer.isBuffer(body);
  outgoing.writeHead(status, { ...(raw ? {} : { 'Content-Type': 'application/json' }), ...headers });
  outgoing.end(raw ? body : JSON.stringify(body));
}
