import { describe, expect, test } from 'vitest';
import { isPlaceholder, isTemplate, randomBits } from '../../../src/providers/ekyc/guessing.ts';

describe('how many random bits a text can hold', () => {
  test.each([
    ['32 hex digits', '3f9c1b7a5e2d4c6f8a0b1c2d3e4f5a6b', 128],
    ['a UUID', '9b2f6c1e-7a4d-4e83-b5c0-1f2a3d4e5f60', 128],
    ['22 of base64url', 'q7Xn2LbVw0RkTz9sHd5JcA', 132],
    ['16 hex digits', '3f9c1b7a5e2d4c6f', 64],
    ['base64url with both of its signs', 'q7Xn2-bVw0RkTz9_Hd5JcA', 132],
    ['25 of lower case and digits', 'k3v9x0q1m7z2b8r4w6t5y1n3d', 129],
    ['40 digits', '8314059267748201953612098475366102948573', 132],
    ['base64url without a digit', 'kXbQzRfVwJpLmTcYhNsGdA', 132],
  ])('%s', (_name, text, bits) => {
    expect(randomBits(text)).toBe(bits);
  });

  test.each([
    '',
    'a'.repeat(40),
    'ab'.repeat(20),
    'notifications',
    'callback-v1-notifications',
    'ForgotPasswordPage',
  ])('none in %j', (text) => {
    expect(randomBits(text)).toBe(0);
  });
});

test.each([
  '{sessionToken}',
  '${sessionToken}',
  '<token>',
  '$TOKEN',
  'YOUR_TOKEN',
  'your-token',
  'yourToken',
])('%s is a template', (text) => {
  expect([isTemplate(text), isPlaceholder(text)]).toEqual([true, true]);
});

test.each([
  ['SESSION_TOKEN', true],
  ['CALLBACK_URL_2', true],
  ['eyJhbGciOiJIUzI1NiJ9.e30.abc_DEF', false],
  ['redirect', false],
  ['yourself', false],
  ['', false],
])('%s as a value: %s', (text, found) => {
  expect([isTemplate(text), isPlaceholder(text)]).toEqual([false, found]);
});
