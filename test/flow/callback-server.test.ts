import { connect, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Clock } from '../../src/clock.ts';
import { CliError } from '../../src/errors.ts';
import { donePage, problemPage } from '../../src/flow/callback-pages.ts';
import {
  type CallbackOptions,
  type CallbackRoute,
  type CallbackServer,
  openCallbackServer,
} from '../../src/flow/callback-server.ts';
import { fakeClock } from '../helpers/fake-clock.ts';
import { realClock } from '../helpers/real-clock.ts';
import { ask } from '../helpers/sandbox.ts';
import { until } from '../helpers/until.ts';

const servers: CallbackServer<unknown>[] = [];
const sockets: Socket[] = [];

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) await server.close();
});

const ok = donePage('Done', 'You can close this window and go back to the terminal.');

/** A code that is not `right` is refused and waited on. */
const codeRoute: CallbackRoute<string> = {
  method: 'GET',
  path: '/callback',
  answer: ({ query }) =>
    query.get('code') === 'right'
      ? { page: ok, done: 'right' }
      : { page: problemPage(400, 'Not it', 'Another answer is expected.') },
};

async function open<T = string>(
  given: Partial<CallbackOptions<T>> & { readonly routes?: readonly CallbackRoute<T>[] } = {},
) {
  const refused: string[] = [];
  const { routes = [codeRoute as unknown as CallbackRoute<T>], ...rest } = given;
  const server = await openCallbackServer<T>({
    routesAt: () => routes,
    budgetMs: 120_000,
    expired: () => new CliError('expired', 'Nobody came.'),
    clock: realClock,
    signal: new AbortController().signal,
    onRefused: (why) => refused.push(why),
    ...rest,
  });
  servers.push(server as CallbackServer<unknown>);
  return { server, origin: server.origin, port: Number(new URL(server.origin).port), refused };
}

/** A connection that stays as it is; `answer` grows with what comes back. */
async function dial(port: number, text = '') {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  const dialled = { socket, answer: '', errors: [] as Error[] };
  socket.on('data', (chunk) => (dialled.answer += chunk.toString('latin1')));
  socket.on('error', (error) => dialled.errors.push(error));
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.write(text);
  return dialled;
}

/** All that comes back, to a client that must not be cut off while it still sends. */
async function raw(port: number, text: string): Promise<string> {
  const dialled = await dial(port, text);
  if (!dialled.socket.closed) await new Promise((resolve) => dialled.socket.once('close', resolve));
  expect(dialled.errors).toEqual([]);
  return dialled.answer;
}

const refusesConnections = (origin: string) => expect(ask(origin)).rejects.toThrow(/ECONNREFUSED/);

function expectStrict(headers: Readonly<Record<string, unknown>>): void {
  expect(headers).toMatchObject({
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    connection: 'close',
    'content-security-policy': expect.stringMatching(/^default-src 'none'.*frame-ancestors 'none'/),
  });
  expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
}

describe('where it listens', () => {
  test('OA-01: on 127.0.0.1 alone, on a free port', async () => {
    const { origin, port } = await open();
    expect(origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ address }) => address !== '127.0.0.1' && !address.startsWith('fe80'))
      .map(({ address, family }) => (family === 'IPv6' ? `[${address}]` : address));
    for (const other of ['127.0.0.2', ...others]) {
      await expect(ask(`http://${other}:${port}/callback`), other).rejects.toThrow(
        /ECONNREFUSED|EADDRNOTAVAIL/,
      );
    }
  });

  test.runIf(process.platform === 'linux')('OA-01: the system knows of no other address of it', async () => {
    const { port } = await open();
    const hex = port.toString(16).toUpperCase().padStart(4, '0');
    const listening = ['/proc/net/tcp', '/proc/net/tcp6']
      .flatMap((file) => readFileSync(file, 'utf8').split('\n'))
      .map((line) => line.trim().split(/\s+/))
      .filter(([, local = '', , state]) => state === '0A' && local.endsWith(`:${hex}`));
    expect(listening.map(([, local]) => local)).toEqual([`0100007F:${hex}`]);
  });

  test('OA-01, F47: a fixed port that is taken is a local error that names --port', async () => {
    const { port } = await open();
    await expect(open({ port })).rejects.toMatchObject({
      kind: 'local',
      message: expect.stringContaining(`127.0.0.1:${port}`),
      details: { hint: expect.stringContaining('--port') },
    });
  });

  test('a fixed port is had, and can be had again after the end', async () => {
    const first = await open();
    await first.server.close();
    const { origin, server } = await open({ port: first.port });
    expect(origin).toBe(first.origin);
    expect((await ask(`${origin}/callback?code=right`)).status).toBe(200);
    await expect(server.answered).resolves.toBe('right');
    await open({ port: first.port });
  });

  test('routes that can’t be made cost no port', async () => {
    let origin = '';
    const opening = open({
      routesAt: (at) => {
        origin = at;
        throw new Error('a bug');
      },
    });
    await expect(opening).rejects.toThrow('a bug');
    await refusesConnections(origin);
  });
});

