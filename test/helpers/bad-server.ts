import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';

/** What the server does with a connection once a whole request head has come. */
export type Behaviour = (socket: Socket) => void;

export interface BadServer {
  readonly port: number;
  readonly url: string;
  /** What arrived, one text per connection, as it came over the wire. */
  readonly requests: string[];
  /** Bytes that went out, over all connections. */
  sent(): number;
  /** Connections that are open now. */
  open(): number;
  [Symbol.asyncDispose](): Promise<void>;
}

const megabyte = Buffer.alloc(1024 * 1024, 'x');

function send(...lines: string[]): Behaviour {
  return (socket) => void socket.end(lines.join('\r\n'));
}

/** Every way to answer badly, by name; each is written byte by byte, as no HTTP library would. */
export const behaviours = {
  good: send('HTTP/1.1 200 OK', 'Content-Type: application/json', 'Content-Length: 11', '', '{"ok":true}'),
  empty: (socket) => void socket.end(),
  reset: (socket) => void socket.resetAndDestroy(),
  silent: () => {},
  garbage: send('SSH-2.0-OpenSSH_9.6', '', ''),
  halfHead: send('HTTP/1.1 200 OK', 'Content-Ty'),
  cutOff: send('HTTP/1.1 200 OK', 'Content-Length: 100', '', '{"ok":'),
  cutOffByReset: (socket) =>
    void socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"ok":', () =>
      setImmediate(() => socket.resetAndDestroy()),
    ),
  cutOffChunks: send('HTTP/1.1 200 OK', 'Transfer-Encoding: chunked', '', '6', '{"ok":', ''),
  badChunk: send('HTTP/1.1 200 OK', 'Transfer-Encoding: chunked', '', 'eleven', '{"ok":true}', '0', '', ''),
  hugeHeader: send('HTTP/1.1 200 OK', `X-Padding: ${'x'.repeat(20_000)}`, 'Content-Length: 2', '', '{}'),
  brokenGzip: send('HTTP/1.1 200 OK', 'Content-Encoding: gzip', 'Content-Length: 11', '', '{"ok":true}'),
  html: send('HTTP/1.1 200 OK', 'Content-Type: text/html', 'Content-Length: 20', '', '<html>Welcome</html>'),
  switched: (socket) =>
    void socket.write(
      'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    ),
  dribble: (socket) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n');
    const timer = setInterval(() => socket.write('x'), 5);
    socket.once('close', () => clearInterval(timer));
  },
  endless: (socket) => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    pour(socket, megabyte, Number.POSITIVE_INFINITY);
  },
  quarterGigabyte: (socket) => {
    socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${256 * megabyte.length}\r\n\r\n`);
    pour(socket, megabyte, 256);
  },
  /** A gigabyte of nothing in one megabyte of gzip. */
  gzipBomb: (socket) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n');
    pour(socket, bomb(), 64);
  },
} satisfies Record<string, Behaviour>;

/** An answer with this status line and an empty JSON object, where the status may have a body. */
export function status(line: string): Behaviour {
  if (/^(?:204|304)/.test(line)) return send(`HTTP/1.1 ${line}`, '', '');
  return send(`HTTP/1.1 ${line}`, 'Content-Length: 2', '', '{}');
}

/** A 307, which asks for the same request and body elsewhere. */
export function redirect(location: string): Behaviour {
  return send('HTTP/1.1 307 Temporary Redirect', `Location: ${location}`, 'Content-Length: 0', '', '');
}

/** Exactly these bytes as the body of a 200. */
export function body(bytes: Uint8Array, ...headers: string[]): Behaviour {
  return (socket) => {
    socket.write(['HTTP/1.1 200 OK', ...headers, `Content-Length: ${bytes.length}`, '', ''].join('\r\n'));
    socket.end(bytes);
  };
}

/** Listens on a free port of 127.0.0.1 and treats every connection the same way, `atOnce` at its first bytes. */
export async function badServer(
  behaviour: Behaviour,
  options: { atOnce?: boolean } = {},
): Promise<BadServer> {
  const isDue = (text: string) => text.includes(options.atOnce === true ? '' : '\r\n\r\n');
  const sockets = new Set<Socket>();
  const requests: string[] = [];
  let sent = 0;
  const server = createServer((socket) => {
    const index = requests.push('') - 1;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => {
      sent += socket.bytesWritten;
      sockets.delete(socket);
    });
    socket.on('data', (chunk) => {
      const before = requests[index] ?? '';
      requests[index] = before + chunk.toString('latin1');
      const wasDue = before !== '' && isDue(before);
      if (!wasDue && isDue(requests[index])) behaviour(socket);
    });
  });
  const port = await listen(server);
  return {
    port,
    url: `http://127.0.0.1:${port}/sessions?apikey=query-secret`,
    requests,
    sent: () => [...sockets].reduce((sum, socket) => sum + socket.bytesWritten, sent),
    open: () => sockets.size,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Starts a server on a free port of 127.0.0.1. */
export async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** Writes the block again and again, no faster than the other side reads. */
function pour(socket: Socket, block: Uint8Array, times: number): void {
  for (let left = times; left > 0; left -= 1) {
    if (socket.destroyed) return;
    if (!socket.write(block)) {
      socket.once('drain', () => pour(socket, block, left - 1));
      return;
    }
  }
  socket.end();
}

let packed: Buffer | undefined;

/** 16 MB of zeros, packed: gzip members may follow one another. */
function bomb(): Buffer {
  packed ??= gzipSync(Buffer.alloc(16 * megabyte.length), { level: 9 });
  return packed;
}
