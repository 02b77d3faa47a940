import { describe, expect, test } from 'vitest';
import { createProblems, placeText } from '../../src/scenario/problems.ts';
import { type Node, readYaml } from '../../src/scenario/yaml.ts';
import { processorMs } from '../helpers/processor-time.ts';

function read(text: string): { readonly node: Node | undefined; readonly problems: string[] } {
  const problems = createProblems();
  const node = readYaml(text, 'x.yaml', problems);
  return { node, problems: problems.found.map(({ place, message }) => `${placeText(place)}: ${message}`) };
}

/** The value alone, without its places. */
function plain(node: Node | undefined): unknown {
  if (node?.kind === 'mapping')
    return Object.fromEntries([...node.entries].map(([name, { value }]) => [name, plain(value)]));
  return node?.kind === 'list' ? node.items.map(plain) : node?.value;
}

describe('a document', () => {
  test('keeps where everything stands, with CRLF and without', () => {
    for (const end of ['\n', '\r\n']) {
      const { node, problems } = read(`steps:${end}  - juvlon verify: {token: OJU}${end}`);
      expect(problems).toEqual([]);
      const steps = node?.kind === 'mapping' ? node.entries.get('steps') : undefined;
      expect(steps?.place).toEqual({ file: 'x.yaml', line: 1, column: 1 });
      const [step] = steps?.value.kind === 'list' ? steps.value.items : [];
      const verb = step?.kind === 'mapping' ? step.entries.get('juvlon verify') : undefined;
      expect(verb?.place).toEqual({ file: 'x.yaml', line: 2, column: 5 });
      expect(plain(node)).toEqual({ steps: [{ 'juvlon verify': { token: 'OJU' } }] });
    }
  });

  test('keeps a number as it was written, and digits that a number would lose as a text', () => {
    const { node } = read('[0078, "0078", +447700900123, 12345678901234567890, -7, 1e3, true, ~]');
    const items = node?.kind === 'list' ? node.items : [];
    expect(items.map((item) => (item.kind === 'scalar' ? [item.value, item.text] : []))).toEqual([
      ['0078', '0078'],
      ['0078', '0078'],
      ['+447700900123', '+447700900123'],
      ['12345678901234567890', '12345678901234567890'],
      [-7, '-7'],
      [1000, '1e3'],
      [true, 'true'],
      [null, '~'],
    ]);
  });

  test('follows aliases', () => {
    expect(plain(read('a: &pair {token: x}\nb: *pair').node)).toEqual({
      a: { token: 'x' },
      b: { token: 'x' },
    });
  });

  test('takes __proto__ for a name like any other', () => {
    const { node } = read('__proto__: 1');
    expect(node?.kind === 'mapping' && [...node.entries.keys()]).toEqual(['__proto__']);
  });
});

const bomb = [
  'a0: &a0 [x, x, x, x, x, x, x, x, x]',
  ...Array.from({ length: 8 }, (_, at) => `a${at + 1}: &a${at + 1} [${Array(9).fill(`*a${at}`).join(', ')}]`),
].join('\n');

describe('what is no document is told with its place', () => {
  test.each([
    ['steps: [1', /^x\.yaml:1:10: This is not YAML/],
    ['a: 1\na: 2', /^x\.yaml:2:1: .*unique/],
    ['a: {b: 1, b: 2}', /^x\.yaml:1:11: .*unique/],
    ['a:\n\tb: 1', /^x\.yaml:2:1: .*[Tt]abs/],
    ['a: !!js/function x', /^x\.yaml:1:4: .*[Uu]nresolved tag/],
    ['a: 1\n---\nb: 2', /^x\.yaml:2:1: .*multiple documents/],
    ['', /^x\.yaml:1:1: The file is empty/],
    ['# nothing', /^x\.yaml:1:1: The file is empty/],
    ['a: *nowhere', /^x\.yaml:1:4: This alias names no anchor/],
    ['a: &a [*a]', /^x\.yaml:1:8: This alias leads into itself/],
    [bomb, /^x\.yaml:1:1: The aliases of this file multiply/],
    ['{[a]: 1}', /^x\.yaml:1:2: A key has to be one word/],
  ])('%.30j', (text, problem) => {
    const { problems } = read(text);
    expect(problems[0]).toMatch(problem);
  });

  test.each([
    ['[', 100_000],
    ['[\n', 50_000],
    ['[', 1000],
    ['- ', 4000],
    ['{a: ', 50_000],
    ['- ', 50_000],
    ['? ', 50_000],
  ])('%j opened %d times ends quietly', (open, times) => {
    const taken = processorMs(() => {
      expect(read(open.repeat(times)).problems.length).toBeGreaterThan(0);
    });
    expect(taken).toBeLessThan(5000);
  });

  test('more values than any scenario has', () => {
    expect(read(`[${'1,\n'.repeat(30_000)}]`).problems).toEqual([
      'x.yaml:1:1: The file holds more than 20000 values.',
    ]);
  });
});
