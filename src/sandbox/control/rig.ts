import { version } from '../../../package.json';
import { v } from '../../http/contract.ts';
import type { SandboxClock } from '../clock.ts';
import { isForm } from '../form.ts';
import { problem } from '../problem.ts';
import type { SandboxAnswer } from '../vendor.ts';
import { backToPage, type ControlCall, unusable, withBody } from './call.ts';
import type { Controlled } from './calls.ts';
import { streamEvents } from './events.ts';
import * as shapes from './shapes.ts';

const lastMoment = Date.UTC(9999, 11, 31);

/** The sandbox as a whole: its state, its time, its end. */
export function rigCalls(rig: Controlled): ControlCall[] {
  return [
    {
      method: 'GET',
      path: 'health',
      summary: 'ready, versions, clock, and where each provider stands',
      result: shapes.healthShape,
      answer: () => ({ body: health(rig) }),
    },
    {
      method: 'GET',
      path: 'emulates',
      summary: "what the sandbox does of each vendor's page, and where that stands",
      result: v.record(v.string(), v.array(shapes.emulatedShape)),
      answer: () => ({ body: rig.emulates }),
    },
    {
      method: 'POST',
      path: 'clock',
      summary: 'move the one clock that drives every expiry, or make it stand still',
      body: shapes.clockShape,
      result: shapes.timeShape,
      answer: (request) =>
        withBody(request, shapes.clockShape, shapes.clockForm, (change) => setClock(rig, change)),
    },
    {
      method: 'GET',
      path: 'events',
      summary: 'server-sent events named change, whose data is a JSON list of the parts that changed',
      answer: (_request, signal) => streamEvents(rig, signal),
    },
    {
      method: 'POST',
      path: 'reset',
      summary: 'forget everything',
      emptyForm: true,
      result: shapes.healthShape,
      answer: (request) => {
        rig.reset();
        rig.changes.tell('reset');
        const answer = { body: health(rig) };
        return isForm(request) ? backToPage(answer) : answer;
      },
    },
    {
      method: 'POST',
      path: 'stop',
      summary: 'end the sandbox, where it does not end with a command',
      status: 202,
      result: v.object({ stopping: v.literal(true) }),
      refuses: [409],
      answer: (_request, signal) => {
        const { stop } = rig;
        if (stop === undefined)
          return problem(409, 'This sandbox ends with its command.', 'Stop the command.');
        // Once the answer is out.
        signal.addEventListener('abort', stop, { once: true });
        return { status: 202, body: { stopping: true } };
      },
    },
  ];
}

function health({ clock, mounts }: Controlled): Readonly<Record<string, unknown>> {
  return { ready: true, versions: { authrig: version }, clock: timeOf(clock), providers: mounts };
}

function timeOf(clock: SandboxClock): { now: string; frozen: boolean } {
  return { now: new Date(clock.now()).toISOString(), frozen: clock.frozen };
}

function setClock(
  { clock, changes }: Controlled,
  change: v.InferOutput<typeof shapes.clockShape>,
): SandboxAnswer {
  if ('freeze' in change) clock.freeze(change.freeze);
  else if (clock.now() + change.advance > lastMoment)
    return unusable('The clock goes no further than the year 9999.');
  else clock.advance(change.advance);
  changes.tell('clock');
  return { body: timeOf(clock) };
}
