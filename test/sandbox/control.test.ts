import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sandbox as jekimo } from '../../src/providers/jekimo/sandbox.ts';
import { sandbox as seeded } from '../../src/providers/juvlon/sandbox.ts';
import type { SandboxModule } from '../../src/sandbox/vendor.ts';
import { ask, post, type RunningSandbox, runSandbox } from '../helpers/sandbox.ts';
import { until } from '../helpers/until.ts';

/** Without the message that is there from the start. */
const juvlon: SandboxModule = {
  ...seeded,
  create: (core) => ({ ...seeded.create(core), seed: () => {} }),
};
let running: RunningSandbox;
let rig: string;
const key = { 'x-api-key': 'sandbox-jekimo-key' };

beforeEach(async () => {
  running = await runSandbox({ jekimo, juvlon });
  rig = `${running.origin}/__sandbox`;
});
afterEach(() => running.close());

const getToken = async (headers = {}): Promise<string> => {
  const { json } = await ask(`${running.origin}/jekimo/app.php/v1.1/auth/gettoken`, {
    method: 'POST',
    headers: { ...key, ...headers },
  });
  return (json as { token: string }).token;
};
const messages = async (query: string): Promise<unknown> => (await ask(`${rig}/outbox${query}`)).json;

test('health says what is served, in which version and at what time', async () => {
  expect((await ask(`${rig}/health`)).json).toEqual({
    ready: true,
    versions: { authrig: expect.stringMatching(/^\d+\.\d+\.\d+/) },
    clock: { now: '2026-01-01T00:00:00.000Z', frozen: false },
    providers: { jekimo: `${running.origin}/jekimo/app.php`, juvlon: `${running.origin}/juvlon` },
  });
});

describe('outbox', () => {
  const mail = { provider: 'jekimo', to: 'ada@example.test', code: '293812' };

  test("an integrator's own mail can be put there and read, unmasked", async () => {
    const put = await post(`${rig}/outbox`, mail);
    expect(put).toMatchObject({ status: 201, json: { ...mail, id: expect.stringMatching(/^\d+$/) } });
    expect(await messages('?provider=jekimo&to=ada@example.test')).toEqual({ messages: [put.json] });
    expect(await messages('?provider=juvlon')).toEqual({ messages: [] });
    expect(await messages(`?since=${(put.json as { id: string }).id}`)).toEqual({ messages: [] });
  });

  test('a phone number is found with its plus sign encoded or not', async () => {
    running.outbox.deliver({ provider: 'verifik', to: '+15550100', code: '012345' });
    for (const to of ['%2B15550100', '+15550100']) {
      expect(await messages(`?to=${to}`)).toMatchObject({ messages: [{ code: '012345' }] });
    }
  });

  test('a recipient is found however it is written', async () => {
    running.outbox.deliver({ provider: 'verifik', to: '+447700900123', code: '012345' });
    await post(`${rig}/outbox`, mail);
    for (const to of ['+44 7700-900 123', '%2B44%20(7700)%20900.123', 'ADA@Example.test '])
      expect(await messages(`?to=${to.replaceAll(' ', '%20')}`), to).toMatchObject({ messages: [{}] });
  });

  test('what the sandbox put there by itself is marked, and can be left out', async () => {
    running.outbox.deliver({ provider: 'juvlon', to: 'OJUWLB', code: '9078', seeded: true });
    expect(await messages('')).toMatchObject({ messages: [{ code: '9078', seeded: true }] });
    expect(await messages('?seeded=false')).toEqual({ messages: [] });
  });

  test('a provider is one of the sandbox, or of a message that is there', async () => {
    const { status, json } = await ask(`${rig}/outbox?provider=jekmio`);
    expect([status, json]).toMatchObject([400, { hint: 'provider is one of jekimo, juvlon.' }]);
    await post(`${rig}/outbox`, { ...mail, provider: 'portal' });
    expect(await messages('?provider=portal')).toMatchObject({ messages: [{ provider: 'portal' }] });
  });

  test.each([
    [
      'outbox?too=ada@example.test',
      'no parameter too here; this call takes provider, to, seeded, since, wait.',
    ],
    ['requests?sinec=7', 'no parameter sinec here; this call takes since.'],
    ['health?wait=3', 'no parameter wait here; this call takes none.'],
    ['sessions?id=7', 'no parameter id here; this call takes none.'],
  ])('a parameter that a call does not know is refused: %s', async (path, hint) => {
    const { status, json } = await ask(`${rig}/${path}`);
    expect([status, json]).toMatchObject([400, { hint: expect.stringContaining(hint) }]);
  });

  test('wait holds the request until a message arrives', async () => {
    let over = false;
    const held = messages('?provider=jekimo&wait=30').finally(() => (over = true));
    await until(() => running.machineClock.sleeps.includes(30_000));
    await post(`${rig}/outbox`, { ...mail, provider: 'verifik' });
    expect(over).toBe(false);
    await post(`${rig}/outbox`, mail);
    expect(await held).toMatchObject({ messages: [mail] });
  });

  test('wait ends empty after real seconds, also where the sandbox stands still', async () => {
    await post(`${rig}/clock`, { freeze: true });
    const held = messages('?wait=30');
    await until(() => running.machineClock.sleeps.includes(30_000));
    await running.machineClock.advance(30_000);
    expect(await held).toEqual({ messages: [] });
  });

  test.each(['?wait=x', '?wait=-1', '?wait=301', '?since=last', '?seeded=true', '?seeded'])(
    'refuses %s',
    async (query) => {
      expect((await ask(`${rig}/outbox${query}`)).status).toBe(400);
    },
  );

  test.each([{ ...mail, code: 293812 }, { ...mail, cc: 'x' }, { provider: 'jekimo' }])(
    'refuses %j',
    async (message) => {
      expect((await post(`${rig}/outbox`, message)).status).toBe(400);
      expect(running.outbox.list()).toEqual([]);
    },
  );
});