describe('the wait', () => {
  test('OA-09: the answer goes out whole, then the port is closed before the value is handed over', async () => {
    const { origin, server } = await open();
    const answer = ask(`${origin}/callback?code=right`);
    await expect(server.answered).resolves.toBe('right');
    await refusesConnections(origin);
    expect(await answer).toMatchObject({ status: 200, text: ok.body });
  });

  test('OA-09: a large answer goes out whole too', async () => {
    const page = { ...ok, body: 'x'.repeat(8_000_000) };
    const routes = [{ ...codeRoute, answer: () => ({ page, done: 'right' }) }];
    const sleep: Clock['sleep'] = (milliseconds, signal) =>
      milliseconds < 1000 ? Promise.resolve() : realClock.sleep(milliseconds, signal);
    const { origin, server } = await open({ routes, clock: { ...realClock, sleep } });
    expect((await ask(`${origin}/callback`)).text).toHaveLength(8_000_000);
    await server.answered;
  });

  test('nobody is waited for where nobody else came, and no sleep is left', async () => {
    let asleep = 0;
    const sleep: Clock['sleep'] = (_, signal) =>
      new Promise((_resolve, reject) => {
        asleep += 1;
        signal?.addEventListener('abort', () => ((asleep -= 1), reject(signal.reason)));
      });
    const { origin, server } = await open({ clock: { ...realClock, sleep } });
    await ask(`${origin}/callback?code=right`);
    await expect(server.answered).resolves.toBe('right');
    expect(asleep).toBe(0);
  });

  test('OA-03, F43: fifty requests of junk, then the right one', async () => {
    const { origin, port, server, refused } = await open();
    const junk = [
      ['/favicon.ico', 404],
      ['/', 404],
      ['/callback/', 404],
      ['//callback', 404],
      ['/Callback?code=right', 404],
      ['/%63allback?code=right', 404],
      ['/callback', 400],
      ['/callback?code=wrong', 400],
      ['/callback?code=%ff%zz&=&&', 400],
    ] as const;
    for (let round = 0; round < 4; round += 1) {
      for (const [path, status] of junk) expect((await ask(origin + path)).status, path).toBe(status);
    }
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH']) {
      const answer = await ask(`${origin}/callback?code=right`, { method });
      expect(answer.status, method).toBe(405);
      expect(answer.headers['allow']).toBe('GET');
      expectStrict(answer.headers);
    }
    for (const [text, status] of [
      ['\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n', 400],
      ['SSH-2.0-scan\r\n', 400],
      ['GET\r\n\r\n', 400],
      [`GET http://127.0.0.1:${port}/callback?code=right HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`, 404],
      ['GET /callback?code=right HTTP/1.0\r\n\r\n', 421],
      [`GET /callback?code=right HTTP/1.1\r\n\r\n`, 421],
      [`GET /callback?code=right HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nHost: a.example\r\n\r\n`, 421],
      [
        `GET /callback?code=right HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`,
        431,
      ],
    ] as const) {
      expect(await raw(port, text), text.slice(0, 80)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    }
    expect(refused.length).toBeGreaterThan(30);
    expect((await ask(`${origin}/callback?code=right`)).status).toBe(200);
    await expect(server.answered).resolves.toBe('right');
  });

  test('F44: two at once, of which the first wins and the second hears so', async () => {
    const values = ['one', 'two'];
    const route: CallbackRoute<string> = {
      method: 'GET',
      path: '/callback',
      answer: () => ({ page: ok, done: values.shift() ?? 'three' }),
    };
    const { port, server } = await open({ routes: [route] });
    const [first, second] = [await dial(port), await dial(port)];
    const text = `GET /callback HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`;
    for (const { socket } of [first, second]) socket.write(text);
    await expect(server.answered).resolves.toBe('one');
    await until(() => first.socket.closed && second.socket.closed);
    expect([first.answer, second.answer].map((answer) => answer.slice(9, 12)).toSorted()).toEqual([
      '200',
      '409',
    ]);
    const loser = [first.answer, second.answer].find((answer) => answer.startsWith('HTTP/1.1 409')) ?? '';
    expect(loser).toContain('<h1>Already done</h1>');
  });

  test('F44: two on one connection are one', async () => {
    let calls = 0;
    const route: CallbackRoute<string> = {
      method: 'GET',
      path: '/callback',
      answer: () => ((calls += 1), { page: ok }),
    };
    const { port } = await open({ routes: [route] });
    const text = `GET /callback HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`;
    expect((await raw(port, text + text)).match(/HTTP\/1\.1/g)).toHaveLength(1);
    expect(calls).toBe(1);
  });

  describe('a value that holds otherwise', () => {
    const hint = (done: string): CallbackRoute<string> => ({
      method: 'GET',
      path: `/${done}`,
      answer: () => ({ page: ok, otherwise: { done, afterMs: 5000 } }),
    });
    const routes = [codeRoute, hint('first'), hint('second')];

    test('ends the wait after its time, the first one of them, with the port closed', async () => {
      const clock = fakeClock();
      const { origin, server } = await open({ routes, clock });
      expect((await ask(`${origin}/first`)).status).toBe(200);
      await clock.advance(4000);
      expect((await ask(`${origin}/second`)).status).toBe(200);
      await clock.advance(999);
      expect((await ask(`${origin}/callback`)).status).toBe(400);
      await clock.advance(1);
      await expect(server.answered).resolves.toBe('first');
      await refusesConnections(origin);
    });

    test('gives way to an answer that comes in its time', async () => {
      const { origin, server } = await open({ routes, clock: fakeClock() });
      await ask(`${origin}/first`);
      expect((await ask(`${origin}/callback?code=right`)).status).toBe(200);
      await expect(server.answered).resolves.toBe('right');
    });

    test('does not outlast the deadline', async () => {
      const clock = fakeClock();
      const { origin, server } = await open({ routes, clock, budgetMs: 4000 });
      const ended = expect(server.answered).rejects.toMatchObject({ kind: 'expired' });
      await ask(`${origin}/first`);
      await clock.advance(4000);
      await ended;
    });
  });

  test('a value of undefined is a value, and no value is none', async () => {
    let visits = 0;
    const route: CallbackRoute<undefined> = {
      method: 'GET',
      path: '/callback',
      answer: () => ((visits += 1) === 1 ? { page: ok } : { page: ok, done: undefined }),
    };
    const { origin, server } = await open<undefined>({ routes: [route] });
    await ask(`${origin}/callback`);
    expect((await ask(`${origin}/callback`)).status).toBe(200);
    await expect(server.answered).resolves.toBeUndefined();
  });

  test('a client that leaves before its answer has won all the same', async () => {
    const { port, server } = await open();
    const { socket } = await dial(
      port,
      `GET /callback?code=right HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`,
    );
    await until(() => socket.bytesWritten > 0);
    socket.resetAndDestroy();
    await expect(server.answered).resolves.toBe('right');
  });

  test('a route with a fault answers 500 and ends nothing', async () => {
    let visits = 0;
    const route: CallbackRoute<string> = {
      ...codeRoute,
      answer: (request) => {
        visits += 1;
        if (visits === 1) throw new Error('secret-of-the-fault');
        return codeRoute.answer(request);
      },
    };
    const { origin, server, refused } = await open({ routes: [route] });
    const answer = await ask(`${origin}/callback?code=right`);
    expect(answer.status).toBe(500);
    expect(answer.text + refused.join()).not.toContain('secret-of-the-fault');
    await ask(`${origin}/callback?code=right`);
    await expect(server.answered).resolves.toBe('right');
  });
});

