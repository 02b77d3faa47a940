import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { authrig } from '../helpers/built.ts';
import { otherNode } from '../helpers/nodes.ts';
import { root } from '../helpers/sources.ts';

const { version } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as { version: string };
const oldNode = otherNode('n18');

describe('UX-17: the version', () => {
  test.each([['--version'], ['-V'], ['version'], ['jekimo', '--version'], ['--no-input', '-V']])(
    'authrig %s %s prints it alone',
    async (...argv) => {
      expect(await authrig(argv)).toMatchObject({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
    },
  );
});

describe('UX-17: what is not known never ends with 0', () => {
  test.each([
    [['verzion']],
    [['help', 'verzion']],
    [['jekimo', 'verzion']],
    [['--verzion']],
    [['-']],
    [['--', 'verzion']],
  ])('authrig %j', async (argv) => {
    const { exitCode, stdout, stderr } = await authrig(argv);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/^\S.*\.\n.*authrig .*--help\n$/);
  });
});

describe.skipIf(oldNode === undefined)('F67: a Node that is too old (AUTHRIG_NODES has one)', () => {
  test.each([[[]], [['--version']], [['jekimo', 'login', '--sandbox', '--json']]])(
    'authrig %j is one sentence and 10',
    async (argv) => {
      const { exitCode, stdout, stderr } = await authrig(argv, { node: oldNode ?? '' });
      expect({ exitCode, stdout }).toEqual({ exitCode: 10, stdout: '' });
      expect(stderr).toMatch(/^authrig needs Node 20\.19 or newer; this is Node 18\.\d+\.\d+\.\n$/);
    },
  );
});
