import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { v } from '../../../src/http/contract.ts';
import { contract } from '../../../src/providers/juvlon/contract.ts';
import { blockedKey, documentedPair, sandbox } from '../../../src/providers/juvlon/sandbox.ts';
import { commandLineAt } from '../../helpers/sandbox-cli.ts';
import { ask, type Answered, post, type RunningSandbox, runSandbox } from '../../helpers/sandbox.ts';

let running: RunningSandbox;
let url: string;
const apiKey = 'sandbox-juvlon-key';

beforeEach(async () => {
  running = await runSandbox({ juvlon: sandbox });
  url = `${running.origin}/juvlon/v4/verifyOneTimeCode`;
});
afterEach(() => running.close());

const verify = async (body: unknown): Promise<Answered> => post(url, body);
const pair = async (token: string, otp: string): Promise<unknown> =>
  (await verify({ apiKey, token, otp })).json;

describe('JUV-23 the pair', () => {
  test("JUV-02, JUV-03: the page's own pair gives the page's own answer", async () => {
    const { status, headers, json } = await verify({ apiKey, ...documentedPair });
    expect([status, headers['content-type']]).toEqual([200, 'application/json']);
    expect(json).toEqual(JSON.parse(contract.verifyOneTimeCode.examples[0]));
  });

  test('JUV-05: verifies once', async () => {
    expect(await pair('OJUWLB', '9078')).toMatchObject({ verify: 'true', transactionId: '327' });
    expect(await pair('OJUWLB', '9078')).toEqual({
      code: 200,
      status: 'Success',
      transactionId: '328',
      verify: 'false',
      token: 'OJUWLB',
      OTP: '9078',
    });
  });

  test('JUV-04: a wrong code is false and does not use the pair up', async () => {
    expect(await pair('OJUWLB', '9079')).toMatchObject({ code: 200, verify: 'false', OTP: '9079' });
    expect(await pair('OJUWLB', '9078')).toMatchObject({ verify: 'true' });
  });

  test.each([
    ['EXPIRD', '1234'],
    ['NOBODY', '9078'],
    ['ojuwlb', '9078'],
    ['__proto__', '9078'],
  ])('JUV-04: %s %s is false', async (token, otp) => {
    expect(await pair(token, otp)).toMatchObject({
      code: 200,
      status: 'Success',
      verify: 'false',
      token,
      OTP: otp,
    });
  });

  test("R-JUV-2: expires by the sandbox's clock; ALL-08: its zeros count", async () => {
    running.clock.advance(59_999);
    expect(await pair('MINUTE', '42')).toMatchObject({ verify: 'false' });
    expect(await pair('MINUTE', '0042')).toMatchObject({ verify: 'true' });
    running.clock.reset();
    await post(`${running.origin}/__sandbox/reset`, {});
    running.clock.advance(60_000);
    expect(await pair('MINUTE', '0042')).toMatchObject({ verify: 'false' });
    expect(await pair('OJUWLB', '9078')).toMatchObject({ verify: 'true' });
  });

  test.each([
    ['NOBODY', '9078', 'no pair has this token'],
    ['OJUWLB', '9079', 'the otp is another one'],
    ['EXPIRD', '1234', 'the pair has expired'],
  ])('JUV-04: a header says why %s %s is false', async (token, otp, hint) => {
    expect((await verify({ apiKey, token, otp })).headers['x-sandbox-hint']).toBe(hint);
  });

  test('JUV-05: a header says that the pair was used, and how it becomes good again', async () => {
    expect((await verify({ apiKey, ...documentedPair })).headers['x-sandbox-hint']).toBeUndefined();
    expect((await verify({ apiKey, ...documentedPair })).headers['x-sandbox-hint']).toBe(
      'the pair was verified before: POST /__sandbox/reset makes the seeded ones good again',
    );
  });

  test("JUV-22: the integrator's message with it lies in the outbox, and again after a reset", async () => {
    const message = { provider: 'juvlon', to: 'OJUWLB', code: '9078' };
    expect(running.outbox.list()).toMatchObject([message]);
    await post(`${running.origin}/__sandbox/reset`, {});
    expect(running.outbox.list()).toMatchObject([message]);
  });

  test('comes back with a reset', async () => {
    await pair('OJUWLB', '9078');
    await post(`${running.origin}/__sandbox/reset`, {});
    expect(await pair('OJUWLB', '9078')).toMatchObject({ verify: 'true', transactionId: '327' });
  });
});

