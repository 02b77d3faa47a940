import { getEventListeners } from 'node:events';
import { createServer } from 'node:http';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { CliError } from '../../src/errors.ts';
import { badServer, behaviours, body, listen, redirect } from '../helpers/bad-server.ts';
import { failureOf, makeHttp, post, signal } from '../helpers/exchange.ts';
import { scriptedServer } from '../helpers/scripted-server.ts';

describe('a good exchange', () => {
  test('sends one POST as it is, with header names as spelt, on a connection of its own', async () => {
    await using server = await badServer(behaviours.good);
    const answer = await makeHttp().send(
      post(server.url, { headers: { 'Two-FA': '1', 'two-AF': '2', 'X-API-Key': 'k' } }),
    );
    expect(answer).toEqual({
      status: 200,
      headers: { 'content-type': 'application/json', 'content-length': '11' },
      body: '{"ok":true}',
    });
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]?.replace(/:\d+\r/, ':PORT\r').split('\r\n')).toEqual([
      'POST /sessions?apikey=query-secret HTTP/1.1',
      'User-Agent: authrig/1.2.3',
      'Accept: application/json',
      'Two-FA: 1',
      'two-AF: 2',
      'X-API-Key: k',
      'content-length: 15',
      expect.stringMatching(/^accept-encoding: gzip, deflate, br/),
      'Host: 127.0.0.1:PORT',
      'Connection: close',
      '',
      'pin=body-secret',
    ]);
  });

  test('calls that may do so share one connection, one after the other; the others have their own', async () => {
    let connections = 0;
    const server = createServer((request, response) => {
      request.resume().on('end', () => response.end('{}'));
    }).on('connection', () => (connections += 1));
    const url = `http://127.0.0.1:${await listen(server)}/`;
    const warnings: Error[] = [];
    const listening = (warning: Error) => warnings.push(warning);
    process.on('warning', listening);
    const http = makeHttp();
    for (let call = 0; call < 30; call += 1) await http.send(post(url, { reuse: true }));
    expect(connections).toBe(1);
    await http.send(post(url));
    expect(connections).toBe(2);
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', listening);
    expect(warnings).toEqual([]);
    server.closeAllConnections();
    server.close();
  });

  test('a kept connection that the server closes meanwhile is not used again', async () => {
    await using server = await scriptedServer({ '/': [{ body: {} }] });
    const http = makeHttp();
    const closing = { reuse: true, headers: { Connection: 'close' } } as const;
    expect((await http.send(post(`${server.origin}/`, closing))).status).toBe(200);
    expect((await http.send(post(`${server.origin}/`, { reuse: true }))).status).toBe(200);
  });

  test('a call over a kept connection that ends without an answer may have been read', async () => {
    let calls = 0;
    const server = createServer((request, response) => {
      calls += 1;
      if (calls === 1) request.resume().on('end', () => response.end('{}'));
      else request.socket.resetAndDestroy();
    });
    const url = `http://127.0.0.1:${await listen(server)}/`;
    const http = makeHttp();
    await http.send(post(url, { reuse: true }));
    const lost = http.send(post(url, { reuse: true }));
    await expect(lost).rejects.toMatchObject({ kind: 'network' });
    await lost.catch((error: unknown) => {
      expect((error as CliError).details.sent).not.toBe(false);
    });
    expect(calls).toBe(2);
    server.close();
  });

  test('a caller may say who it is and what it accepts', async () => {
    await using server = await badServer(behaviours.good);
    await makeHttp().send({
      method: 'GET',
      url: server.url,
      headers: { accept: 'text/plain', 'USER-AGENT': 'bench' },
    });
    expect(server.requests[0]).toContain('\r\naccept: text/plain\r\n');
    expect(server.requests[0]).toContain('\r\nUSER-AGENT: bench\r\n');
    expect(server.requests[0]).not.toMatch(/authrig|application\/json/);
  });

  test('a POST without a body is sent as an empty one', async () => {
    await using server = await badServer(behaviours.good);
    await makeHttp().send({ method: 'POST', url: server.url, headers: {} });
    expect(server.requests[0]).toContain('\r\ncontent-length: 0\r\n');
  });

  test.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])(
    'a body in %s is unpacked, its characters whole and its byte order mark gone (F13)',
    async (encoding, pack) => {
      await using server = await badServer(
        body(pack('\uFEFF{"name":"Zoë 東京"}'), `Content-Encoding: ${encoding}`),
      );
      expect((await makeHttp().send(post(server.url))).body).toBe('{"name":"Zoë 東京"}');
    },
  );

  test('invalid UTF-8 becomes replacement characters (F17)', async () => {
    await using server = await badServer(body(Uint8Array.of(0x22, 0xff, 0x22)));
    expect((await makeHttp().send(post(server.url))).body).toBe('"\uFFFD"');
  });

  test('of repeated headers the first counts, and names are lower case', async () => {
    await using server = await badServer(
      body(Buffer.from('{}'), 'Retry-After: 7', 'retry-after: 9', 'Set-Cookie: a=b'),
    );
    expect((await makeHttp().send(post(server.url))).headers).toEqual({
      'retry-after': '7',
      'set-cookie': 'a=b',
      'content-length': '2',
    });
  });
});

