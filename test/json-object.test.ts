import { expect, test } from 'vitest';
import { isObject, jsonObject } from '../src/json-object.ts';

test('an object is no list, not null, and nothing simple', () => {
  expect(isObject({})).toBe(true);
  for (const value of [null, undefined, [], 'text', 1, true]) expect(isObject(value)).toBe(false);
});

test.each(['', '{', 'null', '[]', '"text"', '1', 'true'])('%j is no JSON object', (text) => {
  expect(jsonObject(text)).toBeUndefined();
});

test('a JSON object is read, and a name of the language in it changes nothing', () => {
  expect(jsonObject(' {"a":[1]} ')).toEqual({ a: [1] });
  jsonObject('{"__proto__":{"polluted":true}}');
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});
