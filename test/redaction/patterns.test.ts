import { describe, expect, test } from 'vitest';
import { type Alphabet, patternsOf } from '../../src/redaction/patterns.ts';
import { createRedactor, type SecretKind } from '../../src/redaction/redactor.ts';

const texts = (value: string, kind: SecretKind, alphabet: Alphabet): string[] =>
  patternsOf(value, kind).flatMap((pattern) => (pattern.alphabet === alphabet ? [pattern.text] : []));

/** Whether some pattern in base64 is found in the base64 of this text, at each of the three places in a group. */
const inBase64 = (value: string, written: string): boolean =>
  ['', 'x', 'xx'].every((before) => {
    const encoded = Buffer.from(`${before}${written}yy`, 'utf8').toString('base64');
    return texts(value, 'key', 'base64').some((core) => encoded.includes(core));
  });

describe('what a secret is searched for as', () => {
  test('a key: as it is, and in hexadecimal', () => {
    expect(texts('Secret-1', 'key', 'exact')).toEqual(['Secret-1']);
    expect(texts('Secret-1', 'key', 'caseless')).toEqual([Buffer.from('Secret-1').toString('hex')]);
    expect(texts('Secret-1', 'key', 'digits')).toEqual([]);
  });

  test('a key beyond ASCII: its bytes one by one too, as percent-encoding spells them', () => {
    expect(texts('clé-sûre', 'key', 'exact')).toEqual([
      'clé-sûre',
      Buffer.from('clé-sûre').toString('latin1'),
    ]);
  });

  test('half a pair of surrogates: as the sign that stands for it in UTF-8 as well', () => {
    expect(texts('half \ud83d pair', 'key', 'exact')).toContain('half \ufffd pair');
    expect(inBase64('half \ud83d pair', encodeURIComponent('half \ufffd pair'))).toBe(true);
  });

  test('an address: without regard to case', () => {
    expect(texts('Ada@Example.COM', 'email', 'exact')).toEqual([]);
    expect(new Set(texts('Ada@Example.COM', 'email', 'caseless'))).toEqual(
      new Set([
        'ada@example.com',
        ...['ada@example.com', 'Ada@Example.COM'].map((text) => Buffer.from(text).toString('hex')),
      ]),
    );
    // Letters beyond ASCII keep their case, as texts are read.
    expect(texts('ÄDA@Example.com', 'email', 'caseless')).toContain('Äda@example.com');
  });

  test('a number: by its digits, with and without a plus', () => {
    expect(texts('+1 (123) 456-6663', 'phone', 'digits')).toEqual(['11234566663', '+11234566663']);
    expect(texts('+1 (123) 456-6663', 'phone', 'exact')).toEqual(['+1 (123) 456-6663']);
    expect(texts('+11234566663', 'phone', 'digits')).toEqual(['+11234566663', '11234566663']);
    expect(texts('123456', 'phone', 'digits')).toEqual(['123456', '+123456']);
    // Too few digits to be told apart from any other number.
    expect(texts('ext. 12345', 'phone', 'digits')).toEqual([]);
    expect(texts('a+123456', 'phone', 'exact')).toEqual(['a+123456']);
    expect(texts('+123456x', 'phone', 'exact')).toEqual(['+123456x']);
  });

  test.each<[string, string, string]>([
    ['as it is', 'Secret/1"é', 'Secret/1"é'],
    ['in JSON', 'Secret/1"é', String.raw`Secret/1\"é`],
    ['in JSON with slashes escaped', 'Secret/1"é', String.raw`Secret\/1\"é`],
    ['in JSON of ASCII alone', 'Secret/1"é', String.raw`Secret/1\"\u00e9`],
    ['in that with slashes escaped', 'Secret/1"é', String.raw`Secret\/1\"\u00e9`],
    ['in a URL', 'Secret 1/é', 'Secret%201%2F%C3%A9'],
    ['in a form', 'Secret 1/é', 'Secret+1%2F%C3%A9'],
  ])('in base64, written %s', (_how, value, written) => {
    expect(inBase64(value, written)).toBe(true);
    expect(inBase64(value, written.replace('S', 's'))).toBe(false);
  });

  test.each(['', '12345', '•••••', '••••••', 'ab•••••••cd', '🔑🔑🔑🔑🔑'])(
    '%j: as nothing at all',
    (value) => {
      expect(patternsOf(value, 'code')).toEqual([]);
    },
  );

  test.each(['123456', 'a•••••', '•••••a', '🔑🔑🔑🔑🔑🔑'])('%j: as something', (value) => {
    expect(patternsOf(value, 'code')).not.toEqual([]);
  });
});

describe('which kind of secret a value is', () => {
  test('by the kind that tells most, where it was learnt as several', () => {
    const redactor = createRedactor();
    redactor.learn('123456', 'token');
    expect(redactor.kindOf('123456')).toBe('token');
    for (const kind of ['key', 'email', 'phone', 'code'] as const) {
      redactor.learn(' 123456 ', kind);
      expect(redactor.kindOf(' 123456\n')).toBe(kind);
    }
  });

  test('none, where it was never learnt, or is nothing', () => {
    const redactor = createRedactor();
    redactor.learn('  ', 'key');
    expect(redactor.kindOf('')).toBeUndefined();
    expect(redactor.kindOf('123456')).toBeUndefined();
  });
});
