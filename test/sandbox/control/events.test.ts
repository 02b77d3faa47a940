import { afterEach, beforeEach, expect, test } from 'vitest';
import { sandbox as jekimo } from '../../../src/providers/jekimo/sandbox.ts';
import { type RawCall, rawCall } from '../../helpers/raw-socket.ts';
import { ask, post, type RunningSandbox, runSandbox } from '../../helpers/sandbox.ts';
import { until } from '../../helpers/until.ts';

let running: RunningSandbox;
let call: RawCall;

beforeEach(async () => {
  running = await runSandbox({ jekimo });
  const { host } = new URL(running.origin);
  call = rawCall(running.origin, `GET /__sandbox/events HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
  await until(() => call.text().includes(': ready\n\n') && running.machineClock.sleeps.length === 1);
});
afterEach(async () => {
  await running.close();
  await call.over;
});

const rig = (path: string): string => `${running.origin}/__sandbox/${path}`;
const events = (): string[][] =>
  [...call.text().matchAll(/event: change\ndata: (.*)\n\n/g)].map(
    ([, data = '']) => JSON.parse(data) as string[],
  );
/** Lets the gathering begin, and end. */
const gather = async (): Promise<void> => {
  await until(() => running.machineClock.sleeps.at(-1) === 100);
  await running.machineClock.advance(100);
};

test('is a stream of events that nobody stores', () => {
  expect(call.text()).toMatch(/^HTTP\/1\.1 200 /);
  expect(call.text()).toMatch(/content-type: text\/event-stream\r\n/i);
  expect(call.text()).toMatch(/cache-control: no-store\r\n/i);
});

test('changes within a tenth of a second are told as one, each part once', async () => {
  await post(rig('outbox'), { provider: 'jekimo', to: 'a@example.com', code: '1' });
  await post(rig('outbox'), { provider: 'jekimo', to: 'a@example.com', code: '2' });
  await post(rig('clock'), { advance: '1s' });
  await gather();
  await until(() => events().length > 0);
  expect(events()).toEqual([['outbox', 'clock']]);
});

test.each([
  [
    'sessions and requests',
    'requests',
    () =>
      ask(`${running.origin}/jekimo/app.php/v1.1/auth/gettoken`, {
        method: 'POST',
        headers: { 'x-api-key': 'sandbox-jekimo-key' },
      }),
  ],
  ['faults', 'faults', () => post(rig('faults'), { kind: 'reset' })],
  ['dropped faults', 'faults', () => ask(rig('faults'), { method: 'DELETE' })],
  ['recipients', 'recipients', () => post(rig('recipients'), { to: 'a@example.com', code: '1' })],
  ['switches', 'switches', () => post(rig('switches'), { name: 'sandbox.answers', value: 'strict' })],
  ['a reset', 'reset', () => post(rig('reset'), {})],
])('tells of %s', async (_name, part, change) => {
  await change();
  await gather();
  await until(() => events().length > 0);
  expect(events().flat()).toContain(part);
});

test('goes on after the first, and says that it is alive where nothing happens', async () => {
  await post(rig('clock'), { advance: '1s' });
  await gather();
  await until(() => running.machineClock.sleeps.at(-1) === 15_000);
  await running.machineClock.advance(15_000);
  await until(() => call.text().includes(': still here\n\n'));
  await post(rig('clock'), { freeze: true });
  await gather();
  await until(() => events().length === 2);
  expect(events()).toEqual([['clock'], ['clock']]);
});

test('a change in the middle of an event is not lost', async () => {
  await post(rig('clock'), { advance: '1s' });
  await until(() => running.machineClock.sleeps.at(-1) === 100);
  await post(rig('faults'), { kind: 'reset' });
  await running.machineClock.advance(100);
  await until(() => events().length > 0);
  expect(events()).toEqual([['clock', 'faults']]);
});

test('a page that has gone holds nothing up', async () => {
  call.socket.destroy();
  await call.over;
  expect((await post(rig('clock'), { advance: '1s' })).status).toBe(200);
  expect((await ask(rig('health'))).status).toBe(200);
});

test('a HEAD ends with its headers', async () => {
  const answer = await ask(rig('events'), { method: 'HEAD' });
  expect([answer.status, answer.headers['content-type'], answer.text]).toEqual([
    200,
    'text/event-stream',
    '',
  ]);
});
