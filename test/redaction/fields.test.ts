import { expect, test } from 'vitest';

import { redactFields } from '../../src/redaction/fields.ts';

test('S24: a short code is masked by its name, whatever its case and wherever it stands', () => {
  const answer = {
    otp: '9078',
    data: [{ OTP: 9078, verify: true, note: '9078' }],
    Token: 'OJUWLB',
    empty: null,
  };
  expect(redactFields(answer, ['Otp', 'token'])).toEqual({
    otp: '••••••',
    data: [{ OTP: '••••••', verify: true, note: '9078' }],
    Token: '••••••',
    empty: null,
  });
});

test('S24: all strings and numbers under a secret name are masked, also where it holds a list or an object', () => {
  const answer = { pin: ['1234', 5678, { digits: '9', ok: true }], pins: '1234' };
  expect(redactFields(answer, ['pin'])).toEqual({
    pin: ['••••••', '••••••', { digits: '••••••', ok: true }],
    pins: '1234',
  });
});

test('a long token keeps its ends', () => {
  expect(redactFields({ token: 'eyJhbGciOiJIUzI1NiJ9.BaRs' }, ['token'])).toEqual({ token: 'eyJh…BaRs' });
});

test('the original stays as it is', () => {
  const answer = { list: [{ otp: '9078' }] };
  const copy = redactFields(answer, ['otp']) as typeof answer;
  expect(answer).toEqual({ list: [{ otp: '9078' }] });
  expect(copy.list).not.toBe(answer.list);
});

test.each([['text'], [12], [true], [null]])('%j alone is returned as it is', (value) => {
  expect(redactFields(value, ['otp'])).toBe(value);
});

test('S17: a member called __proto__ is copied and masked, and no prototype is touched', () => {
  const answer: unknown = JSON.parse(
    '{"__proto__": {"otp": "9078", "polluted": true}, "constructor": "plain"}',
  );
  const copy = redactFields(answer, ['otp']);
  expect(JSON.stringify(copy)).toBe('{"__proto__":{"otp":"••••••","polluted":true},"constructor":"plain"}');
  expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
  expect({}).not.toHaveProperty('polluted');
});

test('S18: what is nested absurdly deep is masked and not followed', () => {
  const depth = 4000;
  const answer: unknown = JSON.parse(`${'{"in":'.repeat(depth)}"9078"${'}'.repeat(depth)}`);
  const copy = JSON.stringify(redactFields(answer, ['otp']));
  expect(copy).not.toContain('9078');
  expect(copy).toContain('••••••');
});
