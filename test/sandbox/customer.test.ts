import { expect, test } from 'vitest';
import { simulateCustomer } from '../../src/sandbox/customer.ts';
import { createSignIns, type Decision } from '../../src/sandbox/sign-ins.ts';
import { createTables } from '../../src/sandbox/table.ts';
import { fakeClock } from '../helpers/fake-clock.ts';

function setUp() {
  const clock = fakeClock();
  const stop = new AbortController();
  const decisions: Decision[] = [];
  const signIns = createSignIns(clock, createTables().table('sign-ins'));
  signIns.decides('jekimo', (_id, decision) => decisions.push(decision));
  const customer = simulateCustomer({ signIns, clock, signal: stop.signal });
  const open = (secondFactor?: boolean) =>
    signIns.open({
      id: 'a',
      provider: 'jekimo',
      url: 'http://127.0.0.1/a',
      expiresAt: new Date(clock.now() + 120_000).toISOString(),
      ...(secondFactor === undefined ? {} : { secondFactor }),
    });
  return { clock, stop, decisions, open, customer };
}

test.each([
  [undefined, false],
  [false, false],
  [true, true],
])('approves after a moment; second factor %s shows risk %s', async (secondFactor, risk) => {
  const { clock, decisions, open } = setUp();
  open(secondFactor);
  await clock.advance(1499);
  expect(decisions).toEqual([]);
  await clock.advance(1);
  expect(decisions).toEqual([{ decision: 'approve', risk }]);
});

test('leaves with whoever waited for it', async () => {
  const { clock, stop, decisions, open } = setUp();
  open();
  stop.abort();
  await clock.advance(5000);
  expect(decisions).toEqual([]);
});

test('leaves a sign-in to whoever says so, even before the moment is over', async () => {
  const { clock, decisions, open, customer } = setUp();
  open();
  await clock.advance(1000);
  customer.leave('a');
  await clock.advance(5000);
  expect(decisions).toEqual([]);
});
