import { v } from '../../http/contract.ts';
import { faultForm, faultShape, strayMember, waitingFaultShape } from '../fault-kinds.ts';
import { problem } from '../problem.ts';
import type { SandboxAnswer } from '../vendor.ts';
import { type ControlCall, unusable, withBody } from './call.ts';
import type { Controlled } from './calls.ts';
import * as shapes from './shapes.ts';

const faultsShape = v.object({ faults: v.array(waitingFaultShape) });

/** What somebody has arranged: faults, recipients, switches. */
export function arrangementCalls(rig: Controlled): ControlCall[] {
  return [
    {
      method: 'GET',
      path: 'faults',
      summary: 'the faults that wait for their calls',
      result: faultsShape,
      answer: () => ({ body: { faults: rig.faults.list() } }),
    },
    {
      method: 'POST',
      path: 'faults',
      summary: 'let calls of a provider go wrong',
      body: faultShape,
      status: 201,
      result: waitingFaultShape,
      answer: (request) => withBody(request, faultShape, faultForm, (fault) => addFault(rig, fault)),
    },
    {
      method: 'DELETE',
      path: 'faults',
      summary: 'drop every fault',
      result: faultsShape,
      answer: () => {
        rig.faults.clear();
        rig.changes.tell('faults');
        return { body: { faults: [] } };
      },
    },
    {
      method: 'DELETE',
      path: 'faults/:id',
      summary: 'drop one fault',
      parameters: { id: { says: 'the id of the fault', schema: { type: 'string' } } },
      refuses: [404],
      result: faultsShape,
      answer: ({ params }) => {
        if (!rig.faults.remove(params['id'] ?? ''))
          return problem(404, 'No fault has this id.', 'See GET /__sandbox/faults for those that are there.');
        rig.changes.tell('faults');
        return { body: { faults: rig.faults.list() } };
      },
    },
    {
      method: 'GET',
      path: 'recipients',
      summary: 'what is arranged for which recipient',
      result: v.object({ recipients: v.array(shapes.recipientShape) }),
      answer: () => ({ body: { recipients: rig.recipients.list() } }),
    },
    {
      method: 'POST',
      path: 'recipients',
      summary: 'give a recipient a fixed code, a fate, or messages without a limit',
      body: shapes.recipientShape,
      result: v.object({ recipients: v.array(shapes.recipientShape) }),
      answer: (request) =>
        withBody(request, shapes.recipientShape, shapes.recipientForm, ({ to, ...arrangement }) => {
          rig.recipients.arrange(to, arrangement);
          rig.changes.tell('recipients');
          return { body: { recipients: rig.recipients.list() } };
        }),
    },
    {
      method: 'GET',
      path: 'switches',
      summary: 'what the vendors leave open, and how this sandbox reads it',
      result: v.object({ switches: v.array(shapes.switchedShape) }),
      answer: () => ({ body: { switches: switched(rig) } }),
    },
    {
      method: 'POST',
      path: 'switches',
      summary: 'read it another way',
      body: shapes.switchShape,
      result: v.object({ switches: v.array(shapes.switchedShape) }),
      answer: (request) =>
        withBody(request, shapes.switchShape, shapes.switchForm, ({ name, value }) => {
          const wrong = rig.switches.set(name, value);
          if (wrong !== undefined) return unusable(wrong);
          rig.changes.tell('switches');
          return { body: { switches: switched(rig) } };
        }),
    },
  ];
}

function switched({ switches }: Controlled): readonly object[] {
  return switches.all.map((each) => ({ ...each, value: switches.get(each.name) }));
}

function addFault(
  { faults, operations, changes }: Controlled,
  spec: v.InferOutput<typeof faultShape>,
): SandboxAnswer {
  const { provider, operation } = spec;
  if (provider !== undefined && !Object.hasOwn(operations, provider))
    return unusable(`provider is one of ${Object.keys(operations).join(', ')}.`);
  const known =
    (provider === undefined ? undefined : operations[provider]) ?? Object.values(operations).flat();
  if (operation !== undefined && !known.includes(operation))
    return unusable(`operation is one of ${known.join(', ')}.`);
  const stray = strayMember(spec.kind, Object.keys(spec));
  if (stray !== undefined) return unusable(stray);
  const body = faults.add(spec);
  changes.tell('faults');
  return { status: 201, body };
}
