import nock from 'nock';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHttp } from '../../src/http/http.ts';

const request = {
  method: 'GET',
  url: 'https://api.verifik.example/v2?phone=query-secret',
  headers: {},
} as const;

beforeEach(() => nock.disableNetConnect());

afterEach(() => {
  nock.cleanAll();
  nock.restore();
  nock.activate();
});

function send() {
  return createHttp({ env: {}, signal: new AbortController().signal, version: '1.2.3' }).send(request);
}

function fail(code: string, message: string) {
  nock('https://api.verifik.example')
    .get(/./)
    .replyWithError(Object.assign(new Error(message), { code }));
}

test('nock stands in for the network, so that providers can be tested on the wire', async () => {
  nock('https://api.verifik.example', {
    reqheaders: { accept: 'application/json', 'user-agent': 'authrig/1.2.3' },
  })
    .get('/v2?phone=query-secret')
    .reply(200, { ok: true });
  expect((await send()).body).toBe('{"ok":true}');
  expect(nock.isDone()).toBe(true);
});

test.each([
  ['ENOTFOUND', 'getaddrinfo ENOTFOUND api.verifik.example', 'DNS knows no host api.verifik.example.'],
  [
    'EAI_AGAIN',
    'getaddrinfo EAI_AGAIN',
    'DNS gave no answer for api.verifik.example; this machine may be offline.',
  ],
  ['EAI_FAIL', 'getaddrinfo EAI_FAIL', 'DNS failed for api.verifik.example (EAI_FAIL).'],
  ['ENETUNREACH', 'connect ENETUNREACH', 'There is no route to api.verifik.example:443 (ENETUNREACH).'],
])('F02: %s says what was looked up, and that nothing was sent', async (code, text, message) => {
  fail(code, text);
  await expect(send()).rejects.toMatchObject({
    kind: 'network',
    message,
    details: { sent: false, retryable: true },
  });
});
