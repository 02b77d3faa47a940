import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sandbox as juvlon } from '../../src/providers/juvlon/sandbox.ts';
import { listen } from '../../src/sandbox/server.ts';
import type { Route } from '../../src/sandbox/route.ts';
import { startSandbox } from '../../src/sandbox/start.ts';
import { fakeClock } from '../helpers/fake-clock.ts';
import { rawCall } from '../helpers/raw-socket.ts';
import { ask, countingBytes, post, type RunningSandbox, runSandbox } from '../helpers/sandbox.ts';
import { until } from '../helpers/until.ts';

let running: RunningSandbox;
let origin: string;

beforeEach(async () => {
  running = await runSandbox({ juvlon });
  origin = running.origin;
});
afterEach(() => running.close());

const verify = () => `${origin}/juvlon/v4/verifyOneTimeCode`;
const health = () => `${origin}/__sandbox/health`;

function expectProblem(answer: Awaited<ReturnType<typeof ask>>, status: number): void {
  expect(answer.status).toBe(status);
  expect(answer.headers['content-type']).toBe('application/problem+json');
  expect(answer.json).toMatchObject({
    status,
    title: expect.stringMatching(/./),
    hint: expect.stringMatching(/./),
  });
}

const raw = async (text: string): Promise<string> => (await rawCall(origin, text).over).text;

describe('where it listens', () => {
  test('S07: on 127.0.0.1 alone, spelt so in its origin', async () => {
    expect(origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    await expect(ask(health().replace('127.0.0.1', '127.0.0.2'))).rejects.toThrow(/ECONNREFUSED/);
  });

  test('F70: a taken port is a local error that names --port', async () => {
    const port = Number(new URL(origin).port);
    const second = startSandbox({ clock: fakeClock(), randomBytes: countingBytes(), providers: [], port });
    await expect(second).rejects.toMatchObject({
      kind: 'local',
      details: { hint: expect.stringContaining('--port') },
    });
  });

  test('F70: two of them share nothing', async () => {
    const other = await runSandbox({ juvlon });
    const pair = { apiKey: 'sandbox-juvlon-key', token: 'OJUWLB', otp: '9078' };
    expect((await post(verify(), pair)).json).toMatchObject({ verify: 'true' });
    expect((await post(verify().replace(origin, other.origin), pair)).json).toMatchObject({ verify: 'true' });
    other.outbox.deliver({ provider: 'juvlon', to: '+15550100', code: '1' });
    expect(running.outbox.list({ to: '+15550100' })).toEqual([]);
    await other.close();
  });

  test('close ends at once, with a request still held', async () => {
    const held = ask(`${origin}/__sandbox/outbox?to=nobody&wait=300`);
    const lost = expect(held).rejects.toThrow(/hang up|ECONNRESET/);
    await until(() => running.machineClock.sleeps.includes(300_000));
    await running.close();
    await lost;
    await expect(ask(health())).rejects.toThrow(/ECONNREFUSED/);
  });
});

describe('what it refuses', () => {
  test.each([
    'evil.example',
    'evil.example:80',
    '127.0.0.1',
    '127.0.0.1:1',
    '0.0.0.0',
    'localhost.evil.example',
  ])('S07: a foreign Host header: %s', async (host) => {
    expectProblem(await ask(health(), { headers: { host } }), 421);
    expectProblem(await ask(verify(), { method: 'POST', headers: { host }, body: '{}' }), 421);
  });

  test('a Host header of this machine is let in', async () => {
    const { host, port } = new URL(origin);
    expect((await ask(health(), { headers: { host } })).status).toBe(200);
    expect((await ask(health(), { headers: { host: `localhost:${port}` } })).status).toBe(200);
  });

  test('an absolute request target of another host', async () => {
    const { host } = new URL(origin);
    const text = await raw(
      `GET http://evil.example/__sandbox/health HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
    );
    expect(text).toMatch(/^HTTP\/1\.1 421 /);
  });

  test('a request without a Host', async () => {
    expect(await raw('GET /__sandbox/health HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 421 /);
  });

  test('F70: a body of 5 MB, with and without a length', async () => {
    const body = 'x'.repeat(5_000_000);
    expectProblem(
      await ask(verify(), { method: 'POST', headers: { 'content-length': '5000000' }, body }),
      413,
    );
    expectProblem(
      await ask(verify(), { method: 'POST', headers: { 'transfer-encoding': 'chunked' }, body }),
      413,
    );
  });

  test('F70: a body that is too large is answered at its end: a client that still sends would lose the answer', async () => {
    const { host: name } = new URL(verify());
    const head = `POST /__sandbox/clock HTTP/1.1\r\nHost: ${name}\r\nConnection: close\r\nContent-Length: 3000000\r\n\r\n`;
    const call = rawCall(origin, head + 'x'.repeat(2_000_000));
    let turns = 0;
    await until(() => call.text() !== '' || (call.socket.writableLength === 0 && (turns += 1) > 1000));
    expect(call.text()).toBe('');
    call.socket.write('x'.repeat(1_000_000));
    const { text, ended } = await call.over;
    expect(text).toMatch(/^HTTP\/1\.1 413 /);
    expect(ended).toBe('end');
  });

  test('a body of just 1 MB is read', async () => {
    const answer = await ask(verify(), {
      method: 'POST',
      headers: { 'transfer-encoding': 'chunked' },
      body: 'x'.repeat(1_000_000),
    });
    expect(answer.json).toEqual({ code: 442, status: 'Error' });
  });

  test.each([
    '/juvlon',
    '/juvlon/v4/verify',
    '/__sandbox',
    '/__sandbox/nothing',
    '/%ff%zz',
    '//evil.example/',
  ])('F70: an unknown route: %s', async (path) => {
    expectProblem(await ask(origin + path), 404);
  });

  test('a path behind a vendor’s prefix is told the calls that are there, another one the base URLs', async () => {
    expect((await ask(`${origin}/juvlon/v4/verify`)).json).toMatchObject({
      hint: 'There is: POST /juvlon/v4/verifyOneTimeCode.',
    });
    expect((await ask(`${origin}/v4/verifyOneTimeCode`)).json).toMatchObject({
      hint: `See ${origin}/__sandbox/health for the providers' base URLs.`,
    });
  });

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('F70: a wrong method: %s', async (method) => {
    const answer = await ask(health(), { method });
    expectProblem(answer, 405);
    expect(answer.headers['allow']).toBe('GET, HEAD');
  });

  test.each([
    '',
    '{',
    'null',
    '[]',
    '"text"',
    '{"advance":"soon"}',
    '{"advance":"1s","freeze":true}',
    '{"freeze":1}',
  ])('F70: a body that is of no use: %s', async (body) => {
    expectProblem(await ask(`${origin}/__sandbox/clock`, { method: 'POST', body }), 400);
    expect((await ask(health())).status).toBe(200);
  });

  test.each(['http://evil.example', 'null', 'http://127.0.0.1:1', 'https://127.0.0.1'])(
    'a change asked for by a page of another origin: %s',
    async (from) => {
      expectProblem(await post(`${origin}/__sandbox/clock`, { freeze: true }, { origin: from }), 403);
      expect(running.clock.frozen).toBe(false);
    },
  );

  test('a change asked for by its own page is made', async () => {
    expect((await post(`${origin}/__sandbox/clock`, { freeze: true }, { origin })).status).toBe(200);
  });
});

