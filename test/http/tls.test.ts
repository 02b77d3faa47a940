import { describe, expect, test } from 'vitest';
import type { CliError } from '../../src/errors.ts';
import { createHttp } from '../../src/http/http.ts';
import { badServer, behaviours } from '../helpers/bad-server.ts';
import { bundledChild } from '../helpers/child.ts';
import { failureIn } from '../helpers/failure.ts';
import { proxyServer } from '../helpers/proxy-server.ts';
import { testCa, tlsServer } from '../helpers/tls-server.ts';

interface Report {
  readonly status?: number;
  readonly kind?: string;
  readonly message?: string;
  readonly warnings: readonly string[];
  readonly grownMb: number;
}

const child = bundledChild(new URL('send-child.ts', import.meta.url));

async function sendFromChild(url: string, env: Record<string, string> = {}): Promise<Report> {
  return JSON.parse(await child.run([url], env)) as Report;
}

async function failureAt(port: number, timeoutMs = 2000): Promise<CliError> {
  const http = createHttp({ env: {}, signal: new AbortController().signal, version: '1.2.3' });
  return failureIn(http.send({ method: 'GET', url: `https://127.0.0.1:${port}/`, headers: {}, timeoutMs }));
}

describe('F26: a server that cannot be trusted', () => {
  test.each([
    ['self-signed.pem', {}, 'has a self-signed certificate', 'NODE_EXTRA_CA_CERTS'],
    [
      'server.pem',
      {},
      'has a certificate from an authority (CA) that this machine does not know',
      'NODE_EXTRA_CA_CERTS',
    ],
    [
      'server.pem',
      { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const,
      'speaks only versions of TLS that are no longer safe',
      'TLS 1.2',
    ],
  ])('%s %j', async (certificate, options, reason, hint) => {
    await using server = await tlsServer(certificate, options);
    const { kind, message, details } = await failureAt(server.port);
    expect([kind, message]).toEqual(['network', `127.0.0.1:${server.port} ${reason}.`]);
    expect(details).toMatchObject({ sent: false, retryable: true, hint: expect.stringContaining(hint) });
    expect(details.hint).not.toMatch(/insecure|UNAUTHORIZED/i);
  });

  test.each([
    ['garbage', 'does not speak TLS on this port'],
    ['reset', 'broke off the TLS handshake'],
    ['empty', 'broke off the TLS handshake'],
  ] as const)('a port that answers TLS with %s', async (name, reason) => {
    await using server = await badServer(behaviours[name], { atOnce: true });
    const { kind, message, details } = await failureAt(server.port);
    expect([kind, message, details.sent]).toEqual(['network', `127.0.0.1:${server.port} ${reason}.`, false]);
  });

  test('F05: a port that never answers TLS', async () => {
    await using server = await badServer(behaviours.silent, { atOnce: true });
    const { kind, message, details } = await failureAt(server.port, 80);
    const sentence = `127.0.0.1:${server.port} did not finish the TLS handshake within 80 ms.`;
    expect([kind, message, details.sent]).toEqual(['network', sentence, false]);
  });

  test.each([
    ['expired.pem', 'has a certificate that has expired'],
    ['other-host.pem', 'has a certificate for another host'],
  ])('%s of a known authority', async (certificate, reason) => {
    await using server = await tlsServer(certificate);
    const { kind, message } = await sendFromChild(server.url, { NODE_EXTRA_CA_CERTS: testCa });
    expect([kind, message]).toEqual(['network', `127.0.0.1:${server.port} ${reason}.`]);
  });
});

describe('UX-23: NODE_EXTRA_CA_CERTS', () => {
  test('makes a company’s own CA good', async () => {
    await using server = await tlsServer('server.pem');
    expect((await sendFromChild(server.url)).kind).toBe('network');
    const report = await sendFromChild(server.url, { NODE_EXTRA_CA_CERTS: testCa });
    expect(report).toMatchObject({ status: 200, body: '{"ok":true}', warnings: [] });
  });

  test('holds through a proxy as well', async () => {
    await using server = await tlsServer('server.pem');
    await using proxy = await proxyServer({ routes: { 'api.juvlon.example:443': server.port } });
    const env = { HTTPS_PROXY: proxy.url, NODE_EXTRA_CA_CERTS: testCa };
    expect(await sendFromChild('https://api.juvlon.example/', env)).toMatchObject({ status: 200 });
    expect(proxy.connects).toContain('api.juvlon.example:443');
  });
});

test.each([false, true])('F04: a request is sent once TLS stands (through a proxy: %s)', async (proxied) => {
  await using server = await tlsServer('server.pem', {}, (request) => request.socket.destroy());
  await using proxy = await proxyServer({ routes: { 'api.juvlon.example:443': server.port } });
  const env = { NODE_EXTRA_CA_CERTS: testCa, ...(proxied ? { HTTPS_PROXY: proxy.url } : {}) };
  const report = await sendFromChild(proxied ? 'https://api.juvlon.example/' : server.url, env);
  const sentence = expect.stringContaining('closed the connection without an answer');
  expect(report).toMatchObject({ kind: 'network', message: sentence, sent: true });
});

test('S14: NODE_TLS_REJECT_UNAUTHORIZED=0 turns nothing off, and is warned of once', async () => {
  await using server = await tlsServer('self-signed.pem');
  const report = await sendFromChild(server.url, { NODE_TLS_REJECT_UNAUTHORIZED: '0' });
  expect(report).toMatchObject({ kind: 'network', message: expect.stringContaining('self-signed') });
  expect(report.warnings).toEqual([expect.stringContaining('NODE_TLS_REJECT_UNAUTHORIZED=0 is ignored')]);
});

test.each(['quarterGigabyte', 'gzipBomb'] as const)(
  'F09 S19: %s costs less than 50 MB of memory',
  async (name) => {
    await using server = await badServer(behaviours[name]);
    const report = await sendFromChild(server.url);
    expect(report).toMatchObject({ kind: 'provider', message: expect.stringContaining('larger than 10 MB') });
    expect(report.grownMb).toBeLessThan(50);
  },
);