describe('sessions', () => {
  test('lists what waits and takes one decision', async () => {
    const id = await getToken();
    const session = { id, provider: 'jekimo', state: 'pending', expiresAt: '2026-01-01T00:02:00.000Z' };
    expect((await ask(`${rig}/sessions`)).json).toMatchObject({ sessions: [session] });
    expect(await post(`${rig}/sessions/${id}`, { decision: 'approve' })).toMatchObject({
      status: 200,
      json: { session: { id, state: 'decided' } },
    });
    expect(await post(`${rig}/sessions/${id}`, { decision: 'deny' })).toMatchObject({
      status: 409,
      json: { title: 'This sign-in is decided.' },
    });
  });

  test('knows neither strangers nor what is no decision', async () => {
    const id = await getToken();
    expect((await post(`${rig}/sessions/nobody`, { decision: 'approve' })).status).toBe(404);
    for (const bad of [
      {},
      { decision: 'OK' },
      { decision: 'approve', risk: 'true' },
      { decision: 'approve', age: -1 },
    ]) {
      expect((await post(`${rig}/sessions/${id}`, bad)).status).toBe(400);
    }
    expect(running.signIns.find(id)?.state).toBe('pending');
  });
});

describe('clock', () => {
  test.each([
    ['121s', 121_000],
    ['1h30m', 5_400_000],
    ['30d', 2_592_000_000],
    ['250ms', 250],
    ['7', 7000],
    [7, 7000],
  ])('advance %j', async (advance, milliseconds) => {
    const now = new Date(Date.UTC(2026, 0, 1) + milliseconds).toISOString();
    expect((await post(`${rig}/clock`, { advance })).json).toEqual({ now, frozen: false });
  });

  test('freeze and go on', async () => {
    expect((await post(`${rig}/clock`, { freeze: true })).json).toMatchObject({ frozen: true });
    await running.machineClock.advance(5000);
    expect((await post(`${rig}/clock`, { freeze: false })).json).toEqual({
      now: '2026-01-01T00:00:00.000Z',
      frozen: false,
    });
  });

  test.each(['soon', '-1s', '1.5s', '', '999999999d', null])('refuses to advance by %j', async (advance) => {
    expect((await post(`${rig}/clock`, { advance })).status).toBe(400);
    expect((await ask(`${rig}/health`)).json).toMatchObject({ clock: { now: '2026-01-01T00:00:00.000Z' } });
  });
});

test('requests lists what arrived for the providers, and not who watches', async () => {
  await getToken();
  await ask(`${running.origin}/v1.1/auth/gettoken`);
  await ask(`${rig}/requests`);
  expect((await ask(`${rig}/requests`)).json).toMatchObject({
    requests: [
      { id: '1', method: 'POST', path: '/jekimo/app.php/v1.1/auth/gettoken', status: 200 },
      { id: '2', method: 'GET', path: '/v1.1/auth/gettoken', status: 404 },
    ],
  });
});

test('reset forgets everything: messages, sign-ins, used pairs, the log and the time', async () => {
  await running.close();
  running = await runSandbox({ jekimo, juvlon: seeded });
  rig = `${running.origin}/__sandbox`;
  const verify = async () =>
    post(`${running.origin}/juvlon/v4/verifyOneTimeCode`, {
      apiKey: 'sandbox-juvlon-key',
      token: 'OJUWLB',
      otp: '9078',
    });
  const token = await getToken();
  await verify();
  running.outbox.deliver({ provider: 'jekimo', to: 'ada@example.test', code: '293812' });
  await post(`${rig}/clock`, { advance: '1h' });
  expect((await post(`${rig}/reset`, {})).json).toMatchObject({ clock: { now: '2026-01-01T00:00:00.000Z' } });
  expect((await ask(`${rig}/requests`)).json).toEqual({ requests: [] });
  expect(await messages('?provider=jekimo')).toEqual({ messages: [] });
  expect((await ask(`${rig}/sessions`)).json).toEqual({ sessions: [] });
  expect((await verify()).json).toMatchObject({ verify: 'true' });
  const check = await ask(`${running.origin}/jekimo/app.php/v1.1/auth/check`, {
    method: 'POST',
    headers: { ...key, token },
  });
  expect(check.json).toEqual({ error: 'Invalid Token' });
});
