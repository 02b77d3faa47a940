import { expect, test } from 'vitest';
import { maskByShape } from '../../src/redaction/by-shape.ts';
import { mask } from '../../src/redaction/mask.ts';
import { processorMs } from '../helpers/processor-time.ts';

const masked = (text: string): string => maskByShape(text, mask, (known) => known);

test.each([
  ['no account for ada@example.com here', 'no account for a•••@example.com here'],
  ['mail=ada%40mail.example.co.uk&x=1', 'mail=a•••@mail.example.co.uk&x=1'],
  ['sent to +447700900333.', 'sent to +44•••••333.'],
  ['sent to +44 77 0090 0333', 'sent to +44•••••333'],
  ['sent to +1 (415) 555-0123, again', 'sent to +14•••••123, again'],
  ['"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl" is old', '"eyJh…dXJl" is old'],
])('%j is masked as %j', (text, shown) => {
  expect(masked(text)).toBe(shown);
});

test.each([
  'har-schema@2.0.0',
  'https://somebody@example.com/path',
  '2026-11-27T04:40:10+0100 2026 12 11',
  'a+447700900333',
  '@team, see a@b',
  'a•••@example.com and +44•••••333',
  'eyJ is how they begin',
])('%j stays', (text) => {
  expect(masked(text)).toBe(text);
});

test('a number in groups is masked whole where a part of it is known', () => {
  const known = (text: string): string => text.replaceAll('0090 0333', '••••••');
  expect(maskByShape('+44 77 0090 0333', mask, known)).toBe('+44•••••333');
});

test('what is known masks first, so that no end of it is left', () => {
  const known = (text: string): string => text.replaceAll('key ada@example.com-rest', '••••••');
  expect(maskByShape('key ada@example.com-rest', mask, known)).toBe('••••••');
});

test('a large answer takes no long time', () => {
  const taken = processorMs(() => {
    for (const piece of ['a.', 'a@', '+1 ', 'eyJ', '://a', '%40a-']) masked(piece.repeat(60_000));
  });
  expect(taken).toBeLessThan(3000);
});
