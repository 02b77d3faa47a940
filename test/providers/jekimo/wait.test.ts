import { describe, expect, test } from 'vitest';
import { CliError } from '../../../src/errors.ts';
import { waitForCustomer } from '../../../src/providers/jekimo/flow.ts';
import { behaviours, redirect } from '../../helpers/bad-server.ts';
import { fakeClock, type FakeClock } from '../../helpers/fake-clock.ts';
import {
  check,
  created,
  gettoken,
  invalidToken,
  jekimo,
  jekimoServer,
  key,
  ko,
  ok,
  token,
} from '../../helpers/jekimo.ts';
import { authrig } from '../../helpers/rig.ts';
import type { Reply } from '../../helpers/scripted-server.ts';

const unavailable: Reply = { status: 503, body: '<html><body>Service Unavailable</body></html>' };
const garbage: Reply = { body: 'garbage' };
const scanned: Reply = { body: { status: 'scanned', risk: false, pin: 0 } };

/** A reply that takes a while of the run's own time, and notes when it was asked for. */
function taking(milliseconds: number, clock: FakeClock, times: number[], reply: Reply = created): Reply {
  return {
    reply: async () => {
      times.push(clock.monotonic() / 1000);
      await clock.advance(milliseconds);
      return reply as { body: unknown };
    },
  };
}

const everyFive = Array.from({ length: 24 }, (_, index) => index * 5);

describe('the pace', () => {
  test('JEK-11, JEK-12, JEK-13, F30: at once, every 5 s, 24 times; at 120 s it is over with 5', async () => {
    const clock = fakeClock({ auto: true });
    const times: number[] = [];
    await using server = await jekimoServer({ checks: [taking(0, clock, times)] });
    const { exitCode, stdout, stderr } = await jekimo(server, ['wait', token], { clock });
    expect({ exitCode, stdout }).toEqual({ exitCode: 5, stdout: '' });
    expect(times).toEqual(everyFive);
    expect(clock.monotonic()).toBe(120_000);
    expect(stderr).toContain('Verification timeout');
    expect(stderr).toContain('authrig jekimo login');
  });

  test('JEK-14: answers that take 7 s leave room for ten checks, and none begins after 120 s', async () => {
    const clock = fakeClock({ auto: true });
    const times: number[] = [];
    await using server = await jekimoServer({ checks: [taking(7000, clock, times)] });
    expect((await jekimo(server, ['wait', token], { clock })).exitCode).toBe(5);
    expect(times).toEqual([0, 12, 24, 36, 48, 60, 72, 84, 96, 108]);
    expect(clock.monotonic()).toBe(120_000);
  });

  test('JEK-12: login counts from the moment that the token came', async () => {
    const clock = fakeClock({ auto: true });
    const times: number[] = [];
    const body = { token, url: 'https://www.jekimo.com/login/1', timestamp: 1 };
    await using server = await jekimoServer({
      tokens: [taking(30_000, clock, [], { body })],
      checks: [taking(0, clock, times)],
    });
    expect((await jekimo(server, ['login'], { clock })).exitCode).toBe(5);
    expect(times).toEqual(everyFive.map((time) => time + 30));
    expect(clock.monotonic()).toBe(150_000);
  });

  test('JEK-15: a wall clock that jumps in the middle changes nothing', async () => {
    const clock = fakeClock({ auto: true });
    const times: number[] = [];
    const jumping: Reply = {
      reply: () => {
        clock.jump(3_600_000);
        times.push(clock.monotonic() / 1000);
        return { body: { status: 'created', risk: false, pin: 0 } };
      },
    };
    await using server = await jekimoServer({ checks: [jumping] });
    expect((await jekimo(server, ['wait', token], { clock })).exitCode).toBe(5);
    expect(times).toEqual(everyFive);
  });

  test.each([
    ['1', 1],
    ['500ms', 0.5],
    ['4.9', 4.9],
    ['5', 5],
    ['10', 10],
  ])('JEK-11: --interval %s on a loopback host', async (interval, seconds) => {
    const clock = fakeClock({ auto: true });
    const times: number[] = [];
    await using server = await jekimoServer({ checks: [taking(0, clock, times)] });
    expect((await jekimo(server, ['wait', token, '--interval', interval], { clock })).exitCode).toBe(5);
    expect(times).toHaveLength(Math.min(24, 120 / seconds));
    expect(times[1]).toBeCloseTo(seconds);
    expect(clock.monotonic()).toBeCloseTo(120_000);
  });

  test.each([
    ['wait', [token]],
    ['login', []],
  ])('JEK-11: %s refuses a faster pace on a real host before any request', async (verb, words) => {
    const { exitCode, stderr } = await authrig(['jekimo', verb, ...words, '--interval', '4.9'], {
      env: { AUTHRIG_JEKIMO_API_KEY: key, AUTHRIG_JEKIMO_BASE_URL: 'https://jekimo.invalid' },
    });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('every 5 s');
  });
});

