import { request } from 'node:http';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sandbox as jekimo } from '../../../src/providers/jekimo/sandbox.ts';
import { sandbox as juvlon } from '../../../src/providers/juvlon/sandbox.ts';
import { sandbox as verifik } from '../../../src/providers/verifik/sandbox.ts';
import { controlCalls } from '../../../src/sandbox/control/calls.ts';
import { type Answered, ask, post, type RunningSandbox, runSandbox } from '../../helpers/sandbox.ts';

interface Response {
  readonly $ref?: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
}
interface Operation {
  readonly operationId: string;
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<Record<string, Response>>;
}
type Schema = { readonly $ref?: string; readonly examples?: readonly Record<string, unknown>[] };
interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly responses: Readonly<Record<string, Response>>;
  };
}

/** One operation of the document, where it stands. */
interface Place {
  readonly path: string;
  readonly method: string;
  readonly operation: Operation;
}

let running: RunningSandbox;
let description: Description;
let compile: (schema: Schema) => ValidateFunction;

beforeAll(async () => {
  running = await runSandbox({ jekimo, juvlon, verifik });
  const { json } = await ask(`${running.origin}/__sandbox/openapi.json`);
  description = json as Description;
  const ajv = new Ajv2020({ strict: false });
  ajvFormats(ajv);
  ajv.addSchema(closed(description) as object, 'description');
  compile = (schema) => ajv.compile(absolute(closed(schema)) as object);
});
beforeEach(() => running.reset());
afterAll(() => running.close());

const places = (): Place[] =>
  Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      path,
      method: method.toUpperCase(),
      operation,
    })),
  );
const named = <T extends { readonly $ref?: string }>(value: T): T =>
  value.$ref === undefined ? value : (lookUp(value.$ref) as T);

function lookUp(reference: string): unknown {
  const steps = reference.replace('#/', '').split('/');
  return steps.reduce<unknown>((value, step) => (value as Record<string, unknown>)[step], description);
}

/** The same, in which an object has no members but those that are named: what is answered must be described. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.fromEntries(Object.entries(value).map(([name, member]) => [name, closed(member)]));
  const open =
    members['type'] === 'object' && 'properties' in members && !('additionalProperties' in members);
  return open ? { ...members, additionalProperties: false } : members;
}

function absolute(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll('"$ref":"#/', '"$ref":"description#/'));
}

const signIn = async (): Promise<string> => {
  const url = `${running.origin}/jekimo/app.php/v1.1/auth/gettoken`;
  const { json } = await ask(url, { method: 'POST', headers: { 'x-api-key': 'sandbox-jekimo-key' } });
  return (json as { token: string }).token;
};
const rig = (path: string): string => `${running.origin}/__sandbox/${path}`;

/** The URL of an operation, with something that is there behind it. */
async function urlOf(path: string): Promise<string> {
  const id = path.includes('/sessions/{id}')
    ? await signIn()
    : path.includes('{id}')
      ? running.faults.add({ kind: 'reset', provider: 'verifik' }).id
      : '';
  return running.origin + path.replace('{id}', id);
}

/** The head of an answer that goes on, which is then left. */
function begin(url: string): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const call = request(url, { agent: false }, (answer) => {
      answer.once('data', (first: Buffer) => {
        call.destroy();
        const { statusCode: status = 0, headers } = answer;
        resolve({ status, headers, text: first.toString(), json: undefined });
      });
      answer.on('error', () => {});
    });
    call.on('error', reject);
    call.end();
  });
}

type Exercise = (url: string) => Promise<Answered>;

const get: Exercise = (url) => ask(url);
const drop: Exercise = (url) => ask(url, { method: 'DELETE' });
const send =
  (body: unknown): Exercise =>
  (url) =>
    post(url, body);