const serverOf = (routes: readonly Route[]) =>
  listen({ port: 0, routesAt: () => routes, observe: () => {}, clock: fakeClock(), now: () => 0 });

function fail(): never {
  throw new Error('a bug');
}

describe('what it answers', () => {
  test('no page may read it: no CORS, not stored, not sniffed', async () => {
    const { headers } = await ask(health(), { headers: { origin: 'http://evil.example' } });
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  });

  test('strings as they are, everything else as JSON, nothing as nothing', async () => {
    const bodies = new Map<string, unknown>([
      ['text', '{ "pin": 0 } // as printed'],
      ['value', { pin: 0 }],
      ['none', undefined],
    ]);
    const server = await serverOf(
      [...bodies].map(([path, body]) => ({ method: 'GET', path: `/${path}`, answer: () => ({ body }) })),
    );
    expect((await ask(`${server.origin}/text`)).text).toBe('{ "pin": 0 } // as printed');
    expect(await ask(`${server.origin}/value`)).toMatchObject({
      text: '{"pin":0}',
      headers: { 'content-type': 'application/json' },
    });
    expect(await ask(`${server.origin}/none`)).toMatchObject({ status: 200, text: '' });
    await server.close();
  });

  test('a handler that fails costs one answer and no server', async () => {
    const server = await serverOf([{ method: 'GET', path: '/bug', answer: fail }]);
    expectProblem(await ask(`${server.origin}/bug`), 500);
    expectProblem(await ask(`${server.origin}/other`), 404);
    await server.close();
  });
});
