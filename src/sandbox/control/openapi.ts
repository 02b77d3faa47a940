import { type ConversionConfig, toJsonSchema, toJsonSchemaDefs } from '@valibot/to-json-schema';
import { version } from '../../../package.json';
import type { v } from '../../http/contract.ts';
import { faultShape, waitingFaultShape } from '../fault-kinds.ts';
import { type ControlCall, isInPath } from './call.ts';
import * as shapes from './shapes.ts';

type Json = Readonly<Record<string, unknown>>;

/** The shapes that have a name of their own. */
const named = {
  Clock: shapes.timeShape,
  ClockChange: shapes.clockShape,
  Decision: shapes.decisionShape,
  Emulated: shapes.emulatedShape,
  Fault: faultShape,
  Health: shapes.healthShape,
  LoggedRequest: shapes.loggedShape,
  Message: shapes.messageShape,
  Problem: shapes.problemShape,
  Recipient: shapes.recipientShape,
  SentMessage: shapes.sentShape,
  SignIn: shapes.sessionShape,
  Switch: shapes.switchedShape,
  SwitchChange: shapes.switchShape,
  WaitingFault: waitingFaultShape,
};

const config: ConversionConfig = {
  target: 'draft-2020-12',
  typeMode: 'input',
  errorMode: 'throw',
  overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId}`,
};

/** Why a call is refused, by status. */
const refusals = {
  400: ['Unusable', 'the body or a parameter is not what the call takes, or not known to it'],
  403: ['ForeignOrigin', 'a page of another origin may not change anything'],
  404: ['NotFound', 'nothing has this id, or stands at this path'],
  405: ['WrongMethod', 'this path does not take that method'],
  409: ['Conflict', 'it is too late for this, or not to be had here'],
  413: ['TooLarge', 'the body is larger than 1 MB'],
  421: ['ForeignHost', 'the Host header names another server'],
} as const;

/** The rig's own calls as an OpenAPI 3.1 document. The vendors' calls stand on the vendors' pages: `mounts` says where. */
export function describeCalls(calls: readonly ControlCall[], mounts: Readonly<Record<string, string>>): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const call of calls) {
    const path = `/__sandbox/${call.path.replaceAll(/:(\w+)/g, '{$1}')}`;
    paths[path] = { ...paths[path], [call.method.toLowerCase()]: operationOf(call) };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'The sandbox of authrig',
      version,
      description:
        'What drives and shows the sandbox. The vendors’ own calls are described on their pages, and stand at ' +
        `${Object.values(mounts).join(', ')}. Every path answers 404 and 405 as it answers every other refusal: with a ` +
        'problem that has a hint.',
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: toJsonSchemaDefs(named, config),
      responses: Object.fromEntries(
        Object.entries(refusals).map(([status, [name, description]]) => [
          name,
          {
            description,
            ...headersOf(status),
            content: { 'application/problem+json': schemaOf(named.Problem) },
          },
        ]),
      ),
    },
  };
}

function headersOf(status: string): Json {
  const header = (description: string): Json => ({ description, required: true, schema: { type: 'string' } });
  if (status === '405') return { headers: { Allow: header('the methods that it takes') } };
  return status === '303' ? { headers: { Location: header('the page') } } : {};
}

function operationOf(call: ControlCall): Json {
  const { method, path, summary, body, emptyForm } = call;
  const words = path.split(/\W+/).map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  const fromForm = body !== undefined || emptyForm === true;
  return {
    operationId: method.toLowerCase() + words.join(''),
    summary,
    ...parametersOf(call),
    ...(fromForm ? { requestBody: requestOf(body) } : {}),
    responses: {
      [call.status ?? 200]: { description: summary, content: resultOf(call) },
      ...(fromForm ? { 303: { description: 'after a form: back to the page', ...headersOf('303') } } : {}),
      ...refusalsOf(call),
    },
  };
}

function parametersOf({ path, parameters = {} }: ControlCall): Json {
  const listed = Object.entries(parameters).map(([name, { says, schema }]) => {
    const inPath = isInPath({ path }, name);
    return { name, in: inPath ? 'path' : 'query', required: inPath, description: says, schema };
  });
  return listed.length === 0 ? {} : { parameters: listed };
}

function requestOf(body: v.GenericSchema | undefined): Json {
  const form = 'application/x-www-form-urlencoded';
  if (body === undefined) return { content: { [form]: { schema: { type: 'object' } } } };
  return { required: true, content: { 'application/json': schemaOf(body), [form]: schemaOf(body) } };
}

function resultOf({ result }: ControlCall): Json {
  if (result !== undefined) return { 'application/json': schemaOf(result) };
  return { 'text/event-stream': { schema: { type: 'string' } } };
}

function refusalsOf({ method, refuses = [] }: ControlCall): Json {
  const own = new Set<number>([...refuses, 400, 413, 421]);
  if (method !== 'GET') own.add(403);
  return Object.fromEntries(
    Object.entries(refusals)
      .filter(([status]) => own.has(Number(status)))
      .map(([status, [name]]) => [status, { $ref: `#/components/responses/${name}` }]),
  );
}

function schemaOf(shape: v.GenericSchema): Json {
  const {
    $schema: _dialect,
    $defs: _named,
    ...schema
  } = toJsonSchema(shape, { ...config, definitions: named });
  return { schema };
}