/** What leads to each answer of each call, but for what leads there in the same way everywhere. */
const exercises: Readonly<Record<string, Readonly<Record<string, Exercise>>>> = {
  getHealth: { 200: get },
  getEmulates: { 200: get },
  postClock: { 200: send({ advance: '1s' }) },
  getEvents: { 200: begin },
  postReset: { 200: send({}) },
  postStop: { 202: (url) => stoppable(url), 409: send({}) },
  getOutbox: { 200: get, 400: (url) => ask(`${url}?wait=301`) },
  postOutbox: { 201: send({ provider: 'jekimo', to: 'ada@example.com', code: '1' }) },
  getSessions: {
    200: async (url) => {
      await signIn();
      return ask(url);
    },
  },
  postSessionsId: {
    200: send({ decision: 'approve' }),
    404: () => post(rig('sessions/nobody'), { decision: 'approve' }),
    409: async (url) => {
      await post(url, { decision: 'approve' });
      return post(url, { decision: 'approve' });
    },
  },
  getRequests: {
    200: async (url) => {
      await ask(`${running.origin}/juvlon/v4/verifyOneTimeCode`);
      running.faults.add({ kind: 'status' });
      await signIn().catch(() => '');
      return ask(url);
    },
    400: (url) => ask(`${url}?since=last`),
  },
  getFaults: {
    200: async (url) => {
      await post(url, { kind: 'chunkedDribbleDelay', bytes: 3, ms: 5, seed: 's' });
      await post(url, { kind: 'status', status: 500, body: { any: ['thing'] } });
      return ask(url);
    },
  },
  postFaults: { 201: send({ kind: 'rate-limit', retryAfter: '7' }) },
  deleteFaults: { 200: drop },
  deleteFaultsId: { 200: drop, 404: () => drop(rig('faults/nobody')) },
  getRecipients: {
    200: async (url) => {
      await post(url, { to: 'ada@example.com', code: '123456', fate: 'locked', resendLimit: false });
      return ask(url);
    },
  },
  postRecipients: { 200: send({ to: 'ada@example.com' }) },
  getSwitches: { 200: get },
  postSwitches: { 200: send({ name: 'sandbox.answers', value: 'docs-literal' }) },
  getOpenapiJson: { 200: get },
};

/** A sandbox that may be stopped by a call. */
async function stoppable(url: string): Promise<Answered> {
  const other = await runSandbox({}, { onStop: () => {} });
  const answer = await post(url.replace(running.origin, other.origin), {});
  await other.close();
  return answer;
}

/** What leads there in the same way everywhere. */
function everywhere({ method, operation }: Place): Record<string, Exercise> {
  const [example] = examplesOf(operation);
  const body = formOf(example ?? {});
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  return {
    303: (url) => ask(url, { method, headers: form, body }),
    400: (url) => ask(`${url}?unknown=1`, { method }),
    403: (url) => ask(url, { method, headers: { origin: 'http://evil.example' } }),
    413: (url) =>
      ask(url, { method, headers: { 'transfer-encoding': 'chunked' }, body: 'x'.repeat(1_000_001) }),
    421: (url) => ask(url, { method, headers: { host: 'evil.example' } }),
  };
}

function formOf(members: Readonly<Record<string, unknown>>): string {
  const texts = Object.entries(members).map(([name, value]): [string, string] => [name, String(value)]);
  return new URLSearchParams(texts).toString();
}

function examplesOf({ requestBody }: Operation): readonly Record<string, unknown>[] {
  const body = requestBody?.content['application/json']?.schema;
  return body === undefined ? [] : (named(body).examples ?? []);
}

function expectAnswer(answer: Answered, status: number, response: Response): void {
  expect(answer.status).toBe(status);
  const { content = {}, headers = {} } = named(response);
  for (const name of Object.keys(headers)) expect(answer.headers).toHaveProperty(name.toLowerCase());
  const [type] = Object.keys(content);
  if (type === undefined) return expect(answer.text).toBe('');
  expect(answer.headers['content-type']).toBe(type);
  const valid = compile(content[type]?.schema ?? {});
  valid(answer.json ?? answer.text);
  expect(valid.errors ?? []).toEqual([]);
}

test('is an OpenAPI 3.1 document', async () => {
  const validator = new Validator();
  expect(await validator.validate(structuredClone(description) as never)).toEqual({ valid: true });
  expect(validator.version).toBe('3.1');
  const broken = { ...structuredClone(description), paths: { 'no-slash': {} } };
  expect((await new Validator().validate(broken as never)).valid).toBe(false);
});

test('holds every call of the rig, and nothing else', () => {
  const calls = controlCalls({} as never).map(
    ({ method, path }) => `${method} /__sandbox/${path.replace(':id', '{id}')}`,
  );
  expect(
    places()
      .map(({ method, path }) => `${method} ${path}`)
      .toSorted(),
  ).toEqual(calls.toSorted());
  const ids = places().map(({ operation }) => operation.operationId);
  expect(ids.toSorted()).toEqual(Object.keys(exercises).toSorted());
});

test('says where the vendors stand', async () => {
  const mounts = `${running.origin}/jekimo/app.php, ${running.origin}/juvlon`;
  expect((await ask(rig('openapi.json'))).json).toMatchObject({
    info: { description: expect.stringContaining(mounts) },
  });
});

