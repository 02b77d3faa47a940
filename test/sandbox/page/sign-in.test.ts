import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sandbox as jekimo } from '../../../src/providers/jekimo/sandbox.ts';
import { ask, type RunningSandbox, runSandbox } from '../../helpers/sandbox.ts';

let running: RunningSandbox;
let url: string;
let token: string;
const key = { 'x-api-key': 'sandbox-jekimo-key' };

beforeEach(async () => {
  running = await runSandbox({ jekimo });
  const { json } = await ask(`${running.origin}/jekimo/app.php/v1.1/auth/gettoken`, {
    method: 'POST',
    headers: { ...key, 'two-fa': 'true' },
  });
  ({ url, token } = json as { url: string; token: string });
});
afterEach(() => running.close());

const check = async () =>
  (
    await ask(`${running.origin}/jekimo/app.php/v1.1/auth/check`, {
      method: 'POST',
      headers: { ...key, token },
    })
  ).json;
const submit = async (decision: string, headers = {}) =>
  ask(url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: `decision=${decision}`,
  });

test('S21: a static page that runs nothing, loads nothing and repeats nothing of the request', async () => {
  const { status, headers, text } = await ask(`${url}?x=<script>alert(1)</script>`);
  expect(status).toBe(200);
  expect(headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': expect.stringMatching(
      /^default-src 'none'; style-src 'sha256-[\w+/=]+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    ),
    'cache-control': 'no-store',
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  });
  expect(text).toContain('<form method="post">');
  expect(text).not.toMatch(/<script|<link|<img|url\(|https?:/);
  expect(text).not.toContain(token);
});

test.each([
  ['approve', { status: 'OK', risk: false, pin: 0 }],
  ['approve-risk', { status: 'OK', risk: true, pin: expect.any(Number) }],
  ['deny', { status: 'KO', risk: true, pin: 0 }],
])('a person decides: %s', async (decision, expected) => {
  expect((await submit(decision, { origin: running.origin })).status).toBe(200);
  expect(await check()).toEqual(expected);
});

describe('refuses', () => {
  test.each(['http://evil.example', 'null'])('a form of another origin: %s', async (origin) => {
    expect((await submit('approve', { origin })).status).toBe(403);
    expect(await check()).toMatchObject({ status: 'created' });
  });

  test.each(['', 'yes', 'APPROVE'])('what is no decision: %j', async (decision) => {
    expect((await submit(decision)).status).toBe(400);
    expect(await check()).toMatchObject({ status: 'created' });
  });

  test('a second decision, a late one, and a stranger', async () => {
    await submit('deny');
    expect((await submit('approve')).status).toBe(409);
    expect(await check()).toMatchObject({ status: 'KO' });
    expect((await ask(url)).status).toBe(410);
    expect((await ask(url.replace(token, 'nobody'))).status).toBe(404);
    url = url.replace(token, 'nobody');
    expect((await submit('approve')).status).toBe(404);
  });
});