describe('the end', () => {
  test('JEK-16, JEK-17: created goes on, OK ends it at once, with the number of checks', async () => {
    await using server = await jekimoServer({ checks: [created, created, ok] });
    const { exitCode, json, stderr } = await jekimo(server, ['wait', token, '--json']);
    expect(exitCode).toBe(0);
    expect(json()).toEqual({
      ok: true,
      command: 'jekimo wait',
      data: { token, status: 'OK', risk: false, pin: null, attempts: 3 },
    });
    expect(server.at(check).map((request) => request.headers['token'])).toEqual([token, token, token]);
    expect(server.at(gettoken)).toEqual([]);
    expect(stderr).toContain('OK names no user');
  });

  test('JEK-18: KO ends it at once with 3', async () => {
    await using server = await jekimoServer({ checks: [created, ko, ok] });
    const { exitCode, stdout, stderr } = await jekimo(server, ['wait', token]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
    expect(stderr).toContain('Access denied');
    expect(stderr).not.toContain('OK names no user');
    expect(server.requests).toHaveLength(2);
  });

  test('JEK-18: the status of a KO is beside the error, for scripts and scenarios', async () => {
    await using server = await jekimoServer({ checks: [created, ko] });
    const { json } = await jekimo(server, ['wait', token, '--json']);
    expect(json()).toMatchObject({
      ok: false,
      error: { kind: 'denied' },
      data: { token, status: 'KO', risk: true, pin: null, attempts: 2 },
    });
  });

  test('JEK-08, F32: Invalid Token ends it at once with 5', async () => {
    await using server = await jekimoServer({ checks: [created, invalidToken, ok] });
    expect((await jekimo(server, ['wait', token])).exitCode).toBe(5);
    expect(server.requests).toHaveLength(2);
  });

  test.each([
    ['a refused key', { body: { error: 'Invalid API key' } }],
    ['F20: 401', { status: 401, body: '' }],
    ['F21: 403', { status: 403, body: { message: 'Forbidden' } }],
  ])('%s in the middle ends it at once with 4', async (_name, reply) => {
    await using server = await jekimoServer({ checks: [created, reply, ok] });
    expect((await jekimo(server, ['wait', token])).exitCode).toBe(4);
    expect(server.requests).toHaveLength(2);
  });

  test('a stop by the user ends it at once', async () => {
    const stop = new AbortController();
    const stopping: Reply = {
      reply: () => {
        stop.abort(new CliError('cancelled', 'Stopped by SIGINT.', { exitCode: 130 }));
        return { body: { status: 'created' } };
      },
    };
    await using server = await jekimoServer({ checks: [stopping] });
    expect((await jekimo(server, ['wait', token], { signal: stop.signal })).exitCode).toBe(130);
    expect(server.requests).toHaveLength(1);
  });
});

describe('a status that is not documented', () => {
  test('ALL-07, JEK-34: is shown once and waited on', async () => {
    await using server = await jekimoServer({ checks: [scanned, scanned, created, scanned, ok] });
    const { exitCode, stderr } = await jekimo(server, ['wait', token]);
    expect(exitCode).toBe(0);
    expect(stderr.match(/does not document: scanned/g)).toHaveLength(1);
  });

  test('ALL-07, JEK-34: at the end it is 7, and names it', async () => {
    await using server = await jekimoServer({ checks: [created, scanned] });
    const { exitCode, stdout, stderr } = await jekimo(server, ['wait', token]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 7, stdout: '' });
    expect(stderr).toContain('does not know: scanned');
    expect(server.requests).toHaveLength(24);
  });

  test('JEK-34: once it has passed, the end is 5', async () => {
    await using server = await jekimoServer({ checks: [scanned, created] });
    expect((await jekimo(server, ['wait', token])).exitCode).toBe(5);
  });
});

