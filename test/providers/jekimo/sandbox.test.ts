import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { v } from '../../../src/http/contract.ts';
import { contract } from '../../../src/providers/jekimo/contract.ts';
import { sandbox } from '../../../src/providers/jekimo/sandbox.ts';
import { fates } from '../../../src/sandbox/recipients.ts';
import type { Decision } from '../../../src/sandbox/sign-ins.ts';
import { decodePng } from '../../../src/terminal/png.ts';
import { readQrImage } from '../../../src/terminal/qr-image.ts';
import { commandLineAt } from '../../helpers/sandbox-cli.ts';
import {
  ask,
  type Answered,
  post,
  type RunningSandbox,
  runSandbox,
  createCore,
} from '../../helpers/sandbox.ts';

let running: RunningSandbox;
const key = { 'x-api-key': 'sandbox-jekimo-key' };

beforeEach(async () => {
  running = await runSandbox({ jekimo: sandbox });
});
afterEach(() => running.close());

const call = async (operation: string, headers: Record<string, string> = key): Promise<Answered> =>
  ask(`${running.origin}/jekimo/app.php/v1.1/auth/${operation}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
  });
const getToken = async (headers: Record<string, string> = {}): Promise<string> =>
  ((await call('gettoken', { ...key, ...headers })).json as { token: string }).token;
const check = async (token: string): Promise<unknown> => (await call('check', { ...key, token })).json;
const decided = async (decision: Decision, headers: Record<string, string> = {}): Promise<unknown> => {
  const token = await getToken(headers);
  expect(running.signIns.decide(token, decision)).toBe(true);
  return check(token);
};

describe('JEK-40 gettoken', () => {
  test('JEK-04: token, timestamp in seconds, the QR code as an image, and the link', async () => {
    const { status, headers, json } = await call('gettoken');
    expect([status, headers['content-type']]).toEqual([200, 'application/json']);
    const answer = v.parse(contract.gettoken.answer, json);
    expect(answer).toEqual(json);
    expect(answer.token).toMatch(/^[0-9a-f]{64}$/);
    expect(answer.timestamp).toBe(Date.UTC(2026, 0, 1) / 1000);
    expect(answer.url).toBe(`${running.origin}/jekimo/app.php/v1.1/en/user/login/${answer.token}`);
  });

  test('JEK-09: a scanner reads the link from the QR code', async () => {
    const { qrcode = '', url } = v.parse(contract.gettoken.answer, (await call('gettoken')).json);
    const [type, image = ''] = qrcode.split(',');
    expect(type).toBe('data:image/png;base64');
    const bytes = Buffer.from(image, 'base64');
    expect((await decodePng(bytes)).width).toBeGreaterThan(100);
    expect(await readQrImage(bytes)).toBe(url);
  });

  test('JEK-21: every token is another one', async () => {
    expect(await getToken()).not.toBe(await getToken());
  });
});

describe('JEK-40 the key', () => {
  test.each([{}, { 'x-api-key': 'wrong' }, { 'x-api-key': '' }, { apikey: 'sandbox-jekimo-key' }])(
    'JEK-05: %j',
    async (headers) => {
      for (const operation of ['gettoken', 'check']) {
        expect(await call(operation, headers)).toMatchObject({
          status: 200,
          text: '{"error":"Invalid API key"}',
        });
      }
      expect(running.signIns.list()).toEqual([]);
    },
  );

  test('the key is looked at before the token', async () => {
    expect((await call('check', { token: 'nobody' })).json).toEqual({ error: 'Invalid API key' });
  });

  test('JEK-31: x-apy-key alone is no key, and a header hints at the typo', async () => {
    const { text, headers } = await call('check', {
      'x-apy-key': 'sandbox-jekimo-key',
      token: await getToken(),
    });
    expect(text).toBe('{"error":"Invalid API key"}');
    expect(headers['x-sandbox-hint']).toBe('the header is x-api-key, not x-apy-key');
  });

  test.each([
    [{}, 'the header x-api-key is missing'],
    [{ 'x-api-key': 'YOUR_SECRET_API_KEY' }, "the sandbox's x-api-key is sandbox-jekimo-key"],
    [
      { 'x-api-key': 'wrong', 'x-apy-key': 'sandbox-jekimo-key' },
      "the sandbox's x-api-key is sandbox-jekimo-key",
    ],
  ])('JEK-05: a header says what is wrong with %j', async (headers, hint) => {
    expect((await call('gettoken', headers as Record<string, string>)).headers['x-sandbox-hint']).toBe(hint);
  });
});

describe('JEK-40 check', () => {
  test('JEK-16: created until somebody decides', async () => {
    expect(await check(await getToken())).toEqual({ status: 'created', risk: false, pin: 0 });
  });

  test.each([
    ['JEK-17', { decision: 'approve' }, { status: 'OK', risk: false, pin: 0 }],
    ['JEK-18', { decision: 'deny' }, { status: 'KO', risk: true, pin: 0 }],
    ['an error at the vendor', { decision: 'error' }, { status: 'KO', risk: true, pin: 0 }],
    ['JEK-12: the customer lets it time out', { decision: 'timeout' }, { error: 'Invalid Token' }],
    [
      'JEK-26: a risk without two-fa has no pin',
      { decision: 'approve', risk: true },
      { status: 'OK', risk: true, pin: 0 },
    ],
  ] as const)('%s: %j', async (_id, decision, answer) => {
    expect(await decided(decision)).toEqual(answer);
  });

  test('JEK-21: the last word is repeated until the token expires', async () => {
    const token = await getToken();
    running.signIns.decide(token, { decision: 'approve' });
    expect(await check(token)).toEqual(await check(token));
    expect(running.signIns.decide(token, { decision: 'deny' })).toBe(false);
    running.clock.advance(120_000);
    expect(await check(token)).toEqual({ error: 'Invalid Token' });
  });

  test("JEK-12: a token dies 120 s after its creation, by the sandbox's clock", async () => {
    const token = await getToken();
    running.clock.advance(119_999);
    expect(await check(token)).toMatchObject({ status: 'created' });
    running.clock.advance(1);
    expect(await check(token)).toEqual({ error: 'Invalid Token' });
    expect(running.signIns.find(token)?.state).toBe('expired');
  });

  test.each(['', 'nobody', '0'.repeat(64), '__proto__'])('JEK-08: an unknown token: %j', async (token) => {
    expect(await call('check', { ...key, token })).toMatchObject({
      status: 200,
      text: '{"error":"Invalid Token"}',
    });
  });

  test('JEK-08: a header tells apart what Invalid Token means', async () => {
    const hint = async (headers: Record<string, string>) =>
      (await call('check', { ...key, ...headers })).headers['x-sandbox-hint'];
    const [token, late] = [await getToken(), await getToken()];
    expect(await hint({ token })).toBeUndefined();
    expect(await hint({})).toBe('the header token is missing');
    expect(await hint({ token: '0'.repeat(64) })).toBe(
      'this sandbox made no such token: call gettoken first',
    );
    running.signIns.decide(late, { decision: 'timeout' });
    expect(await hint({ token: late })).toBe('the customer let the sign-in time out');
    running.clock.advance(120_000);
    expect(await hint({ token })).toBe('the token has expired: it was good for 120 s');
  });

  test('JEK-35: a wrong method is refused by the sandbox', async () => {
    const answer = await ask(`${running.origin}/jekimo/app.php/v1.1/auth/check`, { headers: key });
    expect([answer.status, answer.headers['allow']]).toEqual([405, 'POST']);
  });

  test('JEK-32: without /app.php nothing stands there', async () => {
    expect(
      (await ask(`${running.origin}/jekimo/v1.1/auth/check`, { method: 'POST', headers: key })).status,
    ).toBe(404);
  });
});

describe('JEK-22, JEK-23 the least age', () => {
  test.each([
    ['18', 17, 'KO'],
    ['18', 18, 'OK'],
    ['0', 0, 'OK'],
    ['18', undefined, 'OK'],
  ])('min-age %s and a customer of %s: %s', async (minAge, age, status) => {
    const decision = { decision: 'approve', ...(age === undefined ? {} : { age }) } as const;
    expect(await decided(decision, { 'min-age': minAge })).toMatchObject({ status });
  });

  test('nonsense is ignored, and a header says so', async () => {
    const { headers } = await call('gettoken', { ...key, 'min-age': 'eighteen' });
    expect(headers['x-sandbox-hint']).toContain('min-age');
  });
});

describe('JEK-24 the second factor', () => {
  const risky = { decision: 'approve', risk: true } as const;

  test.each([
    [{ 'two-fa': 'true' }, 'second factor read from two-fa'],
    [
      { 'two-af': 'true' },
      'second factor read from two-af; the page has two-af in its curl line and two-fa in its text',
    ],
    [{ 'two-fa': 'true', 'two-af': 'true' }, 'second factor read from two-fa and two-af'],
  ])('JEK-30: %j asks for it, and a header says what was read', async (spelt, hint) => {
    expect(
      (await call('gettoken', { ...key, ...(spelt as Record<string, string>) })).headers['x-sandbox-hint'],
    ).toBe(hint);
    const answer = v.parse(contract.check.answer, await decided(risky, spelt as Record<string, string>));
    expect(answer).toEqual({ status: 'OK', risk: true, pin: expect.any(Number) });
    expect(String(answer.pin)).toMatch(/^[1-9]\d{5}$/);
  });

  test('the pin stays the same, and is another one next time', async () => {
    const token = await getToken({ 'two-fa': 'true' });
    running.signIns.decide(token, risky);
    expect(await check(token)).toEqual(await check(token));
    expect(await decided(risky, { 'two-fa': 'true' })).not.toEqual(await check(token));
  });

  test.each([
    ['JEK-25: no risk', { decision: 'approve', risk: false }, { 'two-fa': 'true' }, 'OK'],
    ['JEK-26: false', risky, { 'two-fa': 'false', 'two-af': 'false' }, 'OK'],
    ['JEK-29: a KO', { decision: 'deny', risk: true }, { 'two-fa': 'true' }, 'KO'],
    ['ALL-06: TRUE is not true', risky, { 'two-fa': 'TRUE' }, 'OK'],
  ] as const)('no pin: %s', async (_id, decision, headers, status) => {
    expect(await decided(decision, headers)).toMatchObject({ status, pin: 0 });
  });

  test('JEK-29: no pin while it waits', async () => {
    expect(await check(await getToken({ 'two-fa': 'true' }))).toEqual({
      status: 'created',
      risk: false,
      pin: 0,
    });
  });

  test('two spellings that differ: true counts, and a header says so', async () => {
    const headers = { 'two-fa': 'false', 'two-af': 'true' };
    expect((await call('gettoken', { ...key, ...headers })).headers['x-sandbox-hint']).toContain('differ');
    expect(await decided(risky, headers)).toMatchObject({ pin: expect.any(Number), risk: true });
    expect(await decided(risky, headers)).not.toMatchObject({ pin: 0 });
  });
});

test('F70: of the tokens only the newest are kept, as many as a table holds', async () => {
  const core = createCore(sandbox);
  const vendor = sandbox.create({
    ...core,
    randomBytes: wide(),
    table: (name, limit = 10) => core.table(name, limit),
  });
  const request = {
    method: 'POST',
    path: '/',
    peer: '127.0.0.1',
    params: {},
    query: new URLSearchParams(),
    headers: key,
    body: '',
  };
  const tokens: string[] = [];
  for (let count = 0; count < 12; count += 1) {
    const { body } = await vendor.handlers['gettoken']!(request);
    tokens.push((body as { token: string }).token);
  }
  const status = async (token = '') =>
    (await vendor.handlers['check']!({ ...request, headers: { ...key, token } })).body;
  expect(await status(tokens[1])).toEqual({ error: 'Invalid Token' });
  expect(await status(tokens[2])).toMatchObject({ status: 'created' });
});

/** Bytes that count up, so that no token is drawn twice. */
function wide() {
  let next = 0;
  return (count: number) => {
    const bytes = Buffer.alloc(count);
    bytes.writeUInt32BE((next += 1));
    return bytes;
  };
}

describe('what the page leaves open, each reading of it', () => {
  const unknown = '0'.repeat(64);
  const cli = (argv: readonly string[], apiKey = 'sandbox-jekimo-key') =>
    commandLineAt(running).run(['jekimo', ...argv, '--json'], { env: { AUTHRIG_JEKIMO_API_KEY: apiKey } });

  test.each([
    ['200', 200],
    ['400', 400],
    ['401', 401],
  ])('ALL-04: jekimo.refusalStatus=%s: {"error":…} under HTTP %i', async (value, status) => {
    running.switches.set('jekimo.refusalStatus', value);
    expect(await call('gettoken', {})).toMatchObject({ status, json: { error: 'Invalid API key' } });
    expect(await call('check', { ...key, token: unknown })).toMatchObject({
      status,
      json: { error: 'Invalid Token' },
    });
    expect((await cli(['check', unknown])).exitCode).toBe(5);
    expect((await cli(['request'], 'wrong')).exitCode).toBe(4);
  });

  test.each([
    ['key-first', 'Invalid API key', 4],
    ['token-first', 'Invalid Token', 5],
  ])('PRB-01: jekimo.checkOrder=%s: both wrong is %s', async (value, error, exitCode) => {
    running.switches.set('jekimo.checkOrder', value);
    expect((await call('check', { token: unknown })).json).toEqual({ error });
    expect((await cli(['check', unknown], 'wrong')).exitCode).toBe(exitCode);
    // A token that is good is worth nothing without the key.
    expect((await call('check', { token: await getToken() })).json).toEqual({ error: 'Invalid API key' });
  });

  test.each([
    ['error', { error: 'Invalid Token' }, 5, 5],
    ['KO', { status: 'KO', risk: true, pin: 0 }, 3, 3],
    ['created', { status: 'created', risk: false, pin: 0 }, 0, 5],
  ])('JEK-08: jekimo.expiredToken=%s', async (value, answer, checked, waited) => {
    running.switches.set('jekimo.expiredToken', value);
    const token = await getToken();
    running.clock.advance(120_000);
    expect(await check(token)).toEqual(answer);
    expect((await cli(['check', token])).exitCode).toBe(checked);
    expect((await cli(['wait', token])).exitCode).toBe(waited);
    expect(await check(unknown)).toEqual({ error: 'Invalid Token' });
  });

  test('ALL-05: sandbox.answers=docs-literal: what is no JSON is 7', async () => {
    running.switches.set('sandbox.answers', 'docs-literal');
    const { exitCode, json } = await cli(['request']);
    expect([exitCode, json().error?.kind]).toEqual([7, 'provider']);
    running.switches.set('sandbox.answers', 'strict');
    expect((await cli(['request'])).exitCode).toBe(0);
  });
});

describe('a customer whose name says what is special', () => {
  const outcomes: Readonly<Record<string, readonly [answer: object, exitCode: number]>> = {
    'under-age': [{ status: 'KO' }, 3],
    denies: [{ status: 'KO' }, 3],
    banned: [{ status: 'KO' }, 3],
    silent: [{ error: 'Invalid Token' }, 5],
    expired: [{ error: 'Invalid Token' }, 5],
  };

  test.each(fates)('%s@example.com', async (fate) => {
    const [answer, exitCode] = outcomes[fate] ?? [{ status: 'OK' }, 0];
    const token = await getToken({ 'min-age': '18' });
    const decision = { decision: 'approve', customer: `${fate}@example.com` };
    expect((await post(`${running.origin}/__sandbox/sessions/${token}`, decision)).status).toBe(200);
    expect(await check(token)).toMatchObject(answer);
    expect((await commandLineAt(running).run(['jekimo', 'wait', token])).exitCode).toBe(exitCode);
  });

  test('JEK-22: a customer of 15 passes where no age is asked for', async () => {
    const token = await getToken();
    const decision = { decision: 'approve', customer: 'under-age@example.com' };
    await post(`${running.origin}/__sandbox/sessions/${token}`, decision);
    expect(await check(token)).toMatchObject({ status: 'OK' });
  });
});
