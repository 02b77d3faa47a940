import { expect, test } from 'vitest';
import { createProblems } from '../../src/scenario/problems.ts';
import { fill, fillText, referencesIn } from '../../src/scenario/template.ts';
import { type Node, readYaml } from '../../src/scenario/yaml.ts';

const node = (text: string): Node => readYaml(text, 'x.yaml', createProblems()) as Node;
const variables = new Map<string, unknown>([
  ['flag', true],
  ['token', 'abc'],
  ['user', { id: 7 }],
  ['client.key', 'k'],
]);

test.each([
  ['"${flag}"', true, 'true'],
  ['"${user}"', { id: 7 }, '{"id":7}'],
  ['"a ${token}, ${client.key}"', 'a abc, k', 'a abc, k'],
  ['"$${token}"', '${token}', '${token}'],
  ['"$token"', '$token', '$token'],
  ['0078', '0078', '0078'],
  ['78', 78, '78'],
  ['[1, "${token}"]', [1, 'abc'], '[1,"abc"]'],
  ['{a: "${flag}"}', { a: true }, '{"a":true}'],
  ['"${unknown} stays"', '${unknown} stays', '${unknown} stays'],
])('%s', (text, value, word) => {
  expect(fill(node(text), variables)).toEqual(value);
  expect(fillText(node(text), variables)).toBe(word);
});

test('every reference is found, however deep', () => {
  const found = referencesIn(node('{a: ["${one}", {b: "${two.three} and ${four}"}]}'));
  expect(found.map(({ name }) => name)).toEqual(['one', 'two.three', 'four']);
});

test.each([
  'constructor',
  '__proto__',
  'process.env',
  'user.constructor',
  'token.__proto__',
  'require("fs")',
])('S16: ${%s} reaches nothing: a template knows what was declared, and evaluates nothing', (name) => {
  const text = node(`"\${${name}} stays"`.replaceAll('"fs"', "'fs'"));
  expect(fillText(text, variables)).toContain('stays');
  expect(fillText(text, variables)).toMatch(/^\$\{/);
});

test('S16, S17: a key named __proto__ changes no prototype', () => {
  const filled = fill(node('{__proto__: {polluted: "${token}"}}'), variables);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  expect(Object.keys(filled as object)).toEqual(['__proto__']);
});
