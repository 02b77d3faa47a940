import type { Clock } from '../clock.ts';
import { CliError } from '../errors.ts';
import type { Call, Listen } from '../flow/callback-listener.ts';
import type { Http, HttpAnswer, HttpRequest } from '../http/http.ts';
import type { CallNature, Step } from '../http/watch.ts';

/** One exchange as it was seen, secrets and all. */
export interface Seen {
  readonly direction: 'out' | 'in';
  readonly call: CallNature | undefined;
  readonly confidential?: boolean | undefined;
  readonly method: string;
  readonly url: string;
  headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** Wall clock, milliseconds since 1970. */
  readonly startedAt: number;
  /** On the clock that never jumps, milliseconds. */
  readonly started: number;
  ended?: number;
  /** When each step was reached, on the same clock. */
  readonly steps: Map<Step, number>;
  address?: string;
  answer?: HttpAnswer;
  failure?: unknown;
}

/** What was sent and what came, in the order in which it began. */
export interface ExchangeLog {
  readonly seen: readonly Seen[];
  http(http: Http): Http;
  listen(listen: Listen): Listen;
}

/** Keeps every exchange of a run in memory. */
export function createExchangeLog(clock: Clock): ExchangeLog {
  const seen: Seen[] = [];

  function begin(
    given: Pick<Seen, 'direction' | 'call' | 'confidential' | 'method' | 'url' | 'headers' | 'body'>,
  ): Seen {
    const entry = { ...given, startedAt: clock.now(), started: clock.monotonic(), steps: new Map() };
    seen.push(entry);
    return entry;
  }

  async function send(http: Http, request: HttpRequest): Promise<HttpAnswer> {
    const { method, url, headers, body, call } = request;
    const { confidential } = request;
    const entry = begin({ direction: 'out', call, confidential, method, url, headers, body });
    const watch = {
      headers: (all: Seen['headers']) => void (entry.headers = all),
      reached: (step: Step) => void entry.steps.set(step, clock.monotonic()),
      address: (address: string) => void (entry.address = address),
    };
    try {
      return (entry.answer = await http.send({ ...request, watch }));
    } catch (error) {
      entry.failure = error;
      throw error;
    } finally {
      entry.ended = clock.monotonic();
    }
  }

  function received({ incoming, body, send: answer }: Call, origin: string): Call {
    const headers = Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
    );
    const { method = '', url = '' } = incoming;
    const address = url.startsWith('/') ? origin + url : origin;
    const entry = begin({ direction: 'in', call: undefined, method, url: address, headers, body });
    const answering: Call['send'] = (page) => {
      entry.ended = clock.monotonic();
      entry.answer = { status: page.status, headers: { ...page.headers }, body: '' };
      return answer(page);
    };
    return { incoming, body, send: answering };
  }

  return {
    seen,
    http: (http) => ({ send: (request) => send(http, request) }),
    listen: (listen) => async (port, onRefused) => {
      const listener = await listen(port, onRefused);
      const { origin } = listener;
      return { ...listener, serve: (handle) => listener.serve((call) => handle(received(call, origin))) };
    },
  };
}

/** Why an exchange has no answer that was still on its way when the command ended. */
export function unfinished(): CliError {
  return new CliError('cancelled', 'The command ended before the answer came.');
}
