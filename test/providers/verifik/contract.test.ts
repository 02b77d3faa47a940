import { describe, expect, test } from 'vitest';
import { v } from '../../../src/http/contract.ts';
import { contract } from '../../../src/providers/verifik/contract.ts';
import { decodeExample } from '../../helpers/examples.ts';

test('VER-02: every member of the page’s answer is read but the hash, which is dropped (VER-21)', () => {
  const [example] = contract.phoneLogin.examples;
  const { strict, value } = decodeExample(contract.phoneLogin.answer, example);
  const printed = JSON.parse(example) as { data: Record<string, unknown> };
  const { otp, ...data } = printed.data;
  expect(otp).toMatch(/^\$2a\$10\$/);
  expect({ strict, value }).toEqual({ strict: true, value: { ...printed, data } });
});

describe('VER-02: what is for display alone', () => {
  const read = (data: object) =>
    v.safeParse(contract.phoneLogin.answer, { data: { status: 'sent', ...data } });

  test.each([
    { language: 5 },
    { phone: null },
    { phoneData: [] },
    { new: 'yes' },
    { __v: '0' },
    { providerConfirmation: 'x' },
    { unheardOf: { deep: true } },
    {},
  ])('is no reason to refuse an answer: %j', (data) => {
    expect(read(data).success).toBe(true);
  });

  test.each([
    { status: 1 },
    { requires2FA: 'yes' },
    { requires2FA: null },
    { requires2FA: 1 },
    { expiresAt: 1_764_499_200 },
    { expiresAt: 'tomorrow' },
    { expiresAt: null },
  ])('ALL-06: what decides something is not guessed: %j', (data) => {
    expect(read(data).success).toBe(false);
  });

  test('VER-20: a signature of another kind neither', () => {
    const parsed = v.parse(contract.phoneLogin.answer, { data: { status: 'sent' }, signature: 'x', id: 7 });
    expect(parsed).toMatchObject({ data: { status: 'sent' } });
  });
});

test('effects: what sends and what consumes is never repeated (ALL-09)', () => {
  const effects = Object.entries(contract).map(([name, { effect }]) => [name, effect]);
  expect(effects).toEqual([
    ['phoneLogin', 'sends'],
    ['phoneConfirm', 'consumes'],
    ['emailLogin', 'sends'],
    ['emailConfirm', 'consumes'],
    ['clientMe', 'reads'],
  ]);
});
