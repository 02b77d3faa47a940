import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sandbox as ekyc } from '../../src/providers/ekyc/sandbox.ts';
import { sandbox as elixir } from '../../src/providers/elixir/sandbox.ts';
import { sandbox as juvlon } from '../../src/providers/juvlon/sandbox.ts';
import type { FaultKind } from '../../src/sandbox/fault-kinds.ts';
import { ask, post, type RunningSandbox, runSandbox } from '../helpers/sandbox.ts';
import { until } from '../helpers/until.ts';

let running: RunningSandbox;
beforeEach(async () => {
  running = await runSandbox({ elixir, juvlon });
});
afterEach(() => running.close());

const pair = { apiKey: 'sandbox-juvlon-key', token: 'OJUWLB', otp: '9078' };
const verify = () => post(`${running.origin}/juvlon/v4/verifyOneTimeCode`, pair);

describe('ALL-09: whether a code is used up by a call that went wrong', () => {
  test.each<FaultKind>(['down', 'status', 'rate-limit'])('%s: it is not', async (kind) => {
    running.faults.add({ kind, times: 1 });
    await verify().catch(() => {});
    expect((await verify()).json).toMatchObject({ verify: 'true' });
  });

  test('timeout: it is not', async () => {
    running.faults.add({ kind: 'timeout', times: 1 });
    const leaving = new AbortController();
    const lost = fetch(`${running.origin}/juvlon/v4/verifyOneTimeCode`, {
      method: 'POST',
      body: JSON.stringify(pair),
      signal: leaving.signal,
    }).catch(() => 'lost');
    await until(() => running.faults.list()[0]?.struck === 1);
    leaving.abort();
    expect(await lost).toBe('lost');
    expect((await verify()).json).toMatchObject({ verify: 'true' });
  });

  test.each<FaultKind>(['reset', 'empty', 'truncated', 'garbage', 'bad-json', 'wrong-type'])(
    '%s: it is',
    async (kind) => {
      running.faults.add({ kind, times: 1 });
      await verify().catch(() => {});
      expect((await verify()).json).toMatchObject({ verify: 'false' });
    },
  );
});

test('a fault strikes the operation that it is for, and the log names it', async () => {
  running.faults.add({ kind: 'status', status: 500, provider: 'elixir', operation: 'otpLogin' });
  const headers = { 'x-api-key': 'sandbox-elixir-key' };
  const elixirAt = `${running.origin}/elixir/sdk/auth/v2`;
  expect((await post(`${elixirAt}/signin/otp-login`, { email: 'a@example.com' }, headers)).status).toBe(500);
  expect((await post(`${elixirAt}/session/refresh`, {}, headers)).status).toBe(400);
  expect((await verify()).status).toBe(200);
  expect(running.outbox.list({ to: 'a@example.com' })).toEqual([]);
  const { json } = await ask(`${running.origin}/__sandbox/requests`);
  expect(json).toMatchObject({
    requests: [{ fault: 'status', status: 500 }, { status: 400 }, { status: 200 }],
  });
});

test('a method that a call does not take is answered by the vendor where it has words for it, else by the sandbox', async () => {
  expect((await ask(`${running.origin}/juvlon/v4/verifyOneTimeCode`)).json).toEqual({
    code: 401,
    status: 'Error',
  });
  const answer = await ask(`${running.origin}/elixir/sdk/auth/v2/signin/otp-login`);
  expect([answer.status, answer.headers['allow']]).toEqual([405, 'POST']);
});

test("a vendor's page is not posted to by a page of another origin, and its calls are", async () => {
  const other = { origin: 'http://evil.example' };
  const own = await runSandbox({ ekyc });
  expect((await post(`${own.origin}/ekyc/phone`, { uri: 'otpauth://x' }, other)).status).toBe(403);
  expect((await post(`${own.origin}/identifier/decision`, {}, other)).status).toBe(403);
  expect((await post(`${own.origin}/ekyc/authen-api/api/v1/session-token`, {}, other)).status).toBe(200);
  await own.close();
});
