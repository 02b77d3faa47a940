import { assert, constant, constantFrom, integer, property, record, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanBase32, readTotpKey } from '../../src/totp/secret.ts';
import { otpauthUri } from '../../src/totp/uri.ts';
import { failureOf } from '../helpers/failure.ts';

const secret = 'JBSWY3DPEHPK3PXP';

describe('F41: a secret', () => {
  test.each([
    'jbswy3dpehpk3pxp',
    'JBSW Y3DP EHPK 3PXP',
    'jbsw-y3dp-ehpk-3pxp',
    `${secret}======`,
    ` ${secret}\n`,
  ])('%j is understood', (text) => {
    expect(cleanBase32(text, '--secret-from')).toBe(secret);
  });

  test('of one byte is one', () => {
    expect(cleanBase32('AA', '--secret-from')).toBe('AA');
  });

  test.each([
    '',
    ' ',
    '====',
    'JBSWY3D0',
    'JBSWY3D1',
    'JBSWY3D8',
    'JBSWY3D9',
    'JBSWÄ3DP',
    'A',
    'ABC',
    'ABCDEF',
    'A'.repeat(1_000_000),
  ])('%.20j is none, and is not shown', (text) => {
    const { kind, message, details } = failureOf(() => cleanBase32(text, '--secret-from'));
    expect(kind).toBe('usage');
    expect(message).toContain('--secret-from');
    if (text.trim().length > 5) expect(message + details.hint).not.toContain(text.slice(0, 8));
  });
});

describe('an otpauth URI', () => {
  const uri = `otpauth://totp/ACME%20Co:john%40example.com?secret=${secret}&issuer=ACME%20Co&algorithm=SHA256&digits=8&period=60`;

  test('is read whole', () => {
    expect(readTotpKey(uri, '--secret-from', {})).toEqual({
      key: { secret, algorithm: 'SHA256', digits: 8, period: 60 },
      issuer: 'ACME Co',
      account: 'john@example.com',
    });
  });

  test("EKY-04: the vendor's own, with client_id and email", () => {
    const vendor = `otpauth://totp/Portal:me%40example.com?secret=${secret}&issuer=Portal&algorithm=SHA1&digits=6&client_id=c&email=me%40example.com`;
    expect(readTotpKey(vendor, '--secret-from', {})).toMatchObject({
      key: { algorithm: 'SHA1', digits: 6, period: 30 },
      account: 'me@example.com',
    });
  });

  test('without numbers has the usual ones, or those that are typed', () => {
    const bare = `otpauth://totp/me?secret=${secret}`;
    expect(readTotpKey(bare, '--secret-from', {}).key).toEqual({
      secret,
      algorithm: 'SHA1',
      digits: 6,
      period: 30,
    });
    expect(readTotpKey(bare, '--secret-from', { digits: 8 }).key.digits).toBe(8);
  });

  test.each([
    [uri, { digits: 6 }, 'digits'],
    [`otpauth://hotp/me?secret=${secret}&counter=1`, {}, 'time-based'],
    ['otpauth://totp/me', {}, 'empty'],
    [`otpauth://totp/me?secret=${secret}&secret=${secret}`, {}, 'twice'],
    [`otpauth://totp/me?secret=${secret}&digits=5`, {}, 'digits'],
    [`otpauth://totp/me?secret=${secret}&digits=abc`, {}, 'digits'],
    [`otpauth://totp/me?secret=${secret}&period=0`, {}, 'period'],
    [`otpauth://totp/me?secret=${secret}&algorithm=MD5`, {}, 'algorithm'],
    [`otpauth://totp/A:me?secret=${secret}&issuer=B`, {}, 'two different issuers'],
    [`otpauth://totp/%E0%A4%A?secret=${secret}`, {}, 'percent-encoded'],
  ])('%s is refused', (text, given, told) => {
    const { kind, message } = failureOf(() => readTotpKey(text, '--secret-from', given));
    expect(kind).toBe('usage');
    expect(message).toContain(told);
    expect(message).not.toContain(secret);
  });
});

test('OA-33, EKY-06, EKY-60: what is written is read again, whatever the names', () => {
  const names = string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
    .map((text) => text.trim())
    .filter((text) => text !== '');
  const key = record({
    secret: constant(secret),
    algorithm: constantFrom('SHA1' as const, 'SHA256' as const, 'SHA512' as const),
    digits: integer({ min: 6, max: 8 }),
    period: integer({ min: 1, max: 3600 }),
  });
  assert(
    property(
      names.filter((name) => !name.includes(':')),
      names,
      key,
      (issuer, account, given) => {
        const written = otpauthUri(given, { issuer, account });
        expect(written).toMatch(/^otpauth:\/\/totp\/[^\s+@]+$/);
        expect(readTotpKey(written, '--secret-from', {})).toEqual({ key: given, issuer, account });
      },
    ),
  );
  expect(
    failureOf(() =>
      otpauthUri({ secret, algorithm: 'SHA1', digits: 6, period: 30 }, { issuer: 'A:B', account: 'c' }),
    ).message,
  ).toContain('colon');
});
