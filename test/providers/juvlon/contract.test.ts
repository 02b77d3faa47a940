import { describe, expect, test } from 'vitest';
import { v } from '../../../src/http/contract.ts';
import { contract } from '../../../src/providers/juvlon/contract.ts';
import { decodeExample } from '../../helpers/examples.ts';

const { verifyOneTimeCode: call } = contract;

test("JUV-02: the page's own examples are JSON that the schema takes", () => {
  expect(call.examples.map((example) => decodeExample(call.answer, example))).toEqual([
    {
      strict: true,
      value: {
        code: 200,
        status: 'Success',
        transactionId: '327',
        verify: true,
        token: 'OJUWLB',
        OTP: '9078',
      },
    },
    { strict: true, value: { code: 442, status: 'Error' } },
  ]);
});

describe('what is sent', () => {
  test('JUV-01, JUV-21: apiKey, token and otp in that spelling, by a serializer', () => {
    const body = call.body({ apiKey: 'KEY', token: 'OJ"WLB', otp: '0078' });
    expect(body).toBe('{"apiKey":"KEY","token":"OJ\\"WLB","otp":"0078"}');
    expect([call.method, call.path, call.effect]).toEqual(['POST', '/v4/verifyOneTimeCode', 'consumes']);
  });

  test('JUV-17: as JSON, or as the form type of the PHP sample', () => {
    const input = { apiKey: 'KEY', token: 'OJUWLB', otp: '9078' };
    expect(call.headers(input)).toEqual({ 'Content-Type': 'application/json' });
    const contentType = 'application/x-www-form-urlencoded';
    expect(call.headers({ ...input, contentType })).toEqual({ 'Content-Type': contentType });
  });
});

describe('what is read', () => {
  test.each([
    ['JUV-12: the code as a text', { code: '403' }, { code: '403' }],
    ['JUV-13: verify as a boolean', { code: 200, verify: true }, { code: 200, verify: true }],
    ['JUV-13: "false" is false', { code: 200, verify: 'false' }, { code: 200, verify: false }],
    ['JUV-15: otp beside OTP', { code: 200, otp: '0042' }, { code: 200, otp: '0042' }],
    ['transactionId as a number', { code: 200, transactionId: 327 }, { code: 200, transactionId: 327 }],
  ])('%s', (_name, sent, read) => {
    expect(v.parse(call.answer, sent)).toEqual(read);
  });

  test.each([
    {},
    { code: null },
    { code: 200, verify: 1 },
    { code: 200, verify: 'TRUE' },
    { code: 200, verify: null },
  ])('ALL-06: nothing like it: %j', (value) => {
    expect(v.is(call.answer, value)).toBe(false);
  });
});
