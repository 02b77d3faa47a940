import { describe, expect, test } from 'vitest';
import { CliError } from '../../src/errors.ts';
import { describeSource, parseSecretSource, parseSource } from '../../src/flow/source.ts';
import { failureOf } from '../helpers/failure.ts';

describe('a SOURCE as it is typed', () => {
  test.each([
    ['prompt', { kind: 'prompt' }],
    ['stdin', { kind: 'stdin' }],
    ['sandbox', { kind: 'sandbox' }],
    ['file:/run/otp:now', { kind: 'file', path: '/run/otp:now' }],
    ['file:C:\\otp.txt', { kind: 'file', path: 'C:\\otp.txt' }],
    ["cmd:pass show 'otp' | head -1", { kind: 'cmd', command: "pass show 'otp' | head -1" }],
    ['cmd:a\nb', { kind: 'cmd', command: 'a\nb' }],
    ['url:http://mail.test/api/v1/messages', { kind: 'url', url: 'http://mail.test/api/v1/messages' }],
  ])('%j', (text, source) => {
    expect(parseSource(text)).toEqual(source);
  });

  test.each([
    [''],
    ['file:'],
    ['cmd: '],
    ['url:'],
    ['url:mail.test'],
    ['url:ftp://mail.test'],
    ['env:OTP'],
    ['Prompt'],
    ['prompt:x'],
  ])('%j is a usage error with the option and the forms', (text) => {
    const { kind, message, details } = failureOf(() => parseSource(text, '--api-key-from'));
    expect(kind).toBe('usage');
    expect(message).toContain('--api-key-from');
    expect(details.hint).toContain('file:PATH');
  });

  test('a lasting secret comes from all of them but the sandbox, and no message offers that', () => {
    expect(parseSecretSource('file:/run/key', '--secret-from')).toEqual({ kind: 'file', path: '/run/key' });
    expect(parseSecretSource('env:TOTP_SECRET', '--secret-from')).toEqual({
      kind: 'env',
      name: 'TOTP_SECRET',
    });
    for (const text of ['sandbox', 'JBSWY3DPEHPK3PXP', 'env:', 'env:NOT-A-NAME']) {
      expect(failureOf(() => parseSecretSource(text, '--secret-from'))).toMatchObject({
        kind: 'usage',
        details: {
          hint: 'Give --secret-from one of: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND or url:URL.',
        },
      });
    }
    expect(() => parseSecretSource('sandbox', '--secret-from')).toThrow('it holds codes only');
    expect(() => parseSource('nowhere')).toThrow(CliError);
  });

  test.each([
    ['a code', parseSource],
    ['a lasting secret', parseSecretSource],
  ])('S03: a secret typed in place of a source of %s is not repeated', (_what, parse) => {
    const { message, details } = failureOf(() => parse('elx-live-7f', '--api-key-from'));
    expect(message).toContain('--api-key-from');
    expect(`${message} ${JSON.stringify(details)}`).not.toContain('elx-live');
  });

  test('a URL and a command are told without what may be secret in them', () => {
    expect(describeSource(parseSource('url:https://mail.test/inbox?key=elx-live-7f'))).toBe('mail.test');
    expect(describeSource(parseSource('cmd:otp --seed elx-live-7f'))).toBe('the command');
  });
});

test('a code can not come from a variable, which was set before it was sent', () => {
  expect(() => parseSource('env:OTP')).toThrow(
    "--otp-from can't read a variable: it was set before the code was sent.",
  );
});
