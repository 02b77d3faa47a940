import { describe, expect, test } from 'vitest';
import type { CliError } from '../../src/errors.ts';
import { createHttp } from '../../src/http/http.ts';
import { badServer, behaviours } from '../helpers/bad-server.ts';
import { failureIn } from '../helpers/failure.ts';
import { type ProxyOptions, proxyServer } from '../helpers/proxy-server.ts';
import { tlsServer } from '../helpers/tls-server.ts';

const target = 'https://api.juvlon.example/verify?apikey=query-secret';
const plainTarget = 'http://codes.example/last';

function send(env: Record<string, string>, url = target, timeoutMs = 2000) {
  const http = createHttp({ env, signal: new AbortController().signal, version: '1.2.3' });
  return http.send({ method: 'GET', url, headers: {}, timeoutMs, allowPlainHttp: true });
}

/** The failure of a call through a proxy at this address, once it is known to keep the proxy's password. */
async function failureBehind(proxyUrl: string, timeoutMs?: number): Promise<CliError> {
  const withPassword = proxyUrl.replace('://', '://name:proxy-secret@');
  const error = await failureIn(send({ HTTPS_PROXY: withPassword }, target, timeoutMs));
  const cause = error.details.cause as Error;
  expect(`${error.message} ${error.details.hint} ${cause.stack}`).not.toMatch(/proxy-secret|query-secret/);
  return error;
}

async function failureOf(options: ProxyOptions): Promise<{ error: CliError; via: string; open: number }> {
  await using proxy = await proxyServer(options);
  const error = await failureBehind(proxy.url, options.silent === true ? 80 : undefined);
  expect(proxy.connects).toEqual(['api.juvlon.example:443']);
  return { error, via: ` (via proxy ${proxy.address}).`, open: proxy.open() };
}

describe('F27: through a proxy', () => {
  test('a tunnel is opened by name, and no DNS is asked here', async () => {
    await using server = await badServer(behaviours.good);
    await using proxy = await proxyServer({ routes: { 'codes.example:80': server.port } });
    const answer = await send({ HTTP_PROXY: proxy.url }, plainTarget);
    expect(answer.body).toBe('{"ok":true}');
    expect(proxy.connects).toEqual(['codes.example:80']);
    expect(server.requests[0]).toContain('\r\nHost: codes.example\r\n');
    expect(server.requests[0]).not.toMatch(/proxy/i);
  });

  test('the proxy gets its own name and password, and the server does not', async () => {
    await using server = await badServer(behaviours.good);
    await using proxy = await proxyServer({
      routes: { 'codes.example:80': server.port },
      credentials: 'name:p@ss',
    });
    const env = { http_proxy: proxy.url.replace('://', '://name:p%40ss@') };
    expect((await send(env, plainTarget)).status).toBe(200);
    expect(server.requests[0]).not.toMatch(/authorization/i);
  });

  test('TLS is checked end to end: the proxy cannot stand in for the server', async () => {
    await using server = await tlsServer('server.pem');
    const { error, via } = await failureOf({ routes: { 'api.juvlon.example:443': server.port } });
    expect(error.message).toContain(`that this machine does not know${via}`);
    expect(error.details.hint).toContain('NODE_EXTRA_CA_CERTS');
    expect(error.details.sent).toBe(false);
  });

  test('a server that hangs up behind it is told from the proxy', async () => {
    await using server = await badServer(behaviours.empty);
    await using proxy = await proxyServer({ routes: { 'codes.example:80': server.port } });
    await expect(send({ HTTP_PROXY: proxy.url }, plainTarget)).rejects.toMatchObject({
      kind: 'network',
      message: `codes.example:80 closed the connection without an answer (via proxy ${proxy.address}).`,
      details: { sent: true },
    });
  });
});

describe('F27: a proxy that is no help', () => {
  test('dead', async () => {
    const proxy = await proxyServer();
    await proxy[Symbol.asyncDispose]();
    const { kind, message, details } = await failureBehind(proxy.url);
    expect([kind, message]).toEqual([
      'network',
      `api.juvlon.example:443 could not be reached: the proxy refused the connection (via proxy ${proxy.address}).`,
    ]);
    expect(details).toMatchObject({
      sent: false,
      retryable: true,
      hint: expect.stringContaining('HTTPS_PROXY'),
    });
  });

  test.each<[string, ProxyOptions, string]>([
    ['407', { credentials: 'name:other' }, 'the proxy wants a name and a password (407)'],
    ['502', {}, 'the proxy would not open the connection (HTTP 502)'],
    [
      '403 with a page',
      { answer: 'HTTP/1.1 403 No\r\n\r\n<html>' },
      'the proxy would not open the connection (HTTP 403)',
    ],
    ['an empty answer', { answer: '' }, 'the proxy closed the connection without an answer'],
    [
      'no HTTP',
      { answer: 'SSH-2.0-OpenSSH_9.6\r\n' },
      'the proxy did not answer in HTTP (HPE_INVALID_CONSTANT)',
    ],
    [
      'a page in place of the tunnel',
      { answer: 'HTTP/1.1 200 OK\r\n\r\n<html>Log in' },
      'broke off the TLS handshake',
    ],
  ])('%s', async (_case, options, sentence) => {
    const { error, via } = await failureOf(options);
    expect(error.kind).toBe('network');
    expect(error.message).toContain(sentence);
    expect(error.message.endsWith(via)).toBe(true);
    expect(error.details.sent).toBe(false);
  });

  test('F05: silent, and the deadline holds all the same', async () => {
    const { error, via } = await failureOf({ silent: true });
    expect(error.message).toBe(`The proxy did not open the way to api.juvlon.example:443 within 80 ms${via}`);
  });

  test('F05: silent, and stopping the run lets go of it', async () => {
    await using proxy = await proxyServer({ silent: true });
    const run = new AbortController();
    const http = createHttp({ env: { HTTPS_PROXY: proxy.url }, signal: run.signal, version: '1.2.3' });
    const sending = http.send({ method: 'GET', url: target, headers: {} });
    const reason = new Error('over');
    const ended = expect(sending).rejects.toMatchObject({ kind: 'cancelled' });
    await expect.poll(() => proxy.connects.length).toBe(1);
    run.abort(reason);
    await ended;
    await expect.poll(() => proxy.open()).toBe(0);
  });
});
