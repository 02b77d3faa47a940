import { v } from '../../http/contract.ts';
import { problem } from '../problem.ts';
import type { Decision } from '../sign-ins.ts';
import type { SandboxAnswer, SandboxRequest } from '../vendor.ts';
import { type ControlCall, unusable, withBody } from './call.ts';
import type { Controlled } from './calls.ts';
import { longestWaitSeconds, readOutbox } from './outbox.ts';
import * as shapes from './shapes.ts';

const idSchema = { type: 'string', pattern: '^\\d{1,15}$' };

/** What goes in and out: messages, sign-ins, requests. */
export function trafficCalls(rig: Controlled): ControlCall[] {
  return [
    {
      method: 'GET',
      path: 'outbox',
      summary: 'messages that were "sent", newest last',
      parameters: {
        provider: {
          says: 'only what this provider sent: one of the sandbox, or of a message that is there',
          schema: { type: 'string' },
        },
        to: {
          says: 'only what went to this recipient, whatever spaces and dashes, or case of an address, it is written with',
          schema: { type: 'string' },
        },
        seeded: {
          says: 'false leaves out what the sandbox put there by itself, such as Juvlon’s pair',
          schema: { enum: ['false'] },
        },
        since: { says: 'only messages after the one with this id', schema: idSchema },
        wait: {
          says: 'seconds to hold the request where none is there, until one arrives',
          schema: { type: 'integer', minimum: 0, maximum: longestWaitSeconds, default: 0 },
        },
      },
      result: v.object({ messages: v.array(shapes.sentShape) }),
      answer: (request, signal) => readOutbox(rig, request, signal),
    },
    {
      method: 'POST',
      path: 'outbox',
      summary: 'put a message there, as an integrator would send it',
      body: shapes.messageShape,
      status: 201,
      result: shapes.sentShape,
      answer: (request) =>
        withBody(request, shapes.messageShape, shapes.messageForm, (message) => ({
          status: 201,
          body: rig.outbox.deliver(message),
        })),
    },
    {
      method: 'GET',
      path: 'sessions',
      summary: 'sign-ins that wait for their customer, and those that waited',
      result: v.object({ sessions: v.array(shapes.sessionShape) }),
      answer: () => ({ body: { sessions: rig.signIns.list() } }),
    },
    {
      method: 'POST',
      path: 'sessions/:id',
      summary: 'what the customer decides about a pending sign-in',
      parameters: { id: { says: 'the id of the sign-in', schema: { type: 'string' } } },
      refuses: [404, 409],
      body: shapes.decisionShape,
      result: v.object({ session: shapes.sessionShape }),
      answer: (request) =>
        withBody(request, shapes.decisionShape, shapes.decisionForm, (decision) =>
          decide(rig, request, decision),
        ),
    },
    {
      method: 'GET',
      path: 'requests',
      summary: 'what arrived, redacted, oldest first',
      parameters: { since: { says: 'only requests after the one with this id', schema: idSchema } },
      result: v.object({ requests: v.array(shapes.loggedShape) }),
      answer: ({ query }) => {
        const since = query.get('since') ?? '0';
        if (!/^\d{1,15}$/.test(since)) return unusable('since takes the id of a request.');
        return { body: { requests: rig.log.list(Number(since)) } };
      },
    },
  ];
}

function decide(
  { signIns, recipients }: Controlled,
  { params }: SandboxRequest,
  { customer, ...decision }: Decision & { readonly customer?: string },
): SandboxAnswer {
  const id = params['id'] ?? '';
  const fate = customer === undefined ? undefined : recipients.fateOf(customer);
  const decided = { ...decision, ...(fate === undefined ? {} : (customersOf[fate] ?? {})) };
  if (signIns.decide(id, decided)) return { body: { session: signIns.find(id) } };
  const state = signIns.find(id)?.state;
  if (state !== undefined)
    return problem(409, `This sign-in is ${state}.`, 'A sign-in is decided once: open another one.');
  return problem(404, 'No sign-in has this id.', 'See GET /__sandbox/sessions for those that are there.');
}

/** What a customer with a telling name does, whatever was asked. */
const customersOf: Readonly<Record<string, Partial<Decision>>> = {
  'under-age': { age: 15 },
  denies: { decision: 'deny' },
  banned: { decision: 'deny' },
  silent: { decision: 'timeout' },
  expired: { decision: 'timeout' },
};
