import { array, assert, integer, property, stringMatching } from 'fast-check';
import { expect, test } from 'vitest';
import { wrap } from '../../src/terminal/wrap.ts';

test('UX-12: a message breaks between words, and a word that is too wide stays whole', () => {
  expect(wrap('one two three', 7)).toBe('one two\nthree');
  expect(wrap('short\nlines stay', 10)).toBe('short\nlines stay');
  expect(wrap('see https://example.com/a/long/link now', 10)).toBe(
    'see\nhttps://example.com/a/long/link\nnow',
  );
});

test('nothing is lost, and no line of more than one word is too wide', () => {
  const text = array(stringMatching(/^[a-z]{1,12}$/), { minLength: 1 }).map((words) => words.join(' '));
  assert(
    property(text, integer({ min: 1, max: 40 }), (line, columns) => {
      const wrapped = wrap(line, columns);
      expect(wrapped.replaceAll('\n', ' ')).toBe(line);
      for (const each of wrapped.split('\n')) {
        if (each.includes(' ')) expect(each.length).toBeLessThanOrEqual(columns);
      }
    }),
  );
});
