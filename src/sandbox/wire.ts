import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Clock } from '../clock.ts';
import type { FaultKind } from './fault-kinds.ts';
import { faultDefaults } from './fault-words.ts';
import { chance, type Fault } from './faults.ts';
import { problem } from './problem.ts';
import type { SandboxAnswer } from './vendor.ts';

/** An answer as it goes out. */
export interface Outgoing {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What a fault does before the vendor sees the call: waits, or answers in its place. */
export async function strikeBefore(
  struck: Fault,
  clock: Clock,
  signal: AbortSignal,
): Promise<SandboxAnswer | undefined> {
  const fault = whole(struck);
  switch (fault.kind) {
    case 'latency':
      await clock.sleep(waitOf(fault), signal).catch(() => {});
      return undefined;
    case 'status':
      return {
        ...(fault.status === undefined ? {} : { status: fault.status }),
        body: fault.body === undefined ? '' : fault.body,
      };
    case 'rate-limit': {
      const headers = { 'retry-after': String(fault.retryAfter) };
      return problem(429, 'Too many calls: a fault of the sandbox.', 'Wait as Retry-After says.', headers);
    }
    case 'down':
    case 'timeout':
      return { fault, body: undefined };
    default:
      return undefined;
  }
}

/** The fault with what holds where nothing else was said. */
function whole(fault: Fault): Fault {
  return { ...faultDefaults[fault.kind], ...fault };
}

/** Uniform within the jitter, or log-normal around `ms`, drawn from the fault's seed. */
function waitOf({ ms = 0, jitterMs = 0, sigma, seed, id, seen }: Fault): number {
  const draw = (part: string): number => chance({ seed, id }, seen, part);
  if (sigma !== undefined) {
    const normal = Math.sqrt(-2 * Math.log(1 - draw('radius'))) * Math.cos(2 * Math.PI * draw('angle'));
    return Math.min(600_000, Math.round(ms * Math.exp(sigma * normal)));
  }
  return Math.max(0, Math.round(ms + jitterMs * (2 * draw('jitter') - 1)));
}

interface Job {
  readonly fault: Fault;
  readonly answer: Outgoing;
  readonly outgoing: ServerResponse;
  readonly socket: Socket;
  /** Waits in the machine's time; resolves early when the client has left. */
  readonly pause: (milliseconds: number) => Promise<void>;
  readonly isOver: () => boolean;
}

/** Sends an answer as its fault spoils it. Resolves when nothing more is sent. */
export async function sendBroken(
  outgoing: ServerResponse,
  answer: Outgoing,
  fault: Fault,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  const { socket } = outgoing;
  if (socket === null) return;
  await senders[fault.kind]({
    fault: whole(fault),
    answer,
    outgoing,
    socket,
    pause: (milliseconds) => clock.sleep(milliseconds, signal).catch(() => {}),
    isOver: () => signal.aborted,
  });
}

const page = '<!doctype html><title>Sign in to the network</title><p>A page where JSON was due.</p>';

const senders: Readonly<Record<FaultKind, (job: Job) => void | Promise<void>>> = {
  down: ({ socket }) => void socket.resetAndDestroy(),
  reset: ({ socket }) => void socket.resetAndDestroy(),
  timeout: async ({ fault: { ms }, socket, pause }) => {
    if (ms === undefined) return;
    await pause(ms);
    socket.destroy();
  },
  empty: ({ socket }) => void socket.end(),
  garbage: ({ fault, socket }) => void socket.end(noise(fault)),
  'limit-data': ({ fault, answer, socket }) => void socket.end(asBytes(answer).subarray(0, fault.bytes)),
  'malformed-chunk': ({ answer, socket }) => {
    socket.end(
      `${headLines(answer, { 'transfer-encoding': 'chunked' })}zz\r\n${answer.body.toString('latin1')}`,
    );
  },
  truncated: ({ fault: { bytes }, answer, outgoing, socket }) => {
    head(outgoing, answer, lengthOf(answer));
    const half = Math.floor(answer.body.length / 2);
    outgoing.write(answer.body.subarray(0, bytes ?? half), () => void socket.end());
  },
  'bad-json': ({ answer, outgoing }) => {
    sendWhole(outgoing, answer, Buffer.from(answer.body.toString('utf8').replace(/[}\]"\s]*$/, ',')));
  },
  'wrong-type': ({ answer, outgoing }) => {
    const headers = { ...answer.headers, 'content-type': 'text/html; charset=utf-8' };
    sendWhole(outgoing, { ...answer, headers }, Buffer.from(page));
  },
  dribble: async (job) => pieces(job, Math.max(1, job.fault.bytes ?? 1), job.fault.ms ?? 0),
  bandwidth: async (job) => {
    const { bytesPerSecond = 1 } = job.fault;
    const size = Math.max(1, Math.floor(bytesPerSecond / 10));
    await pieces(job, size, (size / bytesPerSecond) * 1000);
  },
  'slow-close': async ({ fault: { ms = 0 }, answer, outgoing, pause }) => {
    // Neither a length nor chunks: the end of the connection is the end of the body.
    outgoing.removeHeader('transfer-encoding');
    head(outgoing, answer, { connection: 'close' });
    outgoing.write(answer.body);
    await pause(ms);
    outgoing.end();
  },
  latency: ({ answer, outgoing }) => sendWhole(outgoing, answer, answer.body),
  status: ({ answer, outgoing }) => sendWhole(outgoing, answer, answer.body),
  'rate-limit': ({ answer, outgoing }) => sendWhole(outgoing, answer, answer.body),
};

async function pieces(
  { answer, outgoing, pause, isOver }: Job,
  size: number,
  everyMs: number,
): Promise<void> {
  head(outgoing, answer, lengthOf(answer));
  for (let sent = 0; sent < answer.body.length && !isOver(); sent += size) {
    outgoing.write(answer.body.subarray(sent, sent + size));
    await pause(everyMs);
  }
  outgoing.end();
}

function head(outgoing: ServerResponse, { status, headers }: Outgoing, more: Outgoing['headers']): void {
  outgoing.writeHead(status, { ...headers, ...more });
  outgoing.flushHeaders();
}

function lengthOf({ body }: Outgoing): Outgoing['headers'] {
  return { 'content-length': String(body.length) };
}

function sendWhole(outgoing: ServerResponse, { status, headers }: Outgoing, body: Buffer): void {
  outgoing.writeHead(status, { ...headers, 'content-length': String(body.length) }).end(body);
}

function noise({ seed, id, bytes = 0 }: Fault): Buffer {
  return Buffer.from(
    Array.from({ length: bytes }, (_, index) => Math.floor(chance({ seed, id }, index) * 256)),
  );
}

function asBytes(answer: Outgoing): Buffer {
  return Buffer.concat([Buffer.from(headLines(answer, lengthOf(answer))), answer.body]);
}

function headLines({ status, headers }: Outgoing, more: Readonly<Record<string, string>>): string {
  const lines = Object.entries({ ...headers, ...more }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} Sandbox\r\n${lines.join('')}\r\n`;
}