describe('how it ends without an answer', () => {
  test('OA-09, F46: at the deadline, with the port closed first', async () => {
    const clock = fakeClock();
    const { origin, port, server } = await open({ clock });
    const ended = expect(server.answered).rejects.toMatchObject({ kind: 'expired', message: 'Nobody came.' });
    const half = await dial(port, 'GET /callback?code=right HTTP/1.1\r\n');
    await clock.advance(119_999);
    expect((await ask(`${origin}/callback`)).status).toBe(400);
    await clock.advance(1);
    await ended;
    await refusesConnections(origin);
    await until(() => half.socket.closed);
  });

  test('OA-09: Ctrl-C ends it at once with the reason of the run', async () => {
    const stop = new AbortController();
    const { origin, port, server } = await open({ signal: stop.signal, clock: fakeClock() });
    const half = await dial(port, 'POST /callback HTTP/1.1\r\nContent-Length: 10\r\n');
    stop.abort(new CliError('cancelled', 'Stopped by SIGINT.'));
    await expect(server.answered).rejects.toThrow('Stopped by SIGINT.');
    await refusesConnections(origin);
    await until(() => half.socket.closed);
  });

  test('a run that is over already opens nothing', async () => {
    const signal = AbortSignal.abort(new CliError('cancelled', 'Stopped by SIGINT.'));
    await expect(open({ signal })).rejects.toThrow('Stopped by SIGINT.');
  });

  test('a run that ends while the port is opened ends the wait', async () => {
    const stop = new AbortController();
    const { server } = await open({
      signal: stop.signal,
      routesAt: () => (stop.abort(new CliError('cancelled', 'Stopped by SIGINT.')), [codeRoute]),
    });
    await expect(server.answered).rejects.toThrow('Stopped by SIGINT.');
  });

  test('close ends the wait, and may be called twice', async () => {
    const { origin, server } = await open();
    await Promise.all([server.close(), server.close()]);
    await expect(server.answered).rejects.toMatchObject({ kind: 'cancelled' });
    await refusesConnections(origin);
  });

  test('OA-09: nothing is left that would hold the process', async () => {
    const tcp = () => process.getActiveResourcesInfo().filter((name) => /TCP|Connect/.test(name));
    await vi.waitFor(() => expect(tcp()).toEqual([]));
    let asleep = 0;
    const clock: Clock = {
      ...realClock,
      sleep: (milliseconds, signal) => {
        asleep += 1;
        return realClock.sleep(milliseconds, signal).finally(() => (asleep -= 1));
      },
    };
    const { origin, port, server } = await open({ clock });
    const half = await dial(port);
    expect(tcp()).toContain('TCPServerWrap');
    expect(asleep).toBe(1);
    await ask(`${origin}/callback?code=right`);
    await server.answered;
    await until(() => half.socket.closed && asleep === 0);
    await vi.waitFor(() => expect(tcp()).toEqual([]));
  });
});

