import type { Agent, AgentOptions, ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { BadAnswer } from './answer.ts';
import type { ProxyChoice } from './proxy-choice.ts';
import type { Tunnel } from './proxy.ts';
import type { ExchangeWatch, Step } from './watch.ts';

/** How far an exchange has come. Nothing of the request has left before `answer`. */
export type Phase = 'tunnel' | 'lookup' | 'connect' | 'handshake' | 'answer' | 'body';

/** An exchange as its errors need to know it. */
export interface Exchange {
  readonly url: URL;
  readonly timeoutMs: number;
  readonly proxy: ProxyChoice | undefined;
  /** Where connections are kept open, for the calls that may be made over one; a proxy's are not. */
  readonly agents?: Agents;
  phase: Phase;
  /** What gave the address; undefined for a base URL. */
  readonly givenBy?: string | undefined;
  readonly watch?: ExchangeWatch | undefined;
}

/** Connections that are kept open for the next call, by scheme; each agent is made by its first call. */
export interface Agents {
  http?: Agent;
  https?: Agent;
}

/** A server closes what is idle after some seconds: ours end well before that. */
const idleMs = 1000;

type Connect = (
  url: URL,
  options: RequestOptions,
  onAnswer?: (answer: IncomingMessage) => void,
) => ClientRequest;

/**
 * Starts the request as got asks for it, over a connection of its own unless it may do otherwise: one that a server has
 * kept open may be closed just as it is used again, and no call of ours may be sent twice to find out.
 */
export async function createConnect(
  exchange: Exchange,
  headers: Readonly<Record<string, string>>,
  tunnel: Tunnel | undefined,
): Promise<Connect> {
  const secure = exchange.url.protocol === 'https:';
  // The default export, called through its object, is what nock can stand in for.
  const { default: node } = await (secure ? import('node:https') : import('node:http'));
  const kept = exchange.agents && keptAgent(exchange.agents, secure ? 'https' : 'http', node);
  return (url, options, onAnswer) => {
    const agent = tunnel?.agent ?? kept ?? false;
    const spelt = spellAs(Object.keys(headers), options.headers as Record<string, string>);
    // Certificates are checked whatever NODE_TLS_REJECT_UNAUTHORIZED says; `createHttp` warns of it.
    const request = node.request(
      url,
      { ...options, rejectUnauthorized: true, agent, headers: spelt },
      onAnswer,
    );
    exchange.phase = tunnel === undefined ? firstPhase(url) : 'tunnel';
    follow(request, exchange, secure);
    if (tunnel !== undefined) abandonWith(request, tunnel);
    return request;
  };
}

function keptAgent(
  agents: Agents,
  scheme: keyof Agents,
  node: { readonly Agent: new (options: AgentOptions) => Agent },
): Agent {
  agents[scheme] ??= new node.Agent({ keepAlive: true, timeout: idleMs });
  return agents[scheme];
}

/** got writes header names in lower case; providers get them as their pages spell them. */
function spellAs(
  names: readonly string[],
  headers: Readonly<Record<string, string>>,
): Record<string, string> {
  const spelling = new Map(names.map((name) => [name.toLowerCase(), name]));
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [spelling.get(name) ?? name, value]),
  );
}

/** Node looks up names alone. */
function firstPhase(url: URL): Phase {
  return /^\[|^\d+(?:\.\d+){3}$/.test(url.hostname) ? 'connect' : 'lookup';
}

function follow(request: ClientRequest, exchange: Exchange, secure: boolean): void {
  const { watch } = exchange;
  const enter = (phase: Phase, step: Step) => () => {
    exchange.phase = phase;
    watch?.reached(step);
  };
  request.once('socket', (socket) => {
    if (request.reusedSocket) {
      exchange.phase = 'answer';
      return;
    }
    watch?.reached('socket');
    if (!socket.connecting) exchange.phase = secure ? 'handshake' : 'answer';
    socket.once('lookup', (error: Error | null) => {
      if (error === null) enter('connect', 'lookup')();
    });
    socket.once('connect', enter(secure ? 'handshake' : 'answer', 'connect'));
    socket.once('secureConnect', enter('answer', 'secure'));
  });
  request.once('finish', () => watch?.reached('sent'));
  request.once('response', ({ socket }) => {
    enter('body', 'answer')();
    if (socket?.remoteAddress !== undefined) watch?.address(socket.remoteAddress);
  });
  // Left alone, a connection that switches protocols would never end, not even by its time-out.
  request.once('upgrade', (_answer, socket) => {
    socket.destroy();
    request.emit('error', new BadAnswer('answered with broken HTTP: it switched to another protocol (101)'));
  });
}

/**
 * A request that waits for its proxy fails only once the proxy's connection does. So that time-outs work there
 * too, whoever ends the request ends the opening of the tunnel.
 */
function abandonWith(request: ClientRequest, tunnel: Tunnel): void {
  const destroy = request.destroy.bind(request);
  request.destroy = (error) => {
    destroy(error);
    tunnel.abandon(error);
    return request;
  };
}
