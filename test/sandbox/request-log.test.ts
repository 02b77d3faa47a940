import { expect, test } from 'vitest';
import { createRequestLog } from '../../src/sandbox/request-log.ts';
import type { SandboxRequest } from '../../src/sandbox/vendor.ts';
import { sandbox as jekimo } from '../../src/providers/jekimo/sandbox.ts';
import { sandbox as juvlon } from '../../src/providers/juvlon/sandbox.ts';
import { ask, post, runSandbox } from '../helpers/sandbox.ts';

function request(over: Partial<SandboxRequest>): SandboxRequest {
  return {
    method: 'POST',
    path: '/',
    peer: '127.0.0.1',
    params: {},
    query: new URLSearchParams(),
    headers: {},
    body: '',
    ...over,
  };
}

test('ALL-02, JUV-19: neither a key, a token nor a code of any request is in it', async () => {
  const running = await runSandbox({ jekimo, juvlon });
  const { origin } = running;
  const app = `${origin}/jekimo/app.php/v1.1`;
  const key = { 'x-api-key': 'sandbox-jekimo-key' };
  const token = '5f'.repeat(32);
  await ask(`${app}/auth/check`, { method: 'POST', headers: { ...key, token } });
  await ask(`${app}/auth/check`, {
    method: 'POST',
    headers: { 'x-apy-key': 'sandbox-jekimo-key', authorization: 'Bearer letmein-please' },
  });
  await ask(`${app}/en/user/login/${token}`);
  await ask(`${origin}/lost/${token}?token=${token}&q=${token}`);
  await post(`${origin}/juvlon/v4/verifyOneTimeCode`, {
    apiKey: 'sandbox-juvlon-key',
    token: 'OJUWLB',
    otp: '9078',
  });
  await ask(`${origin}/juvlon/v4/verifyOneTimeCode`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'apiKey=sandbox-juvlon-key&otp=9078&token=OJUWLB',
  });
  await ask(`${origin}/juvlon/v4/verifyOneTimeCode`, { method: 'POST', body: 'apiKey sandbox-juvlon-key' });
  const { text, json } = await ask(`${origin}/__sandbox/requests`);
  for (const secret of ['sandbox-jekimo-key', 'sandbox-juvlon-key', token, 'OJUWLB', '9078', 'letmein']) {
    expect(text, secret).not.toContain(secret);
  }
  expect((json as { requests: { path: string }[] }).requests).toHaveLength(7);
  await running.close();
});

test('what is no secret stays: path, status, headers, members and the hint', () => {
  const log = createRequestLog(['qrValue']);
  const sent = request({
    path: '/a/b',
    headers: { 'content-type': 'application/json', 'min-age': '18' },
    body: '{"verify":true,"qrValue":"REIKEY:1","deep":[{"otp":9078,"n":1}]}',
  });
  log.add(sent, { status: 404, headers: { 'x-sandbox-hint': 'look here' }, body: '' }, Date.UTC(2026, 0, 1));
  expect(log.list()).toEqual([
    {
      id: '1',
      at: '2026-01-01T00:00:00.000Z',
      method: 'POST',
      path: '/a/b',
      headers: { 'content-type': 'application/json', 'min-age': '18' },
      body: '{"verify":true,"qrValue":"••••••","deep":[{"otp":"••••••","n":1}]}',
      status: 404,
      hint: 'look here',
    },
  ]);
});

test('a body that is neither JSON nor a form is not shown', () => {
  const log = createRequestLog([]);
  log.add(request({ body: 'apiKey: hush' }), { body: '' }, 0);
  expect(log.list()[0]?.body).toBe('(12 characters)');
});

test.each(['"sk-live-123"', '["sk-live-123"]', '123456', '[{"apiKey":"hush"}]'])(
  'JSON without names is not shown: %s',
  (body) => {
    const log = createRequestLog([]);
    log.add(request({ body, headers: { 'content-type': 'application/json' } }), { body: '' }, 0);
    expect(log.list()[0]?.body).toBe(`(${body.length} characters)`);
  },
);

test('forgets the oldest where there are too many, and cuts long bodies', () => {
  const log = createRequestLog([], 2);
  for (const path of ['/1', '/2', '/3'])
    log.add(request({ path, body: JSON.stringify({ text: 'x'.repeat(9000) }) }), { body: '' }, 0);
  expect(log.list().map(({ id, path }) => [id, path])).toEqual([
    ['2', '/2'],
    ['3', '/3'],
  ]);
  expect(log.list()[0]?.body.length).toBe(2000);
});

test('only the newest are shown where no more are wanted', () => {
  const log = createRequestLog([]);
  for (let number = 1; number <= 5; number += 1) log.add(request({}), { body: '' }, 0);
  expect(log.list(0, 2).map(({ id }) => id)).toEqual(['4', '5']);
  expect(log.list(4, 2).map(({ id }) => id)).toEqual(['5']);
});
