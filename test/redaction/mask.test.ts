import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { mask } from '../../src/redaction/mask.ts';
import type { SecretKind } from '../../src/redaction/redactor.ts';

test.each<[SecretKind, string, string]>([
  ['token', 'eyJhbGciOiJIUzI1NiJ9.payload.BaRs', 'eyJh…BaRs'],
  ['key', 'sixteen-letters-', 'sixt…ers-'],
  ['key', 'fifteen-letters', '••••••'],
  ['key', '  sixteen-letters-\n', 'sixt…ers-'],
  ['code', '9078', '••••••'],
  ['code', '', '••••••'],
  ['token', '"quo" and more of it', '••••••'],
  ['token', 'ends with\u001b[31m red', '••••••'],
  ['token', '😀😀😀😀 sixteen and more', '••••••'],
  ['phone', '+447700900123', '+44•••••123'],
  ['phone', '+44 7700 900123', '+44•••••123'],
  ['phone', '14155550123', '14•••••123'],
  ['phone', '7700900', '7•••••00'],
  ['phone', '123456', '12•••••6'],
  ['phone', '12345', '••••••'],
  ['phone', 'unknown', '••••••'],
  ['email', 'ada@example.com', 'a•••@example.com'],
  ['email', 'a@example.com', '•••@example.com'],
  ['email', '"x"@example.com', '•••@example.com'],
  ['email', 'ada@home@example.com', 'a•••@example.com'],
  ['email', 'ada@exa"mple.com', '••••••'],
  ['email', '@example.com', '••••••'],
  ['email', 'no address', '••••••'],
])('a %s %j is shown as %s', (kind, value, shown) => {
  expect(mask(value, kind)).toBe(shown);
});

test('S24: a phone mask never shows more than half of the digits', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\+?\d{1,20}$/), (phone) => {
      const shown = mask(phone, 'phone').replaceAll(/\D/g, '').length;
      expect(shown).toBeLessThanOrEqual(phone.replaceAll(/\D/g, '').length / 2);
    }),
  );
});

test('S22: a mask is safe in JSON and on a terminal, whatever it hides', () => {
  const kinds = fc.constantFrom<SecretKind>('key', 'token', 'code', 'phone', 'email');
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), kinds, (value, kind) => {
      expect(mask(value, kind)).toMatch(/^[\w.~+/=@…•-]+$/);
    }),
    { numRuns: 500 },
  );
});