describe('what it describes is what is answered', () => {
  test.each(Object.keys(exercises))('%s, and each of its refusals', async (id) => {
    const place = places().find(({ operation }) => operation.operationId === id);
    if (place === undefined) throw new Error(`${id} is not described.`);
    const ways = { ...everywhere(place), ...exercises[id] };
    expect(Object.keys(place.operation.responses)).toEqual(
      expect.arrayContaining(Object.keys(exercises[id] ?? {})),
    );
    for (const [status, response] of Object.entries(place.operation.responses)) {
      const exercise = ways[status];
      if (exercise === undefined) throw new Error(`Nothing here leads to ${status} of ${id}.`);
      expectAnswer(await exercise(await urlOf(place.path)), Number(status), response);
    }
  });

  test('no answer may hold what is not described', () => {
    const { schema = {} } =
      description.paths['/__sandbox/health']?.['get']?.responses['200']?.content?.['application/json'] ?? {};
    const valid = compile(schema);
    const health = {
      ready: true,
      versions: { authrig: '1' },
      clock: { now: '2026-01-01T00:00:00Z', frozen: false },
      providers: {},
    };
    expect(valid(health)).toBe(true);
    expect(valid({ ...health, more: 1 })).toBe(false);
    expect(valid({ ...health, clock: { now: 'soon', frozen: false } })).toBe(false);
  });

  test('a path that nobody serves, and a method that a path does not take', async () => {
    const { NotFound = {}, WrongMethod = {} } = description.components.responses;
    expectAnswer(await ask(rig('nothing')), 404, NotFound);
    for (const path of Object.keys(description.paths)) {
      expectAnswer(await ask(await urlOf(path), { method: 'PATCH' }), 405, WrongMethod);
    }
  });
});

/** The example with one member after the other replaced by something else, left out or added. */
function variants(example: Record<string, unknown>): unknown[] {
  const others = [null, {}, [], '', -1, 1e15, true, 'else'];
  const changed = Object.keys(example).flatMap((name) => [
    ...others.map((other) => ({ ...example, [name]: other })),
    Object.fromEntries(Object.entries(example).filter(([each]) => each !== name)),
  ]);
  return [...changed, { ...example, more: 1 }, [example], null, 'text', 7];
}

describe('the bodies that it describes', () => {
  const taking = [
    'postClock',
    'postOutbox',
    'postSessionsId',
    'postFaults',
    'postRecipients',
    'postSwitches',
  ];
  const find = (
    id: string,
  ): { path: string; valid: ValidateFunction; examples: readonly Record<string, unknown>[] } => {
    const place = places().find(({ operation }) => operation.operationId === id);
    const schema = place?.operation.requestBody?.content['application/json']?.schema;
    if (place === undefined || schema === undefined) throw new Error(`${id} takes no body.`);
    return { path: place.path, valid: compile(schema), examples: examplesOf(place.operation) };
  };

  test('are all of them looked at here', () => {
    const all = places().filter(({ operation }) => examplesOf(operation).length > 0);
    expect(all.map(({ operation }) => operation.operationId).toSorted()).toEqual(taking.toSorted());
  });

  test.each(taking)('%s: its examples are right and taken, as JSON and as a form', async (id) => {
    const { path, valid, examples } = find(id);
    for (const example of examples) {
      expect([valid(example), example]).toEqual([true, example]);
      expect((await post(await urlOf(path), example)).status).toBeLessThan(300);
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const answer = await ask(await urlOf(path), { method: 'POST', headers, body: formOf(example) });
      expect([answer.status, answer.headers['location']]).toEqual([303, '/']);
    }
  });

  test.each(taking)('%s: what the schema refuses is refused', async (id) => {
    const { path, valid, examples } = find(id);
    const bad = examples.flatMap(variants).filter((body) => !valid(body));
    expect(bad.length).toBeGreaterThan(10);
    for (const body of bad) {
      const { status, json } = await post(await urlOf(path), body);
      expect([status, body, json]).toEqual([400, body, expect.objectContaining({ status: 400 })]);
    }
  });

  test.each(taking)('%s: what the schema takes is not refused for its shape', async (id) => {
    const { path, valid, examples } = find(id);
    const good = examples.flatMap(variants).filter((each) => valid(each));
    expect(good.length).toBeGreaterThan(0);
    for (const body of good) {
      const { text } = await post(await urlOf(path), body);
      expect([text, body]).not.toEqual([expect.stringContaining('The body takes'), body]);
    }
  });
});