describe('redirects', () => {
  test.each(['same origin', 'another origin', 'plain http elsewhere', 'file'])(
    'F25 S11 T7: a 307 to %s is answered as it is, and nothing is sent again',
    async (where) => {
      await using other = await badServer(behaviours.good);
      const targets: Record<string, string> = {
        'same origin': '/loop',
        'another origin': other.url,
        'plain http elsewhere': 'http://elsewhere.example/',
        file: 'file:///etc/passwd',
      };
      const location = targets[where] ?? '';
      await using server = await badServer(redirect(location));
      const answer = await makeHttp().send(post(server.url));
      expect([answer.status, answer.headers['location']]).toEqual([307, location]);
      expect(server.requests).toHaveLength(1);
      expect(other.requests).toHaveLength(0);
    },
  );
});

describe('lost connections', () => {
  test('F01: a refused connection is network, names host and port, and was not sent', async () => {
    const server = await badServer(behaviours.good);
    await server[Symbol.asyncDispose]();
    const { kind, message, details } = await failureOf(post(server.url));
    expect(kind).toBe('network');
    expect(message).toBe(`127.0.0.1:${server.port} refused the connection.`);
    expect(details).toMatchObject({
      sent: false,
      retryable: true,
      hint: expect.stringContaining('sandbox start'),
    });
  });

  test.each([
    ['F03', 'reset', 'broke off the connection (ECONNRESET)'],
    ['F04', 'empty', 'closed the connection without an answer'],
    ['F04', 'halfHead', 'closed the connection without an answer'],
  ] as const)('%s: %s is network, may have been sent, and is not repeated', async (_id, name, sentence) => {
    await using server = await badServer(behaviours[name]);
    const { kind, message, details } = await failureOf(post(server.url));
    expect([kind, message]).toEqual(['network', `127.0.0.1:${server.port} ${sentence}.`]);
    expect(details).toMatchObject({ sent: true, retryable: true });
    expect(server.requests).toHaveLength(1);
  });

  test.each(['cutOff', 'cutOffByReset', 'cutOffChunks'] as const)(
    'F07: an answer that ends too early (%s) is network, never an answer',
    async (name) => {
      await using server = await badServer(behaviours[name]);
      const { kind, message, details } = await failureOf(post(server.url));
      expect([kind, message]).toEqual(['network', `The answer of 127.0.0.1:${server.port} was cut off.`]);
      expect(details.sent).toBe(true);
    },
  );

  test('F07: half a gzip body is an error, whichever part notices first', async () => {
    const packed = gzipSync(JSON.stringify({ token: 'x'.repeat(5000), salt: Math.PI }));
    await using server = await badServer((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${packed.length}\r\n\r\n`);
      socket.end(packed.subarray(0, packed.length - 12));
    });
    expect((await failureOf(post(server.url))).message).toMatch(/was cut off|is damaged/);
  });
});

describe('time', () => {
  test.each([
    ['F05', 'silent', (address: string) => `${address} did not answer within 80 ms.`],
    ['F06', 'dribble', (address: string) => `${address} did not finish its answer within 80 ms.`],
  ] as const)('%s: %s ends at the deadline of the whole exchange', async (_id, name, sentence) => {
    await using server = await badServer(behaviours[name]);
    const { kind, message, details } = await failureOf(post(server.url, { timeoutMs: 80 }));
    expect([kind, message]).toEqual(['network', sentence(`127.0.0.1:${server.port}`)]);
    expect(details).toMatchObject({ retryable: true, sent: true });
  });

  test.each(['silent', 'dribble', 'endless'] as const)(
    'F05: the run’s signal ends %s at once, with its reason',
    async (name) => {
      const run = new AbortController();
      const reason = new CliError('cancelled', 'Stopped by SIGINT.', { exitCode: 130 });
      await using server = await badServer((socket) => {
        behaviours[name](socket);
        setImmediate(() => run.abort(reason));
      });
      await expect(makeHttp({ signal: run.signal }).send(post(server.url))).rejects.toBe(reason);
    },
  );

  test('the request’s own signal ends it too; a reason that is no CliError becomes one', async () => {
    const own = new AbortController();
    await using server = await badServer(() => own.abort());
    const { kind } = await failureOf(post(server.url, { signal: own.signal }));
    expect(kind).toBe('cancelled');
  });

  test('a finished exchange leaves nothing behind: no listener on the run, no open connection', async () => {
    await using server = await badServer(behaviours.good);
    const http = makeHttp();
    await http.send(post(server.url));
    await http.send(post(server.url));
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    await expect.poll(() => server.open()).toBe(0);
  });

  test('nothing is sent once the run has ended', async () => {
    await using server = await badServer(behaviours.good);
    const reason = new CliError('expired', 'The time for this command is over.');
    const http = makeHttp({ signal: AbortSignal.abort(reason) });
    const { kind, message } = reason;
    await expect(http.send(post(server.url))).rejects.toMatchObject({
      kind,
      message,
      details: { sent: false },
    });
    expect(server.requests).toHaveLength(0);
  });
});
