import { describe, expect, test } from 'vitest';
import {
  decode,
  hideBody,
  hideForm,
  hideHeader,
  hideUrl,
  hideValue,
  restore,
  secretNames,
  tells,
} from '../../src/recording/hide.ts';
import { createPseudonyms, type Pseudonyms } from '../../src/recording/pseudonyms.ts';
import { createRedactor, type SecretKind } from '../../src/redaction/redactor.ts';
import { processorMs } from '../helpers/processor-time.ts';

const names = secretNames(['token', 'pin', 'OTP', 'code']);

function knowing(...secrets: readonly (readonly [string, SecretKind])[]): Pseudonyms {
  const redactor = createRedactor();
  for (const [value, kind] of secrets) redactor.learn(value, kind);
  return createPseudonyms(redactor);
}

const json = 'application/json';
const body = (text: string, pseudonyms = knowing()) => hideBody(text, json, names, pseudonyms);

describe('a body', () => {
  test.each([
    ['a text under a secret name', '{"token":"abc","x":"abc1"}', '{"token":"token#1","x":"abc1"}'],
    ['a name in another case', '{"otp":"9078"}', '{"otp":"token#1"}'],
    ['a name that is escaped', String.raw`{"\u0074oken":"abc"}`, String.raw`{"\u0074oken":"token#1"}`],
    ['a number', '{"pin": 293812 }', '{"pin": "token#1" }'],
    [
      'what says that there is none',
      '{"pin":0,"otp":"","token":null,"code":"0"}',
      '{"pin":0,"otp":"","token":null,"code":"0"}',
    ],
    [
      'everything under a secret name',
      '{"token":{"a":["b",7]},"x":1}',
      '{"token":{"a":["token#1","token#2"]},"x":1}',
    ],
    [
      'a list of secrets and what follows',
      '{"otp":["a1","b2"],"x":"y"}',
      '{"otp":["token#1","token#2"],"x":"y"}',
    ],
    ['equal secrets', '{"token":"abc","code":"abc"}', '{"token":"token#1","code":"token#1"}'],
    ['one value alone', '"a-token-alone"', '"token#1"'],
    [
      'JSON without its commas',
      '{\n"token": "abc"\n"status": "OK" // fine\n}',
      '{\n"token": "token#1"\n"status": "OK" // fine\n}',
    ],
    ['JSON that was cut', '{"x":1,"token":"abc', '{"x":1,"token":"token#1"'],
    ['quotes in a secret', String.raw`{"token":"a\"b","x":2}`, '{"token":"token#1","x":2}'],
    ['a web page', '<html>"token":"abc"</html>', '<html>"token":"abc"</html>'],
  ])('%s', (_name, text, hidden) => {
    expect(body(text)).toBe(hidden);
  });

  test('a value that was learnt, wherever it stands and however it is written', () => {
    const pseudonyms = knowing(['s3cr3t/token', 'token'], ['user@example.com', 'email']);
    const base64 = Buffer.from('{"t":"s3cr3t/token"}').toString('base64');
    expect(
      body(
        String.raw`{"a":"s3cr3t\/token","b":"s3cr3t%2Ftoken","c":"${base64}","d":"USER@example.com"}`,
        pseudonyms,
      ),
    ).toBe('{"a":"token#1","b":"token#1","c":"token#1","d":"email#1"}');
  });

  test('a form', () => {
    const hidden = hideBody('a=1&token=x%20y&flag', 'application/x-www-form-urlencoded', names, knowing());
    expect(hidden).toBe('a=1&token=token%231&flag');
  });

  test('S18: takes linear time', () => {
    const taken = processorMs(() => {
      for (const piece of [String.raw`\"`, '"', '[', '{"token":', '1', '-'])
        body(`["${piece.repeat(100_000 / piece.length)}`);
    });
    expect(taken).toBeLessThan(5000);
  });
});

describe('a URL', () => {
  test('keeps its form, and its address', () => {
    expect(hideUrl('https://a.test/p?x=1&token=s%2Bt#token=u', names, knowing())).toBe(
      'https://a.test/p?x=1&token=token%231#token=token%232',
    );
  });

  test('loses what was learnt in its path', () => {
    const hidden = hideUrl('https://a.test/login/abcdef123456/x', names, knowing(['abcdef123456', 'token']));
    expect(hidden).toBe('https://a.test/login/token%231/x');
    expect(restore(decode(hidden), () => 'back')).toBe('https://a.test/login/back/x');
  });

  test('a form whose names are escaped', () => {
    expect(hideForm('to%6ben=abc', names, knowing())).toBe('to%6ben=token%231');
  });
});

describe('a header', () => {
  test.each([
    ['Authorization', 'Bearer abc.def', 'Bearer token#1'],
    ['authorization', 'abc', 'token#1'],
    ['x-api-key', 'k-4711', 'token#1'],
    ['Cookie', 'sid=abc; theme=x', 'sid=token#1; theme=token#2'],
    ['set-cookie', 'sid=abc; Path=/; HttpOnly', 'sid=token#1; Path=/; HttpOnly'],
    [
      'location',
      'https://a.test/?session_token=abc&result=true',
      'https://a.test/?session_token=token%231&result=true',
    ],
    ['content-type', 'text/html', 'text/html'],
    ['www-authenticate', 'Bearer realm="x"', 'Bearer realm="x"'],
  ])('%s: %s', (name, value, hidden) => {
    expect(hideHeader(name, value, tells, knowing())).toBe(hidden);
  });
});

test('a result loses what is secret by its name, and a mask stays', () => {
  const value = {
    token: 'abc',
    list: [{ code: 12_345 }],
    status: 'OK',
    account: 'a•••@x.de',
    tokenType: 'bearer',
  };
  expect(hideValue(value, (name) => names(name) || tells(name), knowing())).toEqual({
    token: 'token#1',
    list: [{ code: 'token#2' }],
    status: 'OK',
    account: 'a•••@x.de',
    tokenType: 'bearer',
  });
});

test('a phone number is one secret, with its country and without', () => {
  const pseudonyms = knowing(['5551234567', 'phone'], ['+15551234567', 'phone']);
  body('{"x":"5551234567"}', pseudonyms);
  const hidden = body('{"x":"5551234567","y":"+15551234567"}', pseudonyms);
  expect(hidden).toBe('{"x":"phone#1","y":"+1phone#1"}');
  expect(restore(hidden, () => '7')).toBe('{"x":"7","y":"+17"}');
});

test('a number has one name, however its digits are grouped', () => {
  const pseudonyms = createPseudonyms(createRedactor());
  expect(pseudonyms.of('7700 900-123', 'phone')).toBe('phone#1');
  expect(pseudonyms.of('7700900123')).toBe('phone#1');
  expect(pseudonyms.of('+44 (7700) 900 123')).toBe('+44phone#1');
  expect(pseudonyms.of('12 34 56', 'code')).toBe('otp#1');
  expect(pseudonyms.of('123456')).toBe('otp#1');
  expect(pseudonyms.shapes()).toEqual({
    'phone#1': { form: 'digits', length: 10 },
    'otp#1': { form: 'digits', length: 6 },
  });
});

test('a pseudonym is named by what was learnt of the secret', () => {
  const pseudonyms = knowing(['482913', 'token'], ['482913', 'code'], ['5551234567', 'phone']);
  expect(body('{"token":"482913","x":"5551234567"}', pseudonyms)).toBe('{"token":"otp#1","x":"phone#1"}');
});
