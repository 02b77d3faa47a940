import { describe, expect, test } from 'vitest';
import {
  accountOf,
  checkCountryCode,
  checkPhone,
  phoneOf,
} from '../../../src/providers/verifik/phone-number.ts';
import { verifik, verifikServer } from '../../helpers/verifik.ts';

describe('VER-13: the country code', () => {
  test.each(['+1', '1', '001', ' +1 ', '+44', '0044', '358'])('%j is one', (code) => {
    expect(checkCountryCode(code)).toBe(true);
  });

  test.each([
    ['+1', '+1'],
    ['1', '+1'],
    ['001', '+1'],
    ['0044', '+44'],
    ['358', '+358'],
  ])('%s is sent as %s', (given, sent) => {
    expect(phoneOf(given, '1234').countryCode).toBe(sent);
  });

  test.each(['', '+', '01', '+0', '+01', '0', '00', '+1234', '1-2', 'US', '++1', '+1\n2', '１'])(
    '%j is none',
    (code) => {
      expect(checkCountryCode(code)).toEqual(expect.any(String));
    },
  );
});

describe('F40: the phone', () => {
  test.each([
    ['1234566663', '1234566663'],
    ['123 456-6663', '1234566663'],
    ['123–456–6663', '1234566663'],
    ['0171 234567', '0171234567'],
    ['123456789012345', '123456789012345'],
  ])('%s is sent as %s', (given, digits) => {
    expect(checkPhone(given)).toBe(true);
    expect(phoneOf('1', given).phone).toBe(digits);
  });

  test.each([
    '',
    '+1 234 566 663',
    '00 44 7700 900123',
    '1234567890123456',
    '1'.repeat(30),
    '123',
    'CALL-ME',
    '１２３４５６',
    '12.34',
    '1e9',
    '(123) 456',
  ])('%j is none', (phone) => {
    expect(checkPhone(phone)).toEqual(expect.any(String));
  });

  test('an account is the whole number', () => {
    expect(accountOf(phoneOf('001', '123 456'))).toBe('+1123456');
  });

  test.each([
    ['--phone', '00 44 7700'],
    ['--phone', '+447700900123'],
    ['--phone', 'letters'],
    ['--phone', '1'.repeat(30)],
    ['--country-code', '01'],
    ['--country-code', 'US'],
  ])('%s %s ends with 2 before any call', async (option, value) => {
    await using server = await verifikServer();
    for (const verb of ['phone', 'send', 'token']) {
      const argv = [verb, option, value, ...(verb === 'send' ? [] : ['--otp', '123456'])];
      const { exitCode, stdout, stderr } = await verifik(server, argv);
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
      expect(stderr).toContain(option);
    }
    expect(server.requests).toEqual([]);
  });
});
