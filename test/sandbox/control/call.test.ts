import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sandbox as jekimo } from '../../../src/providers/jekimo/sandbox.ts';
import { type Answered, ask, post, type RunningSandbox, runSandbox } from '../../helpers/sandbox.ts';

let running: RunningSandbox;
beforeEach(async () => {
  running = await runSandbox({ jekimo });
});
afterEach(() => running.close());

const submit = (path: string, form: Record<string, string>): Promise<Answered> =>
  ask(`${running.origin}/__sandbox/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8', origin: running.origin },
    body: new URLSearchParams(form).toString(),
  });
const signIn = async (): Promise<string> => {
  const { json } = await ask(`${running.origin}/jekimo/app.php/v1.1/auth/gettoken`, {
    method: 'POST',
    headers: { 'x-api-key': 'sandbox-jekimo-key', 'min-age': '18' },
  });
  return (json as { token: string }).token;
};

describe('a form of the sandbox’s own page', () => {
  test('leads back to the page', async () => {
    const answer = await submit('clock', { advance: '121s' });
    expect([answer.status, answer.headers['location'], answer.text]).toEqual([303, '/', '']);
    expect(running.clock.now()).toBe(Date.UTC(2026, 0, 1) + 121_000);
  });

  test('a refusal stays, to be read', async () => {
    const answer = await submit('clock', { advance: 'soon' });
    expect([answer.status, answer.headers['content-type']]).toEqual([400, 'application/problem+json']);
    expect(running.clock.now()).toBe(Date.UTC(2026, 0, 1));
  });

  test('yes, no and numbers are read from its texts', async () => {
    await submit('clock', { freeze: 'true' });
    expect(running.clock.frozen).toBe(true);
    await submit('clock', { freeze: 'false' });
    expect(running.clock.frozen).toBe(false);
    await submit('faults', { kind: 'latency', ms: '250', probability: '0.5', times: '2' });
    expect(running.faults.list()).toMatchObject([{ ms: 250, probability: 0.5, times: 2 }]);
  });

  test('a number may begin with zeros, and a seed that is one strikes as the same text does', async () => {
    const first = running.clock.now();
    await submit('clock', { advance: '030' });
    expect(running.clock.now() - first).toBe(30_000);
    const struck = async (add: () => Promise<unknown>): Promise<readonly boolean[]> => {
      running.faults.clear();
      await add();
      return Array.from({ length: 32 }, () => running.faults.strike('jekimo', 'check') !== undefined);
    };
    const fault = { kind: 'reset', probability: 0.5 };
    const fromPage = await struck(() => submit('faults', { kind: 'reset', probability: '0.5', seed: '07' }));
    const fromText = await struck(() => post(`${running.origin}/__sandbox/faults`, { ...fault, seed: '07' }));
    const seven = await struck(() => post(`${running.origin}/__sandbox/faults`, { ...fault, seed: 7 }));
    const sevenText = await struck(() => submit('faults', { kind: 'reset', probability: '0.5', seed: '7' }));
    expect(fromPage).toEqual(fromText);
    expect(seven).toEqual(sevenText);
    expect(seven).not.toEqual(fromPage);
    expect(new Set(seven).size).toBe(2);
  });

  test('what was left empty was not said', async () => {
    await submit('faults', { kind: 'reset', provider: '', operation: '', times: '' });
    const [fault] = running.faults.list();
    expect(fault).toEqual({ kind: 'reset', id: '1', seen: 0, struck: 0 });
  });

  test('ALL-08: codes and recipients stay texts, with their zeros', async () => {
    await submit('recipients', { to: '15550100', code: '012345', resendLimit: 'false' });
    await submit('outbox', { provider: 'jekimo', to: '15550100', code: '7' });
    expect(running.recipients.list()).toEqual([{ to: '15550100', code: '012345', resendLimit: false }]);
    expect(running.outbox.list()).toMatchObject([{ to: '15550100', code: '7' }]);
  });

  test('decides a sign-in', async () => {
    const id = await signIn();
    expect((await submit(`sessions/${id}`, { decision: 'approve', age: '17', risk: '' })).status).toBe(303);
    expect(running.signIns.find(id)?.state).toBe('decided');
    expect((await submit(`sessions/${id}`, { decision: 'approve' })).status).toBe(409);
    expect((await submit('sessions/nobody', { decision: 'approve' })).status).toBe(404);
  });

  test('resets without a field', async () => {
    running.outbox.deliver({ provider: 'jekimo', to: 'a@example.com', code: '1' });
    expect((await submit('reset', {})).status).toBe(303);
    expect(running.outbox.list()).toEqual([]);
  });

  test('of another origin is refused', async () => {
    const answer = await ask(`${running.origin}/__sandbox/reset`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'http://evil.example' },
    });
    expect(answer.status).toBe(403);
  });
});

describe('a body that is not what it should be', () => {
  const send = async (body: string, type?: string): Promise<unknown> => {
    const headers = type === undefined ? {} : { 'content-type': type };
    const { status, json } = await ask(`${running.origin}/__sandbox/faults`, {
      method: 'POST',
      headers,
      body,
    });
    return [status, json];
  };

  test('JSON that was read as a form is told so, and why', async () => {
    expect(await send('{"kind":"reset"}', 'application/x-www-form-urlencoded')).toMatchObject([
      400,
      { hint: expect.stringMatching(/read as a form, because its content type is application\/x-www-form/) },
    ]);
    expect(await send('{"kind":"reset"}')).toMatchObject([201, { kind: 'reset' }]);
  });

  test.each(['[]', '[{"kind":"reset"}]', 'null', '"reset"', '{"kind":', ''])(
    'what is no JSON object is told so: %s',
    async (body) => {
      const hint = expect.stringMatching(/^The body must be one JSON object: \{"kind"/);
      expect(await send(body, 'application/json')).toMatchObject([400, { hint }]);
    },
  );
});

test('a refusal names the members that are wrong, and what the call takes', async () => {
  const answer = await ask(`${running.origin}/__sandbox/outbox`, {
    method: 'POST',
    body: '{"to":7,"more":1}',
  });
  expect(answer.json).toMatchObject({
    title: 'The request cannot be used.',
    hint: expect.stringMatching(/^The body takes \{"provider".*Look at .*provider.*to/),
  });
});
