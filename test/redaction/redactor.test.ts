import { Buffer } from 'node:buffer';

import { describe, expect, test } from 'vitest';

import { createRedactor, type SecretKind } from '../../src/redaction/redactor.ts';

function redact(text: string, ...secrets: readonly (readonly [string, SecretKind])[]): string {
  const redactor = createRedactor();
  for (const [value, kind] of secrets) redactor.learn(value, kind);
  return redactor.redact(text);
}

const key = 'sk/live+4eC39Hq"LyjWDarj';
const token = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dBjftJeZ4CVPmB92';
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('S24: a key is masked', () => {
  test.each([
    ['as it is', key],
    ['percent-encoded', 'sk%2Flive%2B4eC39Hq%22LyjWDarj'],
    ['percent-encoded in lower case', 'sk%2flive%2b4eC39Hq%22LyjWDarj'],
    ['percent-encoded in part', 'sk/live%2B4eC39Hq"LyjWDarj'],
    ['percent-encoded twice', 'sk%252Flive%252B4eC39Hq%2522LyjWDarj'],
    ['in JSON', 'sk/live+4eC39Hq\\"LyjWDarj'],
    ['in JSON with escaped slashes', 'sk\\/live+4eC39Hq\\"LyjWDarj'],
    ['in JSON with \\u escapes', '\\u0073k\\u002flive\\u002B4eC39Hq\\u0022LyjWDarj'],
    ['in JSON in JSON', 'sk/live+4eC39Hq\\\\\\"LyjWDarj'],
    ['in JSON in a query', 'sk%2Flive%2B4eC39Hq%5C%22LyjWDarj'],
    ['in HTML', 'sk/live&#43;4eC39Hq&quot;LyjWDarj'],
    ['in hex', Buffer.from(key).toString('hex')],
    ['in hex in capitals', Buffer.from(key).toString('hex').toUpperCase()],
    ['in base64', base64(key)],
    ['in base64 behind a user name', base64(`ada:${key}`)],
    ['in base64url', Buffer.from(`{"k":${JSON.stringify(key)}}`).toString('base64url')],
    ['in base64 in JSON', base64(`???>>>${key}`).replaceAll('/', '\\/')],
    ['in base64 in a query', encodeURIComponent(base64(`???>>>${key}`))],
    [
      'in base64, broken into lines',
      base64(`${'.'.repeat(40)}${key}`)
        .replaceAll(/.{30}/g, '$&\n')
        .slice(31),
    ],
    ['over two lines', 'sk/live+4eC39\nHq"LyjWDarj'],
    ['over two indented lines', 'sk/live+4eC39\r\n    Hq"LyjWDarj'],
    ['over two lines that were folded into one', 'sk/live+4eC39 Hq"LyjWDarj'],
    ['cut for show', 'sk/live+4eC…', '…'],
  ])('%s', (_, text, rest = '') => {
    expect(redact(`<${text}>`, [key, 'key'])).toBe(`<sk/l…Darj${rest}>`);
  });
});

test('S24: what is not all of a secret, nor cut, stays', () => {
  const text = 'sk/live+4eC39Hq"Lyj and eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIyIn0.x and sk/li…';
  expect(redact(text, [key, 'key'], [token, 'token'])).toBe(text);
});

test('S24: a secret inside a larger base64 run takes all of the run with it', () => {
  const header = `Authorization: Basic ${base64(`client:${key}:more`)}, next`;
  expect(redact(header, [key, 'key'])).toBe('Authorization: Basic sk/l…Darj, next');
});

test('S24: the payload of a JWT that holds a secret is masked, in JSON too', () => {
  const payload = Buffer.from(JSON.stringify({ key, n: 1 })).toString('base64url');
  expect(redact(`{"jwt":"eyJh.${payload}.sig"}`, [key, 'key'])).toBe('{"jwt":"eyJh.sk/l…Darj.sig"}');
});

describe('S24: longest first', () => {
  test('a secret that holds another leaves no tail, in whatever order they were learned', () => {
    const short = 'sk-live-4eC39';
    const long = 'sk-live-4eC39HqLyjWDarj';
    expect(redact(`[${long}]`, [short, 'key'], [long, 'key'])).toBe('[sk-l…Darj]');
    expect(redact(`[${long}] [${short}]`, [long, 'key'], [short, 'key'])).toBe('[sk-l…Darj] [••••••]');
    expect(redact(`[pre-${short}]`, [short, 'key'], [`pre-${short}`, 'key'])).toBe('[pre-…eC39]');
  });

  test('secrets that overlap are masked as one', () => {
    expect(redact('<abcdefghij>', ['abcdefg', 'key'], ['efghij', 'key'])).toBe('<••••••>');
  });

  test('the longest of those that overlap names them', () => {
    const long = 'defghijklmnopqrstuvw';
    expect(redact(`<abc${long}>`, ['abcdefg', 'key'], [long, 'key'])).toBe('<defg…tuvw>');
    expect(redact(`<${long}xyz>`, ['tuvwxyz', 'key'], [long, 'key'])).toBe('<defg…tuvw>');
  });

  test('secrets side by side are masked each by itself', () => {
    expect(redact('abcdef123456', ['abcdef', 'key'], ['123456', 'code'])).toBe('••••••••••••');
  });
});