describe('what it refuses', () => {
  test.each(['evil.example', '127.0.0.1', '127.0.0.1:1', '0.0.0.0', 'localhost.evil.example', '[::1]'])(
    'OA-04: a foreign Host header, as a rebound name sends it: %s',
    async (host) => {
      const { origin, refused } = await open();
      const answer = await ask(`${origin}/callback?code=right`, { headers: { host } });
      expect(answer.status).toBe(421);
      expectStrict(answer.headers);
      expect(refused).toEqual([expect.stringContaining('(421)')]);
    },
  );

  test('OA-04: both names of this machine are its own', async () => {
    const { origin, port } = await open();
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `LOCALHOST:${port}`]) {
      expect((await ask(`${origin}/callback`, { headers: { host } })).status).toBe(400);
    }
  });

  test('OA-04: an Origin that is not expected, null among them', async () => {
    const partner = 'https://identifier.example.com';
    const routes: readonly CallbackRoute<string>[] = [
      codeRoute,
      { ...codeRoute, path: '/partner', origins: [partner] },
    ];
    const { origin, port } = await open({ routes });
    const statusOf = async (path: string, from: string) =>
      (await ask(origin + path, { headers: { origin: from } })).status;
    for (const from of [
      'null',
      '',
      'https://evil.example',
      'http://127.0.0.1:1',
      `https://127.0.0.1:${port}`,
      `${partner}.evil`,
    ]) {
      expect(await statusOf('/callback?code=right', from), from).toBe(403);
      expect(await statusOf('/partner?code=right', from), from).toBe(403);
    }
    expect(await statusOf('/callback?code=right', partner)).toBe(403);
    for (const from of [origin, `http://localhost:${port}`]) {
      expect(await statusOf('/callback', from), from).toBe(400);
    }
    expect(await statusOf('/partner', partner)).toBe(400);
  });

  test('OA-04: a preflight gets no leave', async () => {
    const { origin } = await open();
    const answer = await ask(`${origin}/callback`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://evil.example',
        'access-control-request-method': 'GET',
        'access-control-request-private-network': 'true',
      },
    });
    expect(answer.status).toBe(405);
    expectStrict(answer.headers);
  });

  test('F45: a query of 1 MB, and one just too long', async () => {
    const { origin, port, refused } = await open();
    const head = ` HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`;
    for (const size of [16_384, 40_000, 1_000_000, 5_000_000]) {
      const answer = await raw(port, `GET /callback?code=right&x=${'x'.repeat(size)}${head}`);
      expect(answer, String(size)).toMatch(/^HTTP\/1\.1 414 [^]*x-frame-options: DENY/);
    }
    expect(refused).toHaveLength(4);
    expect((await ask(`${origin}/callback?x=${'x'.repeat(16_000)}`)).status).toBe(400);
  });

  test('a body of more than 64 KB, with and without a length', async () => {
    const bodies: string[] = [];
    const route: CallbackRoute<string> = {
      method: 'POST',
      path: '/callback',
      answer: ({ body }) => (bodies.push(body), { page: ok }),
    };
    const { origin } = await open({ routes: [route] });
    const send = async (size: number, headers: Record<string, string>) =>
      (await ask(`${origin}/callback`, { method: 'POST', headers, body: 'x'.repeat(size) })).status;
    for (const size of [65_537, 1_000_000]) {
      expect(await send(size, { 'content-length': String(size) })).toBe(413);
      expect(await send(size, { 'transfer-encoding': 'chunked' })).toBe(413);
    }
    expect(await send(65_536, { 'transfer-encoding': 'chunked' })).toBe(200);
    expect(await send(3, { expect: 'something', 'content-length': '3' })).toBe(200);
    expect(bodies.map((body) => body.length)).toEqual([65_536, 3]);
  });

  test('a body without an end is cut off', async () => {
    const route: CallbackRoute<string> = { ...codeRoute, method: 'POST' };
    const { port } = await open({ routes: [route] });
    const head = `POST /callback HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Length: 900000000\r\n\r\n`;
    const { socket } = await dial(port, head);
    const block = 'x'.repeat(1_000_000);
    for (let sent = 0; sent < 100 && socket.writable; sent += 1) {
      await new Promise((resolve) => socket.write(block, resolve));
    }
    await until(() => socket.closed);
    expect(socket.bytesWritten).toBeLessThan(50_000_000);
  });
});

