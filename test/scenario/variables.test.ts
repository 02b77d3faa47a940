import { describe, expect, test } from 'vitest';
import { createProblems, placeText } from '../../src/scenario/problems.ts';
import { type Given, settleRows } from '../../src/scenario/variables.ts';
import { type Node, readYaml } from '../../src/scenario/yaml.ts';
import { read } from '../helpers/scenarios.ts';

const steps = '\nsteps: [{totp code: {secret-from: env:X}}]';
const nothing: Given = { flags: {}, file: new Map(), env: {}, sandbox: true };

function settle(head: string, given: Partial<Given> = {}) {
  const { scenario, problems: before } = read(head + steps);
  expect(before).toEqual([]);
  if (scenario === undefined) throw new Error('no scenario');
  const problems = createProblems();
  const learnt: string[] = [];
  const rows = settleRows(scenario, { ...nothing, ...given }, (secret) => learnt.push(secret), problems);
  return {
    learnt,
    rows: rows.map(({ label, variables }) => ({ label, ...Object.fromEntries(variables) })),
    problems: problems.found.map(({ place, message }) => `${placeText(place)}: ${message}`),
  };
}

const fileOf = (text: string): Given['file'] => {
  const node = readYaml(text, 'v.yaml', createProblems()) as Extract<Node, { kind: 'mapping' }>;
  return new Map([...node.entries].map(([name, { value }]) => [name, value]));
};

test('flag, then file, then environment, then what is written', () => {
  const head = 'vars: {a: 1, b: {env: B, default: 2}, c: {env: C, default: 3}, d: {env: D, default: 4}}';
  const given = {
    flags: { a: 'flag' },
    file: fileOf('{a: file, b: file}'),
    env: { B: 'env', C: 'env', D: '' },
  };
  expect(settle(head, given).rows).toEqual([
    { label: '', sandbox: true, a: 'flag', b: 'file', c: 'env', d: 4 },
  ]);
});

test('a variable may be made of others, and keeps its type where it is one alone', () => {
  const { rows } = settle(
    'vars: {url: "${host}/x", host: "http://${name}", name: h, flag: "${yes}", yes: true}',
  );
  expect(rows).toEqual([expect.objectContaining({ url: 'http://h/x', flag: true })]);
});

test('a matrix gives each combination, the last dimension fastest', () => {
  const { rows } = settle('matrix: {a: [1, 2], b: [x, y]}\nvars: {c: "${a}${b}"}');
  expect(rows.map(({ label }) => label)).toEqual(['a=1, b=x', 'a=1, b=y', 'a=2, b=x', 'a=2, b=y']);
  expect(rows.map((row) => (row as { c?: string }).c)).toEqual(['1x', '1y', '2x', '2y']);
});

test('secrets are learnt before anything could print them', () => {
  const { rows, learnt } = settle('secrets: {key: {env: KEY}}', { env: { KEY: 'k-4711' } });
  expect(rows[0]).toMatchObject({ key: 'k-4711' });
  expect(learnt).toEqual(['k-4711']);
});

describe('what is wrong is told with its place', () => {
  test.each([
    ['vars: {email: }', 'x.yaml:1:8: "email" has no value: give it with --var email=….'],
    [
      'vars: {email: {env: MAIL}}',
      'x.yaml:1:8: "email" has no value: give it with --var email=…, or set MAIL.',
    ],
    ['secrets: {key: {env: KEY}}', 'x.yaml:1:11: The secret "key" is not there: set KEY.'],
    ['vars: {a: "${a}"}', 'x.yaml:1:11: "a" is made of itself: a -> a.'],
    ['vars: {a: "${b}", b: "x${c}", c: "${a}"}', 'x.yaml:1:34: "a" is made of itself: a -> b -> c -> a.'],
    ['vars: {mail: x, a: "${mial}"}', 'x.yaml:1:20: There is no variable "mial". Did you mean "mail"?'],
    ['matrix: {a: ["${b}"]}', 'x.yaml:1:14: There is no variable "b".'],
  ])('%j', (head, problem) => {
    const { problems } = settle(head);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(problem);
  });
});