describe('JUV-23 every code, under HTTP 200', () => {
  const good = { apiKey, ...documentedPair };
  const { apiKey: _key, ...keyless } = good;
  test.each([
    ['JUV-07: 402 without a key', keyless, 402],
    ['JUV-07: 402 with an empty one', { ...good, apiKey: '' }, 402],
    ['JUV-08: 403 with a wrong one', { ...good, apiKey: 'wrong' }, 403],
    ['JUV-08: 403 with one that is no text', { ...good, apiKey: true }, 403],
    ["R-JUV-5: 402 for another call's spelling", { ...keyless, ApiKey: apiKey }, 402],
    ['JUV-09: 404 for a blocked account', { ...good, apiKey: blockedKey }, 404],
    ['JUV-10: 442 without a token', { apiKey, otp: '9078' }, 442],
    ['JUV-10: 442 without a code', { apiKey, token: 'OJUWLB' }, 442],
    ['JUV-16: 442 with an empty code', { ...good, otp: '' }, 442],
    ['442 with a code that is a number', { ...good, otp: 9078 }, 442],
    ['442 for a list', [good], 442],
    ['the key is looked at before the pair', { apiKey: 'wrong' }, 403],
  ])('%s', async (_name, body, code) => {
    const answer = await verify(body);
    expect([answer.status, answer.json]).toEqual([200, { code, status: 'Error' }]);
    expect(v.is(contract.verifyOneTimeCode.answer, answer.json)).toBe(true);
    expect(await pair('OJUWLB', '9078')).toMatchObject({ verify: 'true' });
  });

  test.each([
    [keyless, 'apiKey is missing'],
    [{ ...keyless, ApiKey: apiKey }, 'the member is apiKey, not ApiKey'],
    [{ ...good, apiKey: 'KEY' }, "the sandbox's apiKey is sandbox-juvlon-key"],
    [{ ...good, apiKey: blockedKey }, 'the account of this key is blocked'],
  ])('a header says what is wrong with %j', async (body, hint) => {
    expect((await verify(body)).headers['x-sandbox-hint']).toBe(hint);
  });

  test.each(['', '{', 'apiKey=sandbox-juvlon-key&token=OJUWLB&otp=9078'])(
    'F70: 442 for what is no JSON: %j',
    async (body) => {
      const answer = await ask(url, { method: 'POST', body });
      expect(answer.json).toEqual({ code: 442, status: 'Error' });
      expect(answer.headers['x-sandbox-hint']).toBe('the body is no JSON object');
    },
  );

  test.each(['GET', 'PUT', 'DELETE'])('JUV-06: 401 for %s', async (method) => {
    const answer = await ask(url, { method });
    expect([answer.status, answer.json]).toEqual([200, { code: 401, status: 'Error' }]);
    expect(answer.headers['x-sandbox-hint']).toBe('Juvlon takes POST alone');
  });
});

const mislabelled = 'the body is JSON, and its Content-Type should be application/json';
test.each([
  ['application/json', undefined],
  ['Application/JSON; charset=utf-8', undefined],
  ['application/x-www-form-urlencoded', mislabelled],
  ['text/plain', mislabelled],
])('JUV-17: JSON under %s is taken, with the hint %s', async (type, hint) => {
  const answer = await ask(url, {
    method: 'POST',
    headers: { 'content-type': type },
    body: JSON.stringify({ apiKey, ...documentedPair }),
  });
  expect(answer.json).toMatchObject({ verify: 'true' });
  expect(answer.headers['x-sandbox-hint']).toBe(hint);
});

describe('what the page leaves open, each reading of it', () => {
  const cli = async (token: string, otp: string, key = apiKey): Promise<number> => {
    const argv = ['juvlon', 'verify', '--token', token, '--otp', otp];
    return (await commandLineAt(running).run(argv, { env: { AUTHRIG_JUVLON_API_KEY: key } })).exitCode;
  };

  test.each([
    ['juvlon.verify', 'string', { verify: 'true' }, { verify: 'false' }],
    ['juvlon.verify', 'boolean', { verify: true }, { verify: false }],
    ['juvlon.code', 'number', { code: 200 }, { code: 200 }],
    ['juvlon.code', 'string', { code: '200' }, { code: '200' }],
  ])('JUV-12, JUV-13: %s=%s', async (name, value, first, second) => {
    running.switches.set(name, value);
    expect(await pair('OJUWLB', '9078')).toMatchObject(first);
    expect(await pair('OJUWLB', '9078')).toMatchObject(second);
    expect(await cli('MINUTE', '0042')).toBe(0);
    expect(await cli('MINUTE', '0042')).toBe(3);
  });

  test.each([
    ['200', 200, 200, 200],
    ['code', 403, 442, 405],
  ])('ALL-04: juvlon.refusalStatus=%s', async (value, key, unreadable, method) => {
    running.switches.set('juvlon.refusalStatus', value);
    expect(await verify({ apiKey: 'wrong', ...documentedPair })).toMatchObject({
      status: key,
      json: { code: 403 },
    });
    expect(await verify([])).toMatchObject({ status: unreadable, json: { code: 442 } });
    expect(await ask(url)).toMatchObject({ status: method, json: { code: 401 } });
    expect(await cli('OJUWLB', '9078', 'wrong')).toBe(4);
    expect(await cli('OJUWLB', '9078', blockedKey)).toBe(4);
    expect(await cli('OJUWLB', '0000')).toBe(3);
    expect(await cli('OJUWLB', '9078')).toBe(0);
  });

  test.each([
    ['key-first', 403, 4],
    ['pair-first', 442, 7],
  ])('PRB-05: juvlon.order=%s: both unusable is %i', async (value, code) => {
    running.switches.set('juvlon.order', value);
    expect((await verify({ apiKey: 'wrong', token: 'OJUWLB', otp: '' })).json).toEqual({
      code,
      status: 'Error',
    });
    // A pair that can be read is worth nothing without the key, and is not used up.
    expect((await verify({ apiKey: 'wrong', ...documentedPair })).json).toMatchObject({ code: 403 });
    expect(await cli('OJUWLB', '9078', 'wrong')).toBe(4);
    expect(await cli('OJUWLB', '9078')).toBe(0);
  });

  test('ALL-12: sandbox.answers=docs-literal: the documented pair is verified, and a wrong one is not', async () => {
    running.switches.set('sandbox.answers', 'docs-literal');
    expect(await cli('OJUWLB', '0000')).toBe(3);
    expect(await cli('OJUWLB', '9078')).toBe(0);
    expect(await cli('OJUWLB', '9078')).toBe(3);
  });
});