describe('what a route sees and a browser gets', () => {
  test('method, path, query with its duplicates, headers and body', async () => {
    const seen: unknown[] = [];
    const route: CallbackRoute<string> = {
      method: 'POST',
      path: '/callback',
      answer: ({ method, path, query, headers, body }) => {
        seen.push([method, path, [...query], headers['x-one'], headers['cookie'], body]);
        return { page: ok };
      },
    };
    const { origin } = await open({ routes: [{ ...route, method: 'GET' }, route] });
    const headers = { 'X-One': '1', cookie: 'a=1; b=2' };
    await ask(`${origin}/callback?a=1&a=%C3%A9&b=+?`, { method: 'POST', headers, body: 'übung' });
    expect(seen).toEqual([
      [
        'POST',
        '/callback',
        [
          ['a', '1'],
          ['a', 'é'],
          ['b', ' ?'],
        ],
        '1',
        'a=1; b=2',
        'übung',
      ],
    ]);
  });

  test('OA-06, S21: strict headers on every answer, a page’s own policy among them', async () => {
    const bare = { status: 303, headers: { location: 'https://a.example/' }, body: '' };
    const loose = {
      status: 200,
      headers: {
        'content-security-policy': "default-src 'none'; connect-src 'self'; frame-ancestors 'none'",
        'cache-control': 'public',
      },
      body: '{}',
    };
    const routes = [bare, loose].map((page, at) => ({
      method: 'GET' as const,
      path: `/${at}`,
      answer: () => ({ page }),
    }));
    const { origin } = await open({ routes });
    const moved = await ask(`${origin}/0`);
    expect(moved).toMatchObject({ status: 303, headers: { location: 'https://a.example/' } });
    expectStrict(moved.headers);
    const own = await ask(`${origin}/1`);
    expectStrict(own.headers);
    expect(own.headers['content-security-policy']).toContain("connect-src 'self'");
    expectStrict((await ask(`${origin}/none`)).headers);
  });

  test('OA-06, F45, S21: nothing of a request is reflected, in no answer and no trace', async () => {
    const { origin, port, refused } = await open();
    const mark = '<script>alert(4711)</script>';
    const header = { 'x-a': '4711', cookie: 'a=4711', referer: 'http://a.example/4711' };
    const paths = [
      `/callback?error=${mark}`,
      `/callback?error=${encodeURIComponent(mark)}`,
      '/4711',
      '/4711?%0d%0aset-cookie:4711',
    ];
    for (const path of paths) {
      for (const method of ['GET', 'POST']) {
        for (const extra of [{}, { host: '4711.example' }, { origin: 'https://4711.example' }]) {
          const text = await raw(
            port,
            `${method} ${path} HTTP/1.1\r\n${Object.entries({
              host: `127.0.0.1:${port}`,
              ...header,
              ...extra,
            })
              .map(([name, value]) => `${name}: ${value}\r\n`)
              .join('')}\r\n`,
          );
          expect(text).toMatch(/^HTTP\/1\.1 4\d\d /);
          expect(text).not.toContain('4711');
        }
      }
    }
    expect(await raw(port, 'GET 4711 4711\r\n\r\n')).not.toContain('4711');
    expect(refused.join()).not.toContain('4711');
    expect((await ask(`${origin}/callback?error=${encodeURIComponent(mark)}`)).text).not.toContain('alert');
  });
});

test('OA-09, F48: a thousand half-open clients keep nobody out and are all gone at the end', async () => {
  const { origin, port, server } = await open();
  await ask(`${origin}/callback`);
  const half = await Promise.all(
    Array.from({ length: 1000 }, (_, at) => dial(port, at % 2 ? 'GET /callback?code=ri' : '')),
  );
  expect((await ask(`${origin}/callback`)).status).toBe(400);
  await until(() => half.filter(({ socket }) => !socket.closed).length <= 100);
  expect((await ask(`${origin}/callback?code=right`)).status).toBe(200);
  await expect(server.answered).resolves.toBe('right');
  await until(() => half.every(({ socket }) => socket.closed));
});
