import { describe, expect, test } from 'vitest';
import { type Arrangement, createRecipients, fates } from '../../src/sandbox/recipients.ts';
import { createTables } from '../../src/sandbox/table.ts';
import { fakeClock } from '../helpers/fake-clock.ts';

function setUp(known: Readonly<Record<string, Arrangement>> = {}, limit = 2) {
  const tables = createTables();
  const clock = fakeClock();
  const parts = { arranged: tables.table<Arrangement>('arranged'), sent: tables.table<number[]>('sent') };
  return { clock, recipients: createRecipients({ clock, ...parts, limit: () => limit, known }) };
}

describe('codes', () => {
  test('a recipient has the code that was arranged, and others have none', () => {
    const { recipients } = setUp();
    recipients.arrange('Ada@Example.com', { code: '012345' });
    expect(recipients.codeOf('ada@example.COM')).toBe('012345');
    expect(recipients.codeOf('grace@example.com')).toBeUndefined();
    expect(recipients.list()).toEqual([{ to: 'ada@example.com', code: '012345' }]);
  });

  test('a recipient is the same however it is written', () => {
    const { recipients } = setUp({ '+447700900123': { fate: 'locked' } });
    recipients.arrange('+44 7700-900 123', { code: '1' });
    expect(recipients.list()).toEqual([{ to: '+447700900123', code: '1', fate: 'locked' }]);
    expect(recipients.codeOf('+447700900123')).toBe('1');
    expect(recipients.fateOf('+44 (7700) 900.123')).toBe('locked');
  });

  test('what is arranged later is added to what was arranged before', () => {
    const { recipients } = setUp();
    recipients.arrange('+15550100', { code: '1' });
    recipients.arrange('+15550100', { fate: 'locked' });
    recipients.arrange('+15550100', { code: '2' });
    expect(recipients.list()).toEqual([{ to: '+15550100', code: '2', fate: 'locked' }]);
  });
});

test('VER-23: whom the sandbox exempts from the limit is limited where that is arranged', () => {
  const { recipients } = setUp({ '+11234566663': { resendLimit: false } });
  const sends = () => [1, 2, 3].map(() => recipients.isTooMany('verifik', '+11234566663'));
  expect(sends()).toEqual([false, false, false]);
  recipients.arrange('+1 1234566663', { resendLimit: true });
  expect(sends()).toEqual([false, false, true]);
});

describe('fates', () => {
  test.each(fates)('%s@example.com says so by itself, also with a tag of its own', (fate) => {
    const { recipients } = setUp();
    for (const to of [`${fate}@example.com`, `${fate}+7@example.com`, `${fate.toUpperCase()}@EXAMPLE.com`]) {
      expect(recipients.fateOf(to)).toBe(fate);
    }
  });

  test.each([
    'expired@example.org',
    'expired@example.com.evil.example',
    'expiredx@example.com',
    'my-expired@example.com',
    'none@example.com',
    '+15550100',
    'expired',
    '__proto__',
  ])('%s is nobody special', (to) => {
    expect(setUp().recipients.fateOf(to)).toBeUndefined();
  });

  test('an arrangement stands above the name, and none takes it away', () => {
    const { recipients } = setUp();
    recipients.arrange('expired@example.com', { fate: 'locked' });
    recipients.arrange('banned@example.com', { fate: 'none' });
    recipients.arrange('silent@example.com', { code: '1' });
    expect(recipients.fateOf('expired@example.com')).toBe('locked');
    expect(recipients.fateOf('banned@example.com')).toBeUndefined();
    expect(recipients.fateOf('silent@example.com')).toBe('silent');
  });

  test('a vendor brings recipients of its own, however they are capitalised; an arrangement stands above', () => {
    const { recipients } = setUp({ 'Nobody@example.com': { fate: 'unknown' } });
    expect(recipients.fateOf('nobody@Example.com')).toBe('unknown');
    recipients.arrange('nobody@example.com', { fate: 'none' });
    expect(recipients.fateOf('nobody@example.com')).toBeUndefined();
  });
});

describe('VER-23: the limit on messages', () => {
  const many = (times: number, one: () => boolean): boolean[] => Array.from({ length: times }, one);

  test('counts an hour back on the clock', async () => {
    const { recipients, clock } = setUp();
    const send = () => recipients.isTooMany('verifik', '+15550100');
    expect(send()).toBe(false);
    await clock.advance(1_800_000);
    expect(many(3, send)).toEqual([false, true, true]);
    await clock.advance(1_799_999);
    expect(send()).toBe(true);
    await clock.advance(1);
    expect(many(2, send)).toEqual([false, true]);
  });

  test('holds for each provider and recipient by itself', () => {
    const { recipients } = setUp();
    const send = (provider: string, to: string) => recipients.isTooMany(provider, to);
    expect(many(3, () => send('verifik', 'Ada@example.com')).at(-1)).toBe(true);
    expect(send('verifik', 'ada@example.com')).toBe(true);
    expect(send('elixir', 'ada@example.com')).toBe(false);
    expect(send('verifik', 'grace@example.com')).toBe(false);
  });

  test('is off for whom it was lifted, and back on again', () => {
    const { recipients } = setUp({ '+15550100': { resendLimit: false } });
    const send = (to: string) => recipients.isTooMany('verifik', to);
    recipients.arrange('+15550101', { resendLimit: false });
    for (const to of ['+15550100', '+15550101']) expect(many(9, () => send(to))).not.toContain(true);
    recipients.arrange('+15550101', { resendLimit: true });
    expect(many(3, () => send('+15550101'))).toEqual([false, false, true]);
  });

  test('is none where it is off for all', () => {
    const { recipients } = setUp({}, Infinity);
    expect(many(50, () => recipients.isTooMany('verifik', '+15550100'))).not.toContain(true);
  });
});
