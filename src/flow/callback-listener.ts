import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { bindLoopback, loopback, readIncoming } from '../loopback-server.ts';
import type { Page } from '../page/shell.ts';
import { asText, largestHead, send, statusOf } from './callback-answer.ts';
import { problemPage } from './callback-pages.ts';

/** A request that is read to its end. */
export interface Call {
  readonly incoming: IncomingMessage;
  /** Undefined where it is larger than 64 KB. */
  readonly body: string | undefined;
  send(page: Page): ServerResponse;
}

/** A server on loopback that takes one request from each connection. */
export interface Listener {
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string;
  /** Requests are answered from here on. */
  serve(handle: (call: Call) => void): void;
  /** Gives the port back; who is connected stays so. */
  stop(): void;
  /** Resolves when nobody is connected. */
  quiet(): Promise<void>;
  /** Ends every connection at once and gives the port back. */
  close(): Promise<void>;
}

const largestBody = 65_536;
/** What a client may send in all; up to here a refused one is heard out, so that it gets to read its answer. */
const mostRead = 8_000_000;
/** The oldest is dropped for one more, so clients that say nothing keep nobody out and take little memory. */
const mostConnections = 100;
const limits = {
  maxHeaderSize: largestHead,
  headersTimeout: 10_000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 1000,
  // A missing Host is refused by the guard, with the same headers as everything else.
  requireHostHeader: false,
};

export type Listen = (port: number, onRefused: (why: string) => void) => Promise<Listener>;

/** Listens on 127.0.0.1 alone, on a free port where `port` is 0. Throws `local` where the port can't be had. */
export const listen: Listen = async (port, onRefused) => {
  // In the order of their last step: the first is the one that has been silent for longest.
  const sockets = new Set<Socket>();
  const served = new WeakSet<Socket>();
  const server = createServer(limits);
  let handle: (call: Call) => void = () => {};

  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    const [oldest] = sockets;
    if (oldest === undefined || sockets.size <= mostConnections) return;
    sockets.delete(oldest);
    oldest.destroy();
  });
  server.on('clientError', (error, socket) => {
    const status = statusOf(error);
    // The parser tells of every further piece; the client is heard out so that it gets to read the answer.
    const heardOut = status !== undefined && status !== 408 && (socket as Socket).bytesRead <= mostRead;
    if (socket.writableEnded && heardOut) return;
    if (status === undefined || !socket.writable || served.has(socket as Socket)) {
      socket.destroy();
      return;
    }
    onRefused(`A request to the callback server was refused: it is no proper HTTP (${status}).`);
    socket.end(asText(problemPage(status, 'Bad request', 'This request could not be read.')));
  });

  async function take(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { socket } = incoming;
    // Requests that were sent ahead of an answer would be handled and never answered.
    if (served.has(socket)) return;
    served.add(socket);
    const read = await readIncoming(incoming, { largest: largestBody, mostRead });
    if (read === 'left' || read === 'without end' || socket.destroyed) return void socket.destroy();
    // The youngest again: its answer is on the way.
    sockets.delete(socket);
    sockets.add(socket);
    handle({
      incoming,
      body: read === 'too large' ? undefined : read.text,
      send: (page) => send(response, page),
    });
  }
  const onRequest = (incoming: IncomingMessage, response: ServerResponse): void =>
    void take(incoming, response);
  server.on('request', onRequest).on('checkExpectation', onRequest);

  await bindLoopback(server, port, 'The callback server');
  server.on('error', () => onRefused('A connection to the callback server could not be taken.'));
  const closed = new Promise<void>((resolve) => server.once('close', resolve));
  const stop = (): void => {
    if (server.listening) server.close();
  };
  return {
    origin: `http://${loopback}:${(server.address() as AddressInfo).port}`,
    serve: (given) => {
      handle = given;
    },
    stop,
    quiet: () => closed,
    close: async () => {
      stop();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
};