describe('checks that fail', () => {
  test.each([
    ['F03: a reset', behaviours.reset],
    ['F04: an empty reply', behaviours.empty],
    ['F07: an answer that is cut off', behaviours.cutOff],
    ['F08: garbage for HTTP', behaviours.garbage],
    ['F23: 503', unavailable],
    ['F11: a page', { body: '<html>Log in to the Wi-Fi</html>' }],
    ['F12: an empty body', { body: '' }],
    ['garbage', garbage],
    ['F13: null', { body: 'null' }],
    ['F13: an empty object', { body: {} }],
    ['F14: wrong types', { body: { status: 1, risk: 'maybe', pin: [] } }],
    ['an OK without a risk', { body: { status: 'OK' } }],
    ['an OK with half a pin', { body: { status: 'OK', risk: true, pin: '12 34' } }],
    ['F25: a redirect', redirect('https://evil.example/')],
    ['F21: 404', { status: 404, body: '' }],
    ['an undocumented error', { body: { error: 'Maintenance' } }],
  ] as readonly [string, Reply][])(
    'JEK-20, F29: %s is told once, survived, and the wait ends well',
    async (_name, reply) => {
      await using server = await jekimoServer({ checks: [created, reply, reply, ok] });
      const { exitCode, stderr, json } = await jekimo(server, ['wait', token, '--json']);
      expect(exitCode).toBe(0);
      expect(json().data).toEqual({ token, status: 'OK', risk: false, pin: null, attempts: 4 });
      expect(server.requests).toHaveLength(4);
      expect(stderr.match(/A check failed, and the wait goes on/g)).toHaveLength(1);
      expect(stderr).not.toContain('Verification timeout');
    },
  );

  test('F29: it is told that Jekimo answers again', async () => {
    await using server = await jekimoServer({ checks: [behaviours.reset, created, garbage, created, ok] });
    const { exitCode, stderr } = await jekimo(server, ['wait', token]);
    expect(exitCode).toBe(0);
    expect(stderr.match(/A check failed/g)).toHaveLength(2);
    expect(stderr.match(/Jekimo answers again/g)).toHaveLength(2);
  });

  test.each([
    ['F01, F03', behaviours.reset, 6, 'network error'],
    ['F23', unavailable, 7, 'answers that cannot be used'],
  ] as const)(
    'JEK-20, %s: up to the end they are a timeout with their own code',
    async (_id, reply, code, why) => {
      const clock = fakeClock({ auto: true });
      await using server = await jekimoServer({ checks: [created, reply] });
      const { exitCode, stdout, stderr } = await jekimo(server, ['wait', token], { clock });
      expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: '' });
      expect(stderr).toContain(`Verification timeout due to ${why}: `);
      expect(clock.monotonic()).toBe(120_000);
    },
  );

  test('JEK-20: they count as attempts and grow the interval', async () => {
    const clock = fakeClock({ auto: true });
    const times: number[] = [];
    await using server = await jekimoServer({
      checks: [taking(0, clock, times, unavailable)],
    });
    await jekimo(server, ['wait', token], { clock });
    expect(times).toEqual([0, 10, 30, 60, 90]);
  });

  test.each([
    ['created', created, 5],
    ['an unknown status', scanned, 7],
  ])('failures that are over leave an ordinary end on %s', async (_name, reply, code) => {
    await using server = await jekimoServer({ checks: [unavailable, reply] });
    const { exitCode, stderr } = await jekimo(server, ['wait', token]);
    expect(exitCode).toBe(code);
    expect(stderr).not.toContain('due to');
  });

  test('F22: Retry-After is kept, and from 429 on the interval is longer', async () => {
    const clock = fakeClock({ auto: true });
    const times: number[] = [];
    const slower = { status: 429, headers: { 'Retry-After': '20' }, body: { error: 'Slow down' } };
    await using server = await jekimoServer({
      checks: [taking(0, clock, times, slower), taking(0, clock, times), taking(0, clock, times), ok],
    });
    expect((await jekimo(server, ['wait', token], { clock })).exitCode).toBe(0);
    expect(times).toEqual([0, 20, 30]);
  });
});

test('JEK-10: the line says what to wait for, what state it is in, and counts down to zero', async () => {
  const clock = fakeClock({ auto: true });
  const lines: string[] = [];
  let stopped = false;
  const progress = {
    update: (text: string) => lines.push(text),
    stop: () => {
      stopped = true;
    },
  };
  const context = {
    clock,
    signal: new AbortController().signal,
    settings: { need: () => 'http://127.0.0.1:9', secret: async () => 'key' },
    redactor: { learn: () => {} },
    http: {
      send: async () => ({ status: 200, headers: {}, body: '{"status":"created","risk":false,"pin":0}' }),
    },
    terminal: {
      trace: () => {},
      progress: async (text: string) => {
        lines.push(text);
        return progress;
      },
    },
  };
  await expect(waitForCustomer(context as never, token, 120_000, 5000)).rejects.toMatchObject({
    kind: 'expired',
  });
  expect(lines[0]).toBe('Waiting for the customer to scan and authorise, 120 s left');
  expect(lines[1]).toBe('Waiting for the customer to scan and authorise (created), 120 s left');
  const seconds = [...new Set(lines.map((line) => Number(/, (\d+) s left$/.exec(line)?.[1])))];
  expect(seconds).toEqual(Array.from({ length: 121 }, (_, index) => 120 - index));
  expect(stopped).toBe(true);
});
