import { expect, test } from 'vitest';
import { checkBaseUrl } from '../../src/settings/base-url.ts';

test.each([
  'https://api.example.com',
  'https://api.example.com/app.php/',
  'https://10.0.0.1:8443',
  'HTTPS://API.EXAMPLE.COM',
  'http://127.0.0.1:4000/jekimo/app.php',
  'http://127.8.9.1',
  'http://127.1',
  'http://[::1]:4000',
  'http://localhost:4000',
  'http://LOCALHOST',
])('S12: %s may be a base URL', (url) => {
  expect(checkBaseUrl(url)).toBe(true);
});

test.each([
  'http://api.example.com',
  'http://127.0.0.1.example.com',
  'http://localhost.example.com',
  'http://127.evil.example',
  'http://0.0.0.0',
  'http://[::]',
  'http://[::ffff:127.0.0.1]',
  'http://192.168.0.1',
  'https://ada:hunter2@api.example.com',
  'https://hunter2@api.example.com',
  'http://127.0.0.1@evil.example',
  'https://api.example.com/?key=1',
  'https://api.example.com/?',
  'https://api.example.com/#part',
  'ftp://127.0.0.1',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'api.example.com',
  'https://',
  'https://api example.com',
  ' https://api.example.com',
  'https://api.example.com\n',
  '',
])('S12: %j may not, and the reason shows no password', (url) => {
  const verdict = checkBaseUrl(url);
  expect(verdict).toEqual(expect.any(String));
  expect(verdict).not.toMatch(/hunter2/);
});
