import { describe, expect, test } from 'vitest';
import { badServer, behaviours, body, status } from '../helpers/bad-server.ts';
import { failureOf, makeHttp, post } from '../helpers/exchange.ts';

describe('statuses', () => {
  test.each(['204 No Content', '304 Not Modified', '404 Not Found', '429 Slow Down', '500 Oh', '442 Juvlon'])(
    'F12 F24: %s is an answer for the caller to judge',
    async (line) => {
      await using server = await badServer(status(line));
      const answer = await makeHttp().send(post(server.url));
      expect(answer.status).toBe(Number(line.slice(0, 3)));
      expect(answer.body).toBe(/^[23]/.test(line) ? '' : '{}');
    },
  );

  test.each(['999 Request Denied', '000 Nothing', '600 More'])(
    'F24: the status %s is broken HTTP',
    async (line) => {
      await using server = await badServer(status(line));
      const { kind, message } = await failureOf(post(server.url));
      expect(kind).toBe('provider');
      expect(message).toBe(
        `127.0.0.1:${server.port} answered with broken HTTP: the status ${line.slice(0, 3)} does not exist.`,
      );
    },
  );

  test('F24: a 100 and a 103 before the answer are passed over', async () => {
    await using server = await badServer((socket) => {
      socket.write('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n');
      behaviours.good(socket);
    });
    expect((await makeHttp().send(post(server.url))).status).toBe(200);
  });

  test('F24: a 101 that nobody asked for is broken HTTP, at once', async () => {
    await using server = await badServer(behaviours.switched);
    const { kind, message } = await failureOf(post(server.url));
    expect([kind, message]).toEqual(['provider', expect.stringContaining('(101)')]);
  });

  test('F11: a web page comes back as it is', async () => {
    await using server = await badServer(behaviours.html);
    const answer = await makeHttp().send(post(server.url));
    expect([answer.headers['content-type'], answer.body]).toEqual(['text/html', '<html>Welcome</html>']);
  });
});

describe('broken HTTP', () => {
  test.each([
    ['F08', 'badChunk', 'its body is cut into chunks that make no sense'],
    ['F08', 'garbage', 'what it sent cannot be read (HPE_INVALID_CONSTANT)'],
    ['F10', 'hugeHeader', 'its headers are larger than 16 KB'],
    ['F09', 'brokenGzip', 'its compressed body is damaged'],
  ] as const)('%s: %s is the provider’s fault', async (_id, name, what) => {
    await using server = await badServer(behaviours[name]);
    const { kind, message, details } = await failureOf(post(server.url));
    expect([kind, message]).toEqual([
      'provider',
      `127.0.0.1:${server.port} answered with broken HTTP: ${what}.`,
    ]);
    expect(details.sent).toBe(true);
  });

  test('F09 S19: 10 MB are read', async () => {
    await using server = await badServer(body(Buffer.alloc(10 * 1024 * 1024, 'x')));
    expect((await makeHttp().send(post(server.url))).body).toHaveLength(10 * 1024 * 1024);
  });

  test.each(['endless', 'quarterGigabyte', 'gzipBomb'] as const)(
    'F09 S19: %s is read no further than 10 MB, and the connection is closed',
    async (name) => {
      await using server = await badServer(behaviours[name]);
      const { kind, message } = await failureOf(post(server.url));
      expect(kind).toBe('provider');
      expect(message).toContain('larger than 10 MB');
      await expect.poll(() => server.open()).toBe(0);
      expect(server.sent()).toBeLessThan(24 * 1024 * 1024);
    },
  );
});