describe('S24: short values', () => {
  test('a value of fewer than six characters is not searched for', () => {
    expect(redact('port 12345, 😀😀😀', ['12345', 'code'], ['😀😀😀', 'key'])).toBe('port 12345, 😀😀😀');
  });

  test('a value of six characters is', () => {
    expect(redact('code 123456', ['123456', 'code'])).toBe('code ••••••');
  });

  test('white space around a value does not count', () => {
    expect(redact('code 12345 ', [' 12345 ', 'code'])).toBe('code 12345 ');
    expect(redact('<s3cret-word>', ['\ts3cret-word\r\n', 'key'])).toBe('<••••••>');
  });

  test('nothing, white space and what is masked already are no secrets', () => {
    const text = 'all \n of ••••••••';
    expect(redact(text, ['', 'key'], ['  \n', 'token'], ['••••••', 'token'])).toBe(text);
  });
});

describe('S24: phone numbers and e-mail addresses', () => {
  const phone = '+447700900123';

  test.each([
    ['+447700900123', '+44•••••123'],
    ['447700900123', '+44•••••123'],
    ['+44 7700 900123', '+44•••••123'],
    ['+44 (7700) 900-123', '+44•••••123'],
    ['44.7700.900.123', '+44•••••123'],
    ['%2B44%207700%20900123', '+44•••••123'],
    ['+44+7700+900123', '+44•••••123'],
    ['44\u{a0}7700\u{2011}900123', '+44•••••123'],
  ])('the number as %s', (written, shown) => {
    expect(redact(`to ${written} now`, [phone, 'phone'])).toBe(`to ${shown} now`);
  });

  test('a number learned with signs in it is found without them', () => {
    expect(redact('to 447700900123', ['+44 (7700) 900-123', 'phone'])).toBe('to +44•••••123');
    expect(redact('to +447700900123', ['+44 (7700) 900-123', 'phone'])).toBe('to +44•••••123');
  });

  test('another number stays', () => {
    expect(redact('to +447700900124', [phone, 'phone'])).toBe('to +447700900124');
  });

  test.each([
    'ada@example.com',
    'Ada@Example.COM',
    'ada%40example.com',
    'ADA%40EXAMPLE.com',
    'ada\\u0040example.com',
  ])('the address as %s', (written) => {
    expect(redact(`to ${written} now`, ['Ada@example.com', 'email'])).toBe('to A•••@example.com now');
  });

  test('a token keeps its case', () => {
    expect(redact('OJUWLB ojuwlb', ['OJUWLB', 'token'])).toBe('•••••• ojuwlb');
  });
});

test('S24: a secret that ends with a backslash is masked to its end', () => {
  const json = JSON.stringify({ key: 'open-sesame\\', next: 1 });
  expect(redact(json, ['open-sesame\\', 'key'])).toBe('{"key":"••••••","next":1}');
});

test.each(['half \ud83d of a pair', 'half \ufffd of a pair', 'half%20%EF%BF%BD%20of%20a%20pair'])(
  'S24: half a surrogate pair in a secret is found as what may leave in its place: %j',
  (written) => {
    expect(redact(`<${written}>`, ['half \ud83d of a pair', 'key'])).toBe('<half…pair>');
  },
);

test('S24: a secret that looks like its own mask is masked, and that ends', () => {
  const redactor = createRedactor();
  redactor.learn('a•••@example.com', 'email');
  const once = redactor.redact('to a•••@example.com');
  expect(once).toBe('to ••••••');
  expect(redactor.redact(once)).toBe(once);
});

test('S24: half an escape is never left before a mask', () => {
  const json = redact(JSON.stringify('first\nname-of-it'), ['name-of-it', 'key'], ['nname-of-it', 'key']);
  expect(JSON.parse(json)).toMatch(/^first\s?••••••$/);
});

test('S24: a mask that spells another secret with its surroundings is masked too, and nothing is left to mask', () => {
  const redactor = createRedactor();
  redactor.learn('sixteen-letters-', 'key');
  redactor.learn('my-sixt', 'key');
  redactor.learn('example.com', 'key');
  redactor.learn('ada@example.com', 'email');
  const once = redactor.redact('my-sixteen-letters- of ada@example.com, my-\u0073ixteen-letters-');
  expect(once).not.toMatch(/my-sixt|example\.com/);
  expect(redactor.redact(once)).toBe(once);
});

test('S24: secrets learned later are masked from then on', () => {
  const redactor = createRedactor();
  expect(redactor.redact(`<${token}>`)).toBe(`<${token}>`);
  redactor.learn('another-secret', 'key');
  expect(redactor.redact(`<${token}>`)).toBe(`<${token}>`);
  redactor.learn(token, 'token');
  redactor.learn(token, 'token');
  expect(redactor.redact(`<${token}>`)).toBe('<eyJh…mB92>');
});
