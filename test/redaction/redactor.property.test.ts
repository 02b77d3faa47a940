import { Buffer } from 'node:buffer';

import * as fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';

import { createRedactor } from '../../src/redaction/redactor.ts';

// Many cases on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const base64Sign = fc.constantFrom(...'ABCXYZabcxyz0189+/=_-');
const signs = fc.constantFrom(...'"\\/%+&=?#.:;,\'<>{}[]() \t\n\r');
const wide = fc.constantFrom('é', 'ß', '€', '日', '😀', '\u{2028}');
const printable = fc.string({
  unit: fc.oneof({ weight: 4, arbitrary: base64Sign }, signs, wide),
  minLength: 6,
  maxLength: 48,
});

/** Values long enough to be searched for, and with no mask in them. */
const secretValue = printable.map((value) => value.trim()).filter((value) => [...value].length >= 6);
const surrounding = fc.string({
  unit: fc.oneof(base64Sign, signs, wide, fc.constantFrom('…', '•', 'u', 'n')),
  maxLength: 24,
});

const percentByte = (byte: number) => `%${byte.toString(16).padStart(2, '0')}`;
const percentAll = (text: string) => [...Buffer.from(text)].map(percentByte).join('');
const inJson = (text: string) => JSON.stringify(text).slice(1, -1);
const unicodeEscaped = (text: string) =>
  Array.from(
    { length: text.length },
    (_, index) => `\\u${text.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('');

const asciiOnly = (text: string) => inJson(text).replaceAll(/[\u0080-\uffff]/g, unicodeEscaped);

const encodings: Readonly<Record<string, (text: string) => string>> = {
  raw: (text) => text,
  percent: encodeURIComponent,
  'percent, lower case': (text) =>
    encodeURIComponent(text).replaceAll(/%../g, (escape) => escape.toLowerCase()),
  'percent, reserved characters only': (text) =>
    text.replaceAll(/[%/+&=?# "]/g, (sign) => encodeURIComponent(sign)),
  'percent, every byte': percentAll,
  'percent, twice': (text) => encodeURIComponent(encodeURIComponent(text)),
  'percent, spaces as plus': (text) => encodeURIComponent(text).replaceAll('%20', '+'),
  form: (text) => new URLSearchParams({ value: text }).toString().slice('value='.length),
  json: inJson,
  'json, slashes escaped': (text) => inJson(text).replaceAll('/', '\\/'),
  'json, every unit escaped': unicodeEscaped,
  'json, every unit escaped in capitals': (text) =>
    unicodeEscaped(text).replaceAll(/u(....)/g, (_, hex: string) => `u${hex.toUpperCase()}`),
  'json in json': (text) => inJson(inJson(text)),
  'json in json in json': (text) => inJson(inJson(inJson(text))),
  'json in a query': (text) => encodeURIComponent(inJson(text)),
  'json, ASCII alone': asciiOnly,
  'json, ASCII alone, slashes escaped': (text) => asciiOnly(text).replaceAll('/', '\\/'),
  hex: (text) => Buffer.from(text).toString('hex'),
  'hex in capitals': (text) => Buffer.from(text).toString('hex').toUpperCase(),
  html: (text) =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;'),
};

const encoding = fc.constantFrom(...Object.keys(encodings));

describe('S24: no registered secret survives', () => {
  test('in any encoding, whatever surrounds it', () => {
    fc.assert(
      fc.property(secretValue, encoding, surrounding, surrounding, (secret, name, before, after) => {
        const redactor = createRedactor();
        redactor.learn(secret, 'token');
        const encoded = encodings[name]!(secret);
        const redacted = redactor.redact(before + encoded + after);
        expect(redacted).not.toContain(encoded);
        expect(redacted).toMatch(/[…•]/);
      }),
      { numRuns: 1500 },
    );
  });

  test('in percent-encoding of any of its ASCII characters, in either case', () => {
    const plainSecret = fc
      .string({ minLength: 6, maxLength: 30 })
      .map((value) => value.trim())
      .filter((value) => value.length >= 6);
    fc.assert(
      fc.property(
        plainSecret,
        fc.infiniteStream(fc.constantFrom('as is', 'upper', 'lower')),
        (secret, choices) => {
          const redactor = createRedactor();
          redactor.learn(secret, 'key');
          const encoded = [...secret]
            .map((character) => {
              const choice = choices.next().value;
              const escape = percentByte(character.charCodeAt(0));
              if (choice === 'as is' && character !== '%') return character;
              return choice === 'lower' ? escape : escape.toUpperCase();
            })
            .join('');
          expect(redactor.redact(`?key=${encoded}&more=1`)).not.toContain(encoded);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('inside something larger in base64 or base64url, at every offset', () => {
    const alphabet = fc.constantFrom('base64' as const, 'base64url' as const);
    const inner = fc.constantFrom(
      'raw',
      'json',
      'percent',
      'percent, spaces as plus',
      'json, slashes escaped',
      'json, ASCII alone',
      'json, ASCII alone, slashes escaped',
    );
    const outer = fc.constantFrom('raw', 'percent', 'json, slashes escaped');
    fc.assert(
      fc.property(
        secretValue,
        alphabet,
        inner,
        outer,
        fc.tuple(surrounding, surrounding),
        (secret, coding, innerName, outerName, [before, after]) => {
          const redactor = createRedactor();
          redactor.learn(secret, 'token');
          const run = Buffer.from(before + encodings[innerName]!(secret) + after).toString(coding);
          const redacted = redactor.redact(`Basic ${encodings[outerName]!(run)} end`);
          expect(redacted).toMatch(/^Basic [^A-Za-z0-9]*(?:[\w.~+/=-]{4}…[\w.~+/=-]{4}|•{6}) end$/);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('broken over lines', () => {
    const breaks = fc.constantFrom('\n', '\r\n', '\n    ', '\\n');
    fc.assert(
      fc.property(secretValue, fc.nat(), breaks, surrounding, (secret, place, lineBreak, before) => {
        const redactor = createRedactor();
        redactor.learn(secret, 'key');
        const at = 1 + (place % (secret.length - 1));
        // A break beside white space of the secret's own may be read as that.
        fc.pre(!/\s/.test(secret.slice(at - 1, at + 1)) && !(lineBreak === '\\n' && secret.includes('\\')));
        const broken = secret.slice(0, at) + lineBreak + secret.slice(at);
        fc.pre(broken !== secret);
        expect(redactor.redact(`${before}|${broken}|`)).not.toContain(broken);
      }),
      { numRuns: 1000 },
    );
  });

  test('as an e-mail address in any case', () => {
    fc.assert(
      fc.property(fc.emailAddress(), fc.infiniteStream(fc.boolean()), encoding, (address, capitals, name) => {
        const redactor = createRedactor();
        redactor.learn(address, 'email');
        const written = [...address].map((letter) =>
          capitals.next().value ? letter.toUpperCase() : letter.toLowerCase(),
        );
        // hex and base64 hide the case of what they encode.
        const encoded = encodings[name.startsWith('hex') ? 'raw' : name]!(written.join(''));
        expect(redactor.redact(`to <${encoded}>`)).not.toContain(encoded);
      }),
      { numRuns: 1000 },
    );
  });

  test('as a phone number in any grouping, with and without its plus', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 7, maxLength: 15 });
    const gap = fc.constantFrom('', '', ' ', '-', '.', ' (', ') ', '%20', '\u{a0}');
    fc.assert(
      fc.property(
        digits,
        fc.boolean(),
        fc.boolean(),
        fc.infiniteStream(gap),
        (number, learnPlus, showPlus, gaps) => {
          const redactor = createRedactor();
          redactor.learn(`${learnPlus ? '+' : ''}${number}`, 'phone');
          const [first, ...rest] = number;
          const written = `${showPlus ? '+' : ''}${first}${rest.map((digit) => gaps.next().value + digit).join('')}`;
          const redacted = redactor.redact(`call ${written} today`);
          expect(redacted).toMatch(/^call \+?\d{0,2}•+\d{0,3} today$/);
          expect(redacted.replaceAll(/\D/g, '').length).toBeLessThanOrEqual(number.length / 2);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('beside others, in one text', () => {
    fc.assert(
      fc.property(
        fc.array(secretValue, { minLength: 1, maxLength: 8 }),
        fc.array(surrounding),
        (secrets, between) => {
          const redactor = createRedactor();
          for (const secret of secrets) redactor.learn(secret, 'token');
          const text = secrets.map((secret, index) => `${between[index] ?? ''}${secret}`).join('');
          const redacted = redactor.redact(text);
          for (const secret of secrets) expect(redacted).not.toContain(secret);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

test('S24: a redacted text stays as it is when it is redacted again', () => {
  const kind = fc.constantFrom(
    'key' as const,
    'token' as const,
    'code' as const,
    'phone' as const,
    'email' as const,
  );
  const crowded = fc.string({
    unit: fc.constantFrom('a', 'b', '@', '1', '.', '…', '•', '+', '%', '\\', '6', 'u', '\n', '"'),
    maxLength: 40,
  });
  const secret = fc.oneof(secretValue, crowded);
  fc.assert(
    fc.property(fc.array(fc.tuple(secret, kind), { maxLength: 6 }), fc.array(crowded), (secrets, texts) => {
      const redactor = createRedactor();
      for (const [value, as] of secrets) redactor.learn(value, as);
      const text = texts.map((piece, index) => piece + (secrets[index]?.[0] ?? '')).join('');
      const once = redactor.redact(text);
      expect(redactor.redact(once)).toBe(once);
    }),
    { numRuns: 1500 },
  );
});

test('S24: a text without any secret is left alone', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'abc %\\u0041n"/+&;\n'), maxLength: 60 }), (text) => {
      const redactor = createRedactor();
      redactor.learn('XYZXYZ-XYZXYZ-XYZXYZ', 'key');
      redactor.learn('+44 7700 900123', 'phone');
      redactor.learn('customer@example.com', 'email');
      expect(redactor.redact(text)).toBe(text);
    }),
  );
});

test('S24: JSON stays JSON, and nothing but the secret changes', () => {
  fc.assert(
    fc.property(fc.jsonValue(), secretValue, fc.array(fc.string()), (value, secret, lines) => {
      fc.pre(/[a-zA-Z]/.test(secret) && !JSON.stringify({ value, lines }).includes(secret.slice(0, 3)));
      const redactor = createRedactor();
      redactor.learn(secret, 'token');
      const redacted: unknown = JSON.parse(redactor.redact(JSON.stringify({ value, token: secret, lines })));
      expect(redacted).toMatchObject({ token: expect.stringMatching(/^(?:.{4}…|•{6}$)/) as unknown });
    }),
    { numRuns: 1000 },
  );
});
