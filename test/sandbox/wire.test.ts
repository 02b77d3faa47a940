import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FaultKind, FaultSpec } from '../../src/sandbox/fault-kinds.ts';
import { faultKinds } from '../../src/sandbox/fault-kinds.ts';
import { type CountingVendor, countingVendor } from '../helpers/counting-vendor.ts';
import { type RawAnswer, type RawCall, rawCall } from '../helpers/raw-socket.ts';
import { type RunningSandbox, runSandbox } from '../helpers/sandbox.ts';
import { until } from '../helpers/until.ts';

let running: RunningSandbox;
let vendor: CountingVendor;

beforeEach(async () => {
  vendor = countingVendor();
  running = await runSandbox({ vendor: vendor.module });
});
afterEach(() => running.close());

const whole = '{"acts":1,"note":"a text that is long enough to be cut"}';
const act = (fault?: FaultSpec): RawCall => {
  if (fault !== undefined) running.faults.add({ provider: 'vendor', operation: 'act', ...fault });
  const { host } = new URL(running.origin);
  return rawCall(
    running.origin,
    `POST /vendor/act HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
  );
};
const over = (fault?: FaultSpec): Promise<RawAnswer> => act(fault).over;
const bodyOf = (text: string): string => text.slice(text.indexOf('\r\n\r\n') + 4);
const headOf = (text: string): string => text.slice(0, text.indexOf('\r\n\r\n')).toLowerCase();
const sleeps = (): readonly number[] => running.machineClock.sleeps;

test('without a fault the answer comes as it is', async () => {
  const { text, ended } = await over();
  expect([bodyOf(text), ended]).toEqual([whole, 'end']);
});

describe('the answer is lost or spoilt', () => {
  test('reset: nothing but a reset', async () => {
    expect(await over({ kind: 'reset' })).toEqual({ text: '', ended: 'ECONNRESET' });
  });

  test('empty: nothing but the end', async () => {
    expect(await over({ kind: 'empty' })).toEqual({ text: '', ended: 'end' });
  });

  test.each([
    [undefined, whole.length / 2],
    [5, 5],
    [0, 0],
  ])('truncated: the headers promise it all, and with bytes %j come %j', async (bytes, length) => {
    const { text, ended } = await over({ kind: 'truncated', ...(bytes === undefined ? {} : { bytes }) });
    expect(headOf(text)).toContain(`content-length: ${whole.length}`);
    expect([bodyOf(text), ended]).toEqual([whole.slice(0, length), 'end']);
  });

  test.each([0, 20, 100_000])('limit-data: %i bytes, headers included', async (bytes) => {
    const { text, ended } = await over({ kind: 'limit-data', bytes });
    expect(ended).toBe('end');
    if (bytes < 1000) expect(text).toHaveLength(bytes);
    else expect(bodyOf(text)).toBe(whole);
    expect('HTTP/1.1 200 Sandbox\r\n'.startsWith(text.slice(0, 22))).toBe(true);
  });

  test('garbage: as many random bytes as are asked for, the same for the same seed', async () => {
    const [one, other, third] = [
      await over({ kind: 'garbage', seed: 1, times: 1 }),
      await over({ kind: 'garbage', seed: 1, times: 1 }),
      await over({ kind: 'garbage', seed: 2, times: 1, bytes: 7 }),
    ];
    expect(one.text).toHaveLength(512);
    expect(one.text).not.toContain('HTTP/1.1');
    expect(other).toEqual(one);
    expect(third.text).toHaveLength(7);
    expect(one.text.startsWith(third.text)).toBe(false);
  });

  test('malformed-chunk: good headers, and a chunk whose size is no number', async () => {
    const { text, ended } = await over({ kind: 'malformed-chunk' });
    expect(headOf(text)).toMatch(/^http\/1\.1 200 .*\r\ntransfer-encoding: chunked/s);
    expect(headOf(text)).not.toContain('content-length');
    expect([bodyOf(text), ended]).toEqual([`zz\r\n${whole}`, 'end']);
    await expect(
      fetch(`${running.origin}/vendor/act`, { method: 'POST' }).then((answer) => answer.text()),
    ).rejects.toThrow();
  });

  test('bad-json: whole as HTTP, and broken off as JSON', async () => {
    running.faults.add({ kind: 'bad-json' });
    const answer = await fetch(`${running.origin}/vendor/act`, { method: 'POST' });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json']);
    const text = await answer.text();
    expect(whole.startsWith(text.slice(0, -1))).toBe(true);
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
  });

  test('wrong-type: an HTML page under the same status', async () => {
    const { text } = await over({ kind: 'wrong-type' });
    expect(headOf(text)).toMatch(/^http\/1\.1 200 .*content-type: text\/html/s);
    expect(headOf(text)).not.toContain('application/json');
    expect(bodyOf(text)).toMatch(/^<!doctype html>/);
  });
});

describe('the answer comes slowly', () => {
  test('dribble: so many bytes each time', async () => {
    const call = act({ kind: 'dribble', bytes: 20, ms: 500 });
    for (const length of [20, 40, whole.length]) {
      await until(() => bodyOf(call.text()).length === length && call.text().includes('\r\n\r\n'));
      await running.machineClock.advance(500);
    }
    const { text, ended } = await call.over;
    expect([bodyOf(text), ended, sleeps()]).toEqual([whole, 'end', [500, 500, 500]]);
    expect(headOf(text)).toContain(`content-length: ${whole.length}`);
  });

  test('bandwidth: so many bytes a second', async () => {
    const call = act({ kind: 'bandwidth', bytesPerSecond: 200 });
    for (let count = 1; count <= 3; count += 1) {
      await until(() => sleeps().length === count);
      await running.machineClock.advance(100);
    }
    expect(bodyOf((await call.over).text)).toBe(whole);
    expect(sleeps()).toEqual([100, 100, 100]);
  });

  test('slow-close: all of it is there, and its end comes later', async () => {
    const call = act({ kind: 'slow-close', ms: 3000 });
    await until(() => bodyOf(call.text()) === whole && sleeps().length === 1);
    expect(headOf(call.text())).not.toMatch(/transfer-encoding|content-length/);
    expect(call.socket.readableEnded).toBe(false);
    await running.machineClock.advance(3000);
    expect((await call.over).ended).toBe('end');
    expect(sleeps()).toEqual([3000]);
  });

  test('a client that leaves is not waited for', async () => {
    const call = act({ kind: 'dribble', ms: 60_000 });
    await until(() => sleeps().length === 1);
    call.socket.destroy();
    await call.over;
    running.faults.clear();
    expect(bodyOf((await over()).text)).toContain('"acts":2');
    expect(sleeps()).toEqual([60_000]);
  });
});

describe('the call comes late, or not at all', () => {
  const waits = async (spec: FaultSpec, calls: number): Promise<number[]> => {
    for (let count = 1; count <= calls; count += 1) {
      const call = act(count === 1 ? spec : undefined);
      await until(() => sleeps().length === count);
      await running.machineClock.advance(sleeps().at(-1) ?? 0);
      await call.over;
    }
    return [...sleeps()];
  };

  test('latency: the vendor sees it after the wait', async () => {
    const call = act({ kind: 'latency', ms: 800 });
    await until(() => sleeps().length === 1);
    expect([call.text(), vendor.acts(), sleeps()]).toEqual(['', 0, [800]]);
    await running.machineClock.advance(800);
    expect(bodyOf((await call.over).text)).toBe(whole);
    expect(vendor.acts()).toBe(1);
  });

  test('latency with jitter stays within it, and differs from call to call', async () => {
    const drawn = await waits({ kind: 'latency', ms: 500, jitterMs: 200, seed: 3 }, 12);
    for (const wait of drawn) expect(Math.abs(wait - 500)).toBeLessThanOrEqual(200);
    expect(new Set(drawn).size).toBeGreaterThan(8);
  });

  test('latency with sigma is log-normal around ms, and the same for the same seed', async () => {
    const drawn = await waits({ kind: 'latency', ms: 500, sigma: 0.5, seed: 3 }, 12);
    expect(drawn.every((wait) => Number.isInteger(wait) && wait > 0)).toBe(true);
    expect([drawn.some((wait) => wait < 500), drawn.some((wait) => wait > 500)]).toEqual([true, true]);
    const other = await runSandbox({ vendor: vendor.module });
    const first = running;
    running = other;
    expect(await waits({ kind: 'latency', ms: 500, sigma: 0.5, seed: 3 }, 2)).toEqual(drawn.slice(0, 2));
    running = first;
    await other.close();
  });

  test('down: a reset, and the vendor has seen nothing', async () => {
    expect(await over({ kind: 'down' })).toEqual({ text: '', ended: 'ECONNRESET' });
  });

  test('timeout: nothing, until the client leaves', async () => {
    const call = act({ kind: 'timeout', times: 1 });
    await over();
    expect([call.text(), call.socket.closed]).toEqual(['', false]);
    call.socket.destroy();
    await call.over;
  });

  test('timeout with ms: nothing, and then the end', async () => {
    const call = act({ kind: 'timeout', ms: 5000 });
    await until(() => sleeps().length === 1);
    await running.machineClock.advance(4999);
    expect(call.socket.closed).toBe(false);
    await running.machineClock.advance(1);
    expect(await call.over).toEqual({ text: '', ended: 'end' });
  });

  test.each([
    [{}, '503', 'text/plain', ''],
    [{ status: 500, body: { error: 'down' } }, '500', 'application/json', '{"error":"down"}'],
    [{ status: 502, body: '<h1>Bad Gateway</h1>' }, '502', 'text/plain', '<h1>Bad Gateway</h1>'],
    [{ status: 400, body: null }, '400', 'application/json', 'null'],
  ])('status: %j', async (spec, status, type, body) => {
    const { text } = await over({ kind: 'status', ...spec });
    expect(headOf(text)).toMatch(new RegExp(`^http/1\\.1 ${status} .*content-type: ${type}`, 's'));
    expect(bodyOf(text)).toBe(body);
  });

  test.each([
    [{}, '7'],
    [{ retryAfter: 0 }, '0'],
    [{ retryAfter: 'Fri, 31 Dec 1999 23:59:59 GMT' }, 'fri, 31 dec 1999 23:59:59 gmt'],
  ])('rate-limit: %j', async (spec, retryAfter) => {
    const { text } = await over({ kind: 'rate-limit', ...spec });
    expect(headOf(text)).toContain('http/1.1 429');
    expect(headOf(text)).toContain(`\r\nretry-after: ${retryAfter}\r\n`);
  });
});

describe('whether the vendor has acted', () => {
  const before = new Set<FaultKind>(['down', 'timeout', 'status', 'rate-limit']);
  const slow = new Set<FaultKind>(['latency', 'dribble', 'bandwidth', 'slow-close']);
  const kinds = (Object.keys(faultKinds) as FaultKind[]).filter((kind) => !slow.has(kind));

  test.each(kinds)('ALL-09: %s', async (kind) => {
    const call = act({ kind, times: 1 });
    if (kind === 'timeout') {
      await until(() => running.faults.list()[0]?.struck === 1);
      call.socket.destroy();
    }
    await call.over;
    expect(vendor.acts()).toBe(before.has(kind) ? 0 : 1);
  });

  test('each kind says so itself', () => {
    for (const [kind, words] of Object.entries(faultKinds)) {
      const early = before.has(kind as FaultKind) || kind === 'latency';
      expect([kind, words.startsWith(early ? 'before: ' : 'after: ')]).toEqual([kind, true]);
    }
  });
});
