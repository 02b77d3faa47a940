import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expiryOf } from '../../src/flow/jwt.ts';
import { shapeOf } from '../../src/recording/shape.ts';
import { createStandIns } from '../../src/recording/stand-in.ts';

const jwt = (claims: object) =>
  `eyJhbGciOiJIUzI1NiJ9.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2lnbmF0dXJl`;

describe('what stands in for a secret has its shape', () => {
  test.each([
    ['a pin', '082913', /^\d{6}$/],
    ['a token in hex', 'b916b66831cab656'.repeat(4), /^[\da-f]{64}$/],
    ['a phone number', '+14155550123', /^\+\d{11}$/],
    ['an address', 'someone@example.org', /^[\w.]+@example\.com$/],
    ['a UUID', '0306d0b1-bb5c-4a9b-aa55-8b56fe659168', /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/],
    ['a TOTP secret', 'JBSWY3DPEHPK3PXP', /^[A-Z2-7]{16}$/],
    ['a QR value', 'REIKEY:f01a1ae6', /^REIKEY:[A-Za-z\d]{8}$/],
    ['a link', 'https://www.jekimo.com/app.php/login/abc', /^https:\/\/www\.jekimo\.com\/[\da-f]{24}$/],
    ['anything else', 'k-4711!', /^[A-Za-z\d]{7}$/],
  ])('%s', (_name, secret, form) => {
    const value = createStandIns({ 'token#1': shapeOf(secret) }).of('token#1');
    expect(value).toMatch(form);
    expect(value).not.toBe(secret);
  });

  test('a token expires when the real one does, and says nothing else of it', () => {
    const shape = shapeOf(jwt({ exp: 1_736_838_462, sub: 'employee-1234', nested: { exp: 1 } }));
    expect(JSON.stringify(shape)).not.toContain('employee');
    const value = createStandIns({ 'token#1': shape }).of('token#1') ?? '';
    expect(expiryOf(value)).toBe(1_736_838_462_000);
  });

  test('different secrets have different ones, and each is found again in a text', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 6, maxLength: 40 }), { minLength: 1, maxLength: 8 }),
        (secrets) => {
          const shapes = Object.fromEntries(
            secrets.map((secret, at) => [`token#${at + 1}`, shapeOf(secret)]),
          );
          const standIns = createStandIns(shapes);
          const values = Object.keys(shapes).map((label) => standIns.of(label) ?? '');
          expect(new Set(values).size).toBe(values.length);
          expect(standIns.undo(values.join(' '))).toBe(Object.keys(shapes).join(' '));
        },
      ),
    );
  });

  test('six codes of four digits are six different codes', () => {
    const shapes = Object.fromEntries([1, 2, 3, 4, 5, 6].map((n) => [`otp#${n}`, shapeOf('1234')]));
    const standIns = createStandIns(shapes);
    expect(new Set(Object.keys(shapes).map(standIns.of)).size).toBe(6);
  });

  test('a shape holds nothing of the secret but lengths, times and what is the same for everybody', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 8 }), (secret) => {
        const { form, length, prefix = '', claims = {}, ...rest } = shapeOf(secret);
        expect(rest).toEqual({});
        expect(length).toBe(secret.length);
        expect(form).toMatch(/^[a-z\d]+$/);
        expect(prefix === '' || /^(?:https?:\/\/|[A-Z]{3,12}:$)/.test(prefix)).toBe(true);
        expect(Object.values(claims).every((claim) => typeof claim === 'number')).toBe(true);
      }),
    );
  });
});
