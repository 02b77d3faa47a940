import type { ServerResponse } from 'node:http';
import type { Clock } from '../clock.ts';
import { CliError } from '../errors.ts';
import type { Page } from '../page/shell.ts';
import { admit } from './callback-guard.ts';
import { type Call, type Listen, listen as listenHere } from './callback-listener.ts';
import { alreadyDonePage, problemPage } from './callback-pages.ts';
import { startDeadline } from './deadline.ts';

export interface CallbackRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * What a route makes of a request. `done` ends the wait with this value once the answer is out: the first one wins,
 * each later one gets the "already done" page (409). Without `done` the wait goes on, so a flow that needs several
 * requests keeps what came and gives `done` with the last one.
 */
export interface CallbackAnswer<T> {
  readonly page: Page;
  readonly done?: T;
  /** Ends the wait where nothing else does so within this time; the first one counts. */
  readonly otherwise?: Otherwise<T>;
}

export interface Otherwise<T> {
  readonly done: T;
  /** Milliseconds from the answer on. */
  readonly afterMs: number;
}

export interface CallbackRoute<T> {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly answer: (request: CallbackRequest) => CallbackAnswer<T>;
  /** Origins that may send this request, beside our own; one with any other Origin header (also `null`) is refused. */
  readonly origins?: readonly string[];
}

export interface CallbackOptions<T> {
  /** 0, or left out, for a free one. */
  readonly port?: number;
  readonly routesAt: (origin: string) => readonly CallbackRoute<T>[];
  /** The longest the wait may last, in milliseconds from now. */
  readonly budgetMs: number;
  /** The error of a wait that nobody ended. */
  readonly expired: () => CliError;
  /** Opens the port; a listener on this machine where nothing is said. */
  readonly listen?: Listen | undefined;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Told of what never reached a route, in words that hold nothing of the request. */
  readonly onRefused?: (why: string) => void;
}

export interface CallbackServer<T> {
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string;
  /**
   * Resolves with the first `done`, or with what was said to hold otherwise; rejects with `expired()` at the deadline, with the run's reason, or with
   * `cancelled` where it was closed before. The port is closed in every case before it settles.
   */
  readonly answered: Promise<T>;
  /** Ends the wait and every connection. */
  close(): Promise<void>;
}

/** How long whoever came at the same moment as the winner may take to hear that it is over. */
const lingerMs = 50;

/**
 * Waits on loopback for a browser, or a server, to bring an answer; RFC 8252 §7.3 and §8.3,
 * https://www.rfc-editor.org/rfc/rfc8252. A request that is not expected is refused and never ends the wait.
 * Throws `local` where the port can't be had, and the run's reason where it is over already.
 */
export async function openCallbackServer<T>(options: CallbackOptions<T>): Promise<CallbackServer<T>> {
  const { clock, listen = listenHere, onRefused = () => {} } = options;
  options.signal.throwIfAborted();
  const listener = await listen(options.port ?? 0, onRefused);
  const { origin } = listener;
  let routes: readonly CallbackRoute<T>[];
  try {
    routes = options.routesAt(origin);
  } catch (error) {
    await listener.close();
    throw error;
  }
  const deadline = startDeadline(clock.monotonic() + options.budgetMs, options.expired, options);
  let won: { readonly value: T } | undefined;
  let ending: Promise<void> | undefined;
  let otherwise: Otherwise<T> | undefined;
  const over = new AbortController();
  const wait = promiseParts<T>();

  const end = (failure: () => unknown): Promise<void> => (ending ??= finish(failure));
  async function finish(failure: () => unknown): Promise<void> {
    deadline.signal.removeEventListener('abort', stop);
    deadline.release();
    over.abort();
    await listener.close();
    if (won === undefined) wait.reject(failure());
    else wait.resolve(won.value);
  }
  const stop = (): void => void end(() => deadline.signal.reason);

  async function serve(call: Call): Promise<void> {
    const admitted = admit(call, origin, routes);
    if ('refused' in admitted) {
      onRefused(`A request to the callback server was refused: ${admitted.why}.`);
      return void call.send(admitted.refused);
    }
    const answer = answerOf(admitted.route, admitted.request, onRefused);
    if (!('done' in answer)) {
      call.send(answer.page);
      return endLater(answer.otherwise);
    }
    if (won !== undefined) return void call.send(alreadyDonePage);
    won = { value: answer.done as T };
    await sent(call.send(answer.page));
    await leave();
  }

  async function endLater(given: Otherwise<T> | undefined): Promise<void> {
    if (given === undefined || otherwise !== undefined) return;
    otherwise = given;
    const waited = await clock.sleep(given.afterMs, over.signal).then(
      () => true,
      () => false,
    );
    if (!waited || won !== undefined) return;
    won = { value: given.done };
    await leave();
  }

  async function leave(): Promise<void> {
    listener.stop();
    await linger();
    await end(() => undefined);
  }

  async function linger(): Promise<void> {
    const alone = new AbortController();
    const until = AbortSignal.any([deadline.signal, alone.signal]);
    await Promise.race([clock.sleep(lingerMs, until).catch(() => {}), listener.quiet()]);
    alone.abort();
  }

  listener.serve((call) => void serve(call));
  deadline.signal.addEventListener('abort', stop, { once: true });
  if (deadline.signal.aborted) stop();
  return { origin, answered: wait.promise, close: () => end(closedEarly) };
}

/** Resolves when the answer has gone to the system, or the client has. */
function sent(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => response.once('close', resolve));
}

function answerOf<T>(
  { answer }: CallbackRoute<T>,
  request: CallbackRequest,
  onRefused: (why: string) => void,
): CallbackAnswer<T> {
  try {
    return answer(request);
  } catch {
    onRefused('A request to the callback server met a fault in its route.');
    return { page: problemPage(500, 'Something went wrong', 'The fault is on this side. The wait goes on.') };
  }
}

function closedEarly(): CliError {
  return new CliError('cancelled', 'The callback server was closed before an answer came.');
}

function promiseParts<T>() {
  let resolve: (value: T) => void = () => {};
  let reject: (reason: unknown) => void = () => {};
  const promise = new Promise<T>((...parts) => ([resolve, reject] = parts));
  // Whoever fails before asking for the answer must not end the process by that.
  promise.catch(() => {});
  return { promise, resolve, reject };
}
