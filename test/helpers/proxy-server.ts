import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import { listen } from './bad-server.ts';

export interface ProxyOptions {
  /** Where a CONNECT to `host:port` really goes: a port on 127.0.0.1. */
  readonly routes?: Readonly<Record<string, number>>;
  /** `NAME:PASSWORD` that it insists on. */
  readonly credentials?: string;
  /** What it answers to every CONNECT, instead of opening a tunnel. */
  readonly answer?: string;
  /** Takes the connection and never answers. */
  readonly silent?: boolean;
}

export interface ProxyServer {
  readonly address: string;
  readonly url: string;
  /** The targets that were asked for. */
  readonly connects: string[];
  /** Connections that are open now. */
  open(): number;
  [Symbol.asyncDispose](): Promise<void>;
}

/** A CONNECT proxy on 127.0.0.1 that leads to other ports of 127.0.0.1 alone. */
export async function proxyServer(options: ProxyOptions = {}): Promise<ProxyServer> {
  const connects: string[] = [];
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
  };
  const server = createServer();
  server.on('connection', keep);
  server.on('connect', (request, socket: Socket) => {
    const target = request.url ?? '';
    connects.push(target);
    if (options.silent === true) {
      socket.on('end', () => socket.end()).resume();
      return;
    }
    const port = options.routes?.[target];
    const wanted = options.credentials && `Basic ${Buffer.from(options.credentials).toString('base64')}`;
    if (options.answer !== undefined) socket.end(options.answer);
    else if (wanted !== undefined && request.headers['proxy-authorization'] !== wanted) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n');
    } else if (port === undefined) socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    else {
      const upstream = connect(port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        upstream.pipe(socket).pipe(upstream);
      });
      keep(upstream);
    }
  });
  const port = await listen(server);
  return {
    address: `127.0.0.1:${port}`,
    url: `http://127.0.0.1:${port}`,
    connects,
    open: () => sockets.size,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
