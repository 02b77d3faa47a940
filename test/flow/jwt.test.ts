import { expect, test } from 'vitest';
import * as jwtModule from '../../src/flow/jwt.ts';
import { expiryOf } from '../../src/flow/jwt.ts';
import { readSources } from '../helpers/sources.ts';

function jwt(payload: string): string {
  return `eyJhbGciOiJIUzI1NiJ9.${Buffer.from(payload).toString('base64url')}.c2lnbmF0dXJl`;
}

test('a time in seconds is told in milliseconds', () => {
  expect(expiryOf(jwt('{"exp":1764499200}'))).toBe(1_764_499_200_000);
  expect(expiryOf(jwt('{"sub":"é","exp":1764499200.5}'))).toBe(1_764_499_200_500);
});

test.each([
  ['VER-17: the one of the vendor’s page', 'eyJhbGcpXVCJ9.eyJjbGllbnR...JZCIYiUzNjEaIWxYShWeBaRs'],
  ['a text without dots', 'opaque-token-of-some-kind'],
  ['nothing', ''],
  ['no JSON', jwt('{"exp":')],
  ['null', jwt('null')],
  ['an array', jwt('[1764499200]')],
  ['no exp', jwt('{"iat":1764499200}')],
  ['exp as a text', jwt('{"exp":"1764499200"}')],
  ['a negative one', jwt('{"exp":-1}')],
  ['one in milliseconds', jwt('{"exp":1764499200000}')],
  ['one without end', jwt('{"exp":1e999}')],
  ['a huge payload', jwt(`{"pad":"${'x'.repeat(200_000)}","exp":1764499200}`)],
])('VER-17: a token that does not decode is no error: %s', (_name, token) => {
  expect(expiryOf(token)).toBeUndefined();
});

test('S27: a token that nobody signed tells its end and is believed in nothing else', () => {
  const [head, body] = ['{"alg":"none","jku":"https://evil.example"}', '{"exp":1764499200,"admin":true}'].map(
    (text) => Buffer.from(text).toString('base64url'),
  );
  expect(expiryOf(`${head}.${body}.`)).toBe(1_764_499_200_000);
  expect(Object.keys(jwtModule)).toEqual(['expiryOf']);
  const decoding = readSources().filter(({ words }) =>
    [...words].some((word) => /jwtVerify|jku|x5u/.test(word)),
  );
  expect(decoding.map(({ path }) => path)).toEqual([]);
});
