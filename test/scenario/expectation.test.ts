import { describe, expect, test } from 'vitest';
import { judge, readExpectations, valueAt } from '../../src/scenario/expectation.ts';
import { createProblems } from '../../src/scenario/problems.ts';
import { type Mapping, readYaml } from '../../src/scenario/yaml.ts';

const document = {
  ok: true,
  exitCode: 0,
  data: {
    verify: true,
    count: 3,
    token: 'abc',
    none: null,
    list: [{ state: 'expired' }],
    at: '2026-01-31T12:00:00Z',
  },
};

function wrong(text: string): (string | undefined)[] {
  const problems = createProblems();
  const expectations = readExpectations(readYaml(text, 'x', problems) as Mapping, undefined, problems);
  expect(problems.found).toEqual([]);
  return expectations.map((each) => judge(each, document, new Map([['mine', 'abc']]))?.wanted);
}

describe('a document meets', () => {
  test.each([
    '{data.verify: true}',
    '{data.token: "${mine}"}',
    '{data.none: null}',
    '{data.list: [{state: expired}]}',
    '{data.list.0.state: expired}',
    '{data.list.0: {equals: {state: expired}}}',
    '{data.token: {matches: "^a.c$"}}',
    '{data.count: {gt: 2, lte: 3}}',
    '{data.count: {gte: 3, lt: 4}}',
    '{data.at: {gt: "2026-01-31T11:59:59Z", lt: "2027-01-01T00:00:00Z"}}',
    '{data.token: {oneOf: [x, abc]}}',
    '{data.token: {exists: true}, data.nothing: {exists: false}, error: {exists: false}}',
    '{exitCode: 0, ok: true}',
  ])('%s', (text) => expect(wrong(text).filter((each) => each !== undefined)).toEqual([]));
});

describe('a document does not meet', () => {
  test.each([
    ['{data.verify: "true"}', '"true"'],
    ['{data.verify: 1}', '1'],
    ['{data.count: "3"}', '"3"'],
    ['{data.nothing: null}', 'null'],
    ['{data.token: {matches: "^b"}}', 'a match of "^b"'],
    ['{data.count: {matches: "3"}}', 'a match of "3"'],
    ['{data.count: {gt: 3}}', 'more than 3'],
    ['{data.count: {lt: 3}}', 'less than 3'],
    ['{data.token: {gte: 0}}', 'at least 0'],
    ['{data.at: {lte: "2026-01-31T11:00:00Z"}}', 'at most "2026-01-31T11:00:00Z"'],
    ['{data.token: {oneOf: [x]}}', 'one of ["x"]'],
    ['{data.token: {exists: false}}', 'nothing'],
    ['{data.nothing: {exists: true}}', 'something'],
  ])('%s', (text, wanted) => expect(wrong(text)).toEqual([wanted]));
});

test('a path finds own members alone', () => {
  expect(valueAt(document, 'data.constructor')).toBeUndefined();
  expect(valueAt(document, 'data.token.length')).toBeUndefined();
  expect(valueAt({ a: [1, 2] }, 'a.1')).toBe(2);
});
