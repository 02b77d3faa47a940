import { connect, type Socket } from 'node:net';

/** What came over a socket, and how it ended. */
export interface RawAnswer {
  readonly text: string;
  /** `end` where the server closed it in order, else the error's code. */
  readonly ended: string;
}

export interface RawCall {
  readonly socket: Socket;
  /** What has come so far. */
  text(): string;
  readonly over: Promise<RawAnswer>;
}

/** Sends bytes as they are, and takes what comes back as it is. */
export function rawCall(origin: string, text: string): RawCall {
  let answer = '';
  let ended = 'end';
  const socket = connect(Number(new URL(origin).port), '127.0.0.1', () => socket.write(text));
  const over = new Promise<RawAnswer>((resolve) => {
    socket.on('data', (chunk) => (answer += chunk.toString('latin1')));
    socket.on('error', (error: NodeJS.ErrnoException) => (ended = error.code ?? error.message));
    socket.on('close', () => resolve({ text: answer, ended }));
  });
  return { socket, text: () => answer, over };
}
