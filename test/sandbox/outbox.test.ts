import { describe, expect, test } from 'vitest';
import { createOutbox, type OutboxMessage } from '../../src/sandbox/outbox.ts';
import { createTables } from '../../src/sandbox/table.ts';
import { fakeClock } from '../helpers/fake-clock.ts';

function outboxOf(clock = fakeClock(), limit?: number) {
  const { table } = createTables();
  const messages = table<OutboxMessage>('messages', limit);
  return { messages, outbox: createOutbox(clock, messages, table('counts')) };
}

const sms = { provider: 'verifik', to: '+15550100', code: '012345' };
const mail = { provider: 'jekimo', to: 'ada@example.test', code: '293812' };

test('a message keeps its code as it was given, and the time of the sandbox', () => {
  const { outbox } = outboxOf(fakeClock({ now: Date.UTC(2026, 0, 1) }));
  expect(outbox.deliver(sms)).toEqual({ ...sms, id: '1', sentAt: '2026-01-01T00:00:00.000Z' });
});

test('filters by provider, recipient and the last id seen, newest last', () => {
  const { outbox } = outboxOf();
  outbox.deliver(sms);
  outbox.deliver(mail);
  outbox.deliver({ ...sms, code: '2' });
  const codes = (filter: Parameters<typeof outbox.list>[0]) => outbox.list(filter).map(({ code }) => code);
  expect(codes({})).toEqual(['012345', '293812', '2']);
  expect(codes({ provider: 'verifik' })).toEqual(['012345', '2']);
  expect(codes({ to: 'ada@example.test' })).toEqual(['293812']);
  expect(codes({ provider: 'verifik', since: '1' })).toEqual(['2']);
  expect(codes({ since: '3' })).toEqual([]);
});

test('finds a recipient however it is written, and leaves out what was seeded where that is not wanted', () => {
  const { outbox } = outboxOf();
  outbox.deliver({ ...sms, seeded: true });
  outbox.deliver({ ...mail, to: 'Ada@Example.test' });
  expect(outbox.list({ to: '+1 (555) 01-00' })).toMatchObject([{ to: '+15550100', seeded: true }]);
  expect(outbox.list({ to: mail.to })).toHaveLength(1);
  expect(outbox.list({ seeded: false })).toMatchObject([{ provider: 'jekimo' }]);
});

test('ids compare as numbers and go on counting after a reset', () => {
  const { outbox, messages } = outboxOf();
  for (let count = 0; count < 10; count += 1) outbox.deliver(sms);
  expect(outbox.list({ since: '9' }).map(({ id }) => id)).toEqual(['10']);
  messages.clear();
  expect(outbox.list()).toEqual([]);
  expect(outbox.deliver(sms).id).toBe('11');
});

test('forgets the oldest where there are too many', () => {
  const { outbox } = outboxOf(fakeClock(), 2);
  for (const code of ['1', '2', '3']) outbox.deliver({ ...sms, code });
  expect(outbox.list().map(({ code }) => code)).toEqual(['2', '3']);
});

describe('wait', () => {
  test('answers at once with what is there', async () => {
    const { outbox } = outboxOf();
    outbox.deliver(sms);
    expect(await outbox.wait({ provider: 'verifik' }, new AbortController().signal)).toHaveLength(1);
  });

  test('holds until a message matches', async () => {
    const { outbox } = outboxOf();
    const waiting = outbox.wait({ to: mail.to }, new AbortController().signal);
    outbox.deliver(sms);
    outbox.deliver(mail);
    expect(await waiting).toMatchObject([{ code: '293812' }]);
  });

  test('ends with nothing when the signal is aborted, before or meanwhile', async () => {
    const { outbox } = outboxOf();
    const stop = new AbortController();
    const waiting = outbox.wait({}, stop.signal);
    stop.abort();
    expect(await waiting).toEqual([]);
    expect(await outbox.wait({}, stop.signal)).toEqual([]);
  });
});
