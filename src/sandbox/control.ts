import { version } from '../../package.json';
import type { Clock } from '../clock.ts';
import { v } from '../http/contract.ts';
import {
  clockForm,
  clockShape,
  decisionForm,
  decisionShape,
  messageForm,
  messageShape,
} from './control-shapes.ts';
import type { SandboxClock } from './clock.ts';
import type { Outbox } from './outbox.ts';
import { problem } from './problem.ts';
import type { RequestLog } from './request-log.ts';
import type { Route } from './route.ts';
import type { Decision, SignIns } from './sign-ins.ts';
import type { SandboxAnswer, SandboxRequest } from './vendor.ts';

/** What the rig's own routes reach. */
export interface Controlled {
  readonly clock: SandboxClock;
  /** The machine's clock: a client that waits is held in real time, also where the sandbox's time stands still. */
  readonly realClock: Clock;
  readonly outbox: Outbox;
  readonly signIns: SignIns;
  readonly log: RequestLog;
  /** Where each provider stands, by its name. */
  readonly mounts: Readonly<Record<string, string>>;
  reset(): void;
  /** Ends the sandbox; without it nobody may. */
  readonly stop?: (() => void) | undefined;
}

const longestWaitSeconds = 300;
const lastMoment = Date.UTC(9999, 11, 31);

/** The rig's own routes, under `/__sandbox`. */
export function controlRoutes(rig: Controlled): Route[] {
  return [
    get('health', () => ({ body: health(rig) })),
    get('outbox', (request, signal) => readOutbox(rig, request, signal)),
    post('outbox', (request) =>
      withBody(request, messageShape, messageForm, (message) => ({
        status: 201,
        body: rig.outbox.deliver(message),
      })),
    ),
    get('sessions', () => ({ body: { sessions: rig.signIns.list() } })),
    post('sessions/:id', (request) =>
      withBody(request, decisionShape, decisionForm, (decision) => decide(rig, request, decision)),
    ),
    post('clock', (request) => withBody(request, clockShape, clockForm, (change) => setClock(rig, change))),
    get('requests', () => ({ body: { requests: rig.log.list() } })),
    post('reset', () => {
      rig.reset();
      return { body: health(rig) };
    }),
    post('stop', (_request, signal) => {
      const { stop } = rig;
      if (stop === undefined) return problem(409, 'This sandbox ends with its command.', 'Stop the command.');
      // Once the answer is out.
      signal.addEventListener('abort', stop, { once: true });
      return { status: 202, body: { stopping: true } };
    }),
  ];
}

function get(path: string, answer: Route['answer']): Route {
  return { method: 'GET', path: `/__sandbox/${path}`, answer };
}

function post(path: string, answer: Route['answer']): Route {
  return { method: 'POST', path: `/__sandbox/${path}`, ownOrigin: true, answer };
}

function health({ clock, mounts }: Controlled): Readonly<Record<string, unknown>> {
  return { ready: true, versions: { authrig: version }, clock: clockState(clock), providers: mounts };
}

function clockState(clock: SandboxClock): { now: string; frozen: boolean } {
  return { now: new Date(clock.now()).toISOString(), frozen: clock.frozen };
}

async function readOutbox(
  rig: Controlled,
  { query }: SandboxRequest,
  signal: AbortSignal,
): Promise<SandboxAnswer> {
  const provider = query.get('provider');
  // A plus sign that was not percent-encoded arrives as a space; no recipient begins with one.
  const to = query.get('to')?.replace(/^ /, '+');
  const since = query.get('since');
  const wait = query.get('wait') ?? '0';
  if (since !== null && !/^\d{1,15}$/.test(since)) return unusable('since takes the id of a message.');
  if (!/^\d{1,3}$/.test(wait) || Number(wait) > longestWaitSeconds) {
    return unusable(`wait takes whole seconds, at most ${longestWaitSeconds}.`);
  }
  const filter = {
    ...(provider === null ? {} : { provider }),
    ...(to === undefined ? {} : { to }),
    ...(since === null ? {} : { since }),
  };
  if (Number(wait) > 0) await waitForMessage(rig, filter, Number(wait) * 1000, signal);
  return { body: { messages: rig.outbox.list(filter) } };
}

async function waitForMessage(
  { outbox, realClock }: Controlled,
  filter: Parameters<Outbox['list']>[0] & object,
  milliseconds: number,
  signal: AbortSignal,
): Promise<void> {
  const end = new AbortController();
  const stop = (): void => end.abort();
  signal.addEventListener('abort', stop, { once: true });
  const deadline = realClock.sleep(milliseconds, end.signal).then(stop, () => {});
  await outbox.wait(filter, end.signal);
  stop();
  await deadline;
}

function decide(rig: Controlled, { params }: SandboxRequest, decision: Decision): SandboxAnswer {
  const id = params['id'] ?? '';
  if (rig.signIns.decide(id, decision)) return { body: { session: rig.signIns.find(id) } };
  const state = rig.signIns.find(id)?.state;
  if (state !== undefined)
    return problem(409, `This sign-in is ${state}.`, 'A sign-in is decided once: open another one.');
  return problem(404, 'No sign-in has this id.', 'See GET /__sandbox/sessions for those that are there.');
}

function setClock({ clock }: Controlled, change: v.InferOutput<typeof clockShape>): SandboxAnswer {
  if ('freeze' in change) clock.freeze(change.freeze);
  else if (clock.now() + change.advance > lastMoment)
    return unusable('The clock goes no further than the year 9999.');
  else clock.advance(change.advance);
  return { body: clockState(clock) };
}

function withBody<Shape extends v.GenericSchema>(
  { body }: SandboxRequest,
  shape: Shape,
  form: string,
  answer: (value: v.InferOutput<Shape>) => SandboxAnswer,
): SandboxAnswer {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return unusable('The body must be one JSON object.');
  }
  const read = v.safeParse(shape, json);
  return read.success ? answer(read.output) : unusable(`The body takes ${form}.${wrongMember(read.issues)}`);
}

function wrongMember(issues: readonly v.BaseIssue<unknown>[]): string {
  const paths = issues.flatMap((issue) => v.getDotPath(issue) ?? []);
  return paths.length === 0 ? '' : ` Look at ${[...new Set(paths)].join(', ')}.`;
}

function unusable(hint: string): SandboxAnswer {
  return problem(400, 'The request cannot be used.', hint);
}
