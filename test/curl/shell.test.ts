import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shellWord, shouted } from '../../src/curl/shell.ts';

describe('a word of a shell', () => {
  test('shows a plain text as it is, and puts variables into quotes of their own', () => {
    const variables = [
      { value: 'k-4711', name: 'KEY' },
      { value: 'k-47', name: 'SHORT' },
    ];
    expect(shellWord('https://a.test/x', [])).toBe('https://a.test/x');
    expect(shellWord('', [])).toBe("''");
    expect(shellWord('x-api-key: k-4711', variables)).toBe(`'x-api-key: '"\${KEY:?}"`);
    expect(shellWord('{"a":"k-47"}', variables)).toBe(`'{"a":"'"\${SHORT:?}"'"}'`);
  });

  test('S15: is read by a shell as the very text, whatever is in it', () => {
    const texts = fc.array(fc.string({ unit: fc.constantFrom(...'a1 \'"\\$`!;&|<>(){}*?~#\n\té%') }), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(texts, (given) => {
        const words = given.map((text) => shellWord(text, []));
        const read = execFileSync('sh', ['-c', `printf '%s\\0' ${words.join(' ')}`], { encoding: 'utf8' });
        expect(read.split('\0').slice(0, -1)).toEqual(given);
      }),
      { numRuns: 40 },
    );
  });

  test.each([
    ['refreshToken', 'REFRESH_TOKEN'],
    ['session_token', 'SESSION_TOKEN'],
    ['x-api-key', 'X_API_KEY'],
    ['authenticatorOTP', 'AUTHENTICATOR_OTP'],
  ])('%s is spelt %s', (name, variable) => {
    expect(shouted(name)).toBe(variable);
  });
});
