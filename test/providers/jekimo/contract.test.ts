import { describe, expect, test } from 'vitest';
import { v } from '../../../src/http/contract.ts';
import { contract } from '../../../src/providers/jekimo/contract.ts';
import { decodeExample } from '../../helpers/examples.ts';

const { gettoken, check } = contract;

describe("the page's own examples", () => {
  test('ALL-05, JEK-33: gettoken lacks a comma; read leniently it is what the schema says', () => {
    expect(gettoken.examples.map((example) => decodeExample(gettoken.answer, example))).toEqual([
      {
        strict: false,
        value: {
          token: 'b916b66831cab6567be9956b6f87cf64c539f1f89e1f04577a8be24af73d5d8d',
          timestamp: 1764499200,
          qrcode: '...',
          url: 'https://www.jekimo.com/app.php/v1.1/en/user/login/b916b66831...',
        },
      },
    ]);
  });

  test("ALL-05: check's three carry comments and lack commas; the PHP sample's is JSON", () => {
    expect(check.examples.map((example) => decodeExample(check.answer, example))).toEqual([
      { strict: false, value: { status: 'created', risk: false, pin: 0 } },
      { strict: false, value: { status: 'OK', risk: true, pin: 0 } },
      { strict: false, value: { status: 'KO', risk: true, pin: 0 } },
      { strict: true, value: { status: 'OK', risk: false, pin: 0 } },
    ]);
  });

  test('JEK-05, JEK-08: the refusals are JSON that the schema of success does not take', () => {
    const read = [...gettoken.refusals, ...check.refusals].map((text) => JSON.parse(text) as unknown);
    expect(read).toEqual([{ error: 'Invalid API key' }, { error: 'Invalid Token' }]);
    for (const value of read) {
      expect(v.is(gettoken.answer, value)).toBe(false);
      expect(v.is(check.answer, value)).toBe(false);
    }
  });
});

describe('what is sent', () => {
  const form = { 'Content-Type': 'application/x-www-form-urlencoded' };

  test('JEK-01, JEK-31: the key in x-api-key alone, and an empty form', () => {
    expect(gettoken.headers({ apiKey: 'k', twoFaHeader: 'both' })).toEqual({ 'x-api-key': 'k', ...form });
    expect([gettoken.method, gettoken.path, gettoken.body()]).toEqual(['POST', '/v1.1/auth/gettoken', '']);
  });

  test.each([
    ['both', { 'two-fa': 'true', 'two-af': 'true' }],
    ['two-fa', { 'two-fa': 'true' }],
    ['two-af', { 'two-af': 'true' }],
  ] as const)('JEK-02, JEK-30: min-age, and the second factor under %s', (twoFaHeader, spelt) => {
    const headers = gettoken.headers({ apiKey: 'k', minAge: 18, twoFa: true, twoFaHeader });
    expect(headers).toEqual({ 'x-api-key': 'k', 'min-age': '18', ...spelt, ...form });
  });

  test('JEK-03: false is sent as well', () => {
    expect(gettoken.headers({ apiKey: 'k', twoFa: false, minAge: 0, twoFaHeader: 'two-af' })).toEqual({
      'x-api-key': 'k',
      'min-age': '0',
      'two-af': 'false',
      ...form,
    });
  });

  test('JEK-06: check has the token in a header', () => {
    expect(check.headers({ apiKey: 'k', token: 't' })).toEqual({ 'x-api-key': 'k', token: 't', ...form });
    expect([check.method, check.path, check.body(), check.effect]).toEqual([
      'POST',
      '/v1.1/auth/check',
      '',
      'reads',
    ]);
  });
});

describe('what is read', () => {
  test.each([
    ['JEK-04: a token must be there', gettoken, { url: 'u' }],
    ['JEK-04: a token is not empty', gettoken, { token: '', url: 'u' }],
    ['a timestamp is a whole number', gettoken, { token: 't', timestamp: '1764499200' }],
    ['a status is a text', check, { status: true }],
    ['ALL-06: a risk is a boolean and nothing like it', check, { status: 'OK', risk: 1 }],
    ['ALL-06: not even yes', check, { status: 'OK', risk: 'yes' }],
    ['a pin is no object', check, { status: 'OK', pin: {} }],
  ])('%s', (_name, { answer }, value) => {
    expect(v.is(answer, value)).toBe(false);
  });

  test('JEK-28: a pin may be a number or a text; ALL-06: risk may be spelt as text', () => {
    expect(v.parse(check.answer, { status: 'OK', risk: 'true', pin: '012345' })).toEqual({
      status: 'OK',
      risk: true,
      pin: '012345',
    });
    expect(v.parse(check.answer, { status: 'OK', risk: 'false', pin: 293812 })).toEqual({
      status: 'OK',
      risk: false,
      pin: 293812,
    });
  });
});
