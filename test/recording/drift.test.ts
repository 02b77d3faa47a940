import { describe, expect, test } from 'vitest';
import { driftBetween } from '../../src/recording/drift.ts';

const answer = (value: unknown, status = 200) => ({ status, body: JSON.stringify(value) });

describe('two answers differ in shape by', () => {
  test.each([
    ['nothing, where values differ', answer({ a: 1, b: ['x'] }), answer({ a: 2, b: [] }), []],
    ['their status', answer({}), answer({}, 400), ['HTTP 200 is now 400']],
    ['a member that went', answer({ a: { b: 1 } }), answer({ a: {} }), ['a.b is missing']],
    ['a member that came', answer({ a: {} }), answer({ a: { b: null } }), ['a.b is new (null)']],
    ['a type', answer({ a: 'true' }), answer({ a: true }), ['a was a text and is true or false']],
    [
      'the type of what a list holds',
      answer({ a: [1] }),
      answer({ a: ['1'] }),
      ['a[] was a number and is a text'],
    ],
    ['nothing, where a number was hidden', answer({ pin: 'otp#1' }), answer({ pin: 123_456 }), []],
    ['being a list', answer({}), answer([]), ['the answer was an object and is a list']],
    ['being JSON', answer({}), { status: 200, body: '<html>' }, ['the answer is no JSON any more']],
    ['not coming', answer({}), { failure: 'Nobody is there.' }, ['no answer: Nobody is there.']],
    ['coming', { failure: 'x' }, answer({}), ['an answer came, where none did']],
    ['nothing, where none came twice', { failure: 'x' }, { failure: 'y' }, []],
    [
      'nothing, where both are the same web page',
      { status: 502, body: '<a>' },
      { status: 502, body: '<b>' },
      [],
    ],
  ])('%s', (_name, recorded, now, differences) => {
    expect(driftBetween(recorded, now)).toEqual(differences);
  });

  test('S17: a member called __proto__ is a member', () => {
    expect(driftBetween({ status: 200, body: '{"__proto__":{"x":1}}' }, answer({}))).toEqual([
      '__proto__ is missing',
    ]);
  });
});
