import { expect, test } from 'vitest';
import { readMailbox, sameRecipient } from '../../../src/flow/sources/mailbox.ts';

test.each([['482913'], ['{"code":"482913"}'], ['{"messages":"none"}'], ['["482913"]'], ['<html>'], ['']])(
  '%j is no message list',
  (text) => {
    expect(readMailbox(text)).toBeUndefined();
  },
);

test('a list without dates and ids keeps its order', () => {
  const list = readMailbox('[{"Subject":"one"},{"Subject":"two"}]');
  expect(list?.map(({ text }) => text)).toEqual(['one', 'two']);
});

test.each([
  ['+573001234567', '573001234567', true],
  ['+57 300 123-4567', '3001234567', true],
  ['+573001234567', '4567', false],
  ['Ana@Example.test', 'ana@example.test', true],
  ['nana@example.test', 'ana@example.test', false],
])('%s and %s: %j', (to, recipient, same) => {
  expect(sameRecipient([to], recipient)).toBe(same);
});

test('what is not known does not exclude', () => {
  expect(sameRecipient([], 'ana@example.test')).toBe(true);
  expect(sameRecipient(['ana@example.test'], undefined)).toBe(true);
});
