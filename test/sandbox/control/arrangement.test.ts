import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sandbox as jekimo } from '../../../src/providers/jekimo/sandbox.ts';
import { sandbox as juvlon } from '../../../src/providers/juvlon/sandbox.ts';
import { ask, post, type RunningSandbox, runSandbox } from '../../helpers/sandbox.ts';

let running: RunningSandbox;
beforeEach(async () => {
  running = await runSandbox({ jekimo, juvlon });
});
afterEach(() => running.close());

const rig = (path: string): string => `${running.origin}/__sandbox/${path}`;

describe('faults', () => {
  test('are listed with what they have seen, under the names that authrig has for them', async () => {
    await post(rig('faults'), { kind: 'CONNECTION_RESET_BY_PEER', provider: 'jekimo', after: 1 });
    await ask(`${running.origin}/jekimo/app.php/v1.1/auth/check`, { method: 'POST' });
    const fault = { id: '1', kind: 'reset', provider: 'jekimo', after: 1, seen: 1, struck: 0 };
    expect((await ask(rig('faults'))).json).toEqual({ faults: [fault] });
  });

  test('are dropped one by one, or all', async () => {
    for (const kind of ['reset', 'empty', 'garbage']) await post(rig('faults'), { kind });
    const { json } = await ask(rig('faults/2'), { method: 'DELETE' });
    expect(json).toMatchObject({ faults: [{ kind: 'reset' }, { kind: 'garbage' }] });
    expect((await ask(rig('faults'), { method: 'DELETE' })).json).toEqual({ faults: [] });
    expect((await ask(rig('faults/1'), { method: 'DELETE' })).status).toBe(404);
  });

  test.each([
    [{ provider: 'nobody' }, 'provider is one of jekimo, juvlon.'],
    [{ provider: 'juvlon', operation: 'check' }, 'operation is one of verifyOneTimeCode.'],
    [{ operation: 'nothing' }, 'operation is one of gettoken, check, verifyOneTimeCode.'],
    [{ provider: '__proto__' }, 'provider is one of jekimo, juvlon.'],
    [{ ms: 3 }, 'reset has no use for ms; it takes nothing of its own.'],
    [{ kind: 'slicer', status: 3e2 }, 'dribble has no use for status; it takes bytes, ms.'],
    [{ kind: 'flood' }, 'the kinds are latency, down, timeout'],
  ])('%j is told what there is', async (spec, hint) => {
    const { status, json } = await post(rig('faults'), { kind: 'reset', ...spec });
    expect([status, json]).toEqual([400, expect.objectContaining({ hint: expect.stringContaining(hint) })]);
    expect(running.faults.list()).toEqual([]);
  });
});

test('what is arranged by calls holds until the next reset', async () => {
  await post(rig('recipients'), { to: 'Ada@example.com', code: '012345' });
  await post(rig('switches'), { name: 'jekimo.refusalStatus', value: '401' });
  await post(rig('faults'), { kind: 'reset' });
  expect(running.recipients.codeOf('ada@example.com')).toBe('012345');
  expect(running.switches.get('jekimo.refusalStatus')).toBe('401');
  await post(rig('reset'), {});
  expect((await ask(rig('recipients'))).json).toEqual({ recipients: [] });
  expect((await ask(rig('faults'))).json).toEqual({ faults: [] });
  expect(running.switches.get('jekimo.refusalStatus')).toBe('200');
});

test('a switch is told what there is', async () => {
  const { status, json } = await post(rig('switches'), { name: 'jekimo.refusalStatus', value: '500' });
  expect([status, json]).toMatchObject([400, { hint: 'jekimo.refusalStatus is one of 200, 400, 401.' }]);
});
