import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { createProgram } from '../../src/program.ts';
import { root } from '../helpers/sources.ts';

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const [, section = ''] = readme.split('\n## Reports\n');
const blocks = [...(section.split('\n## ')[0] ?? '').matchAll(/^```yaml\n([^]*?)^```$/gm)].map(
  ([, text = '']) => text,
);

interface Step {
  readonly uses?: string;
  readonly run?: string;
}
interface Job {
  readonly steps?: readonly Step[];
  readonly script?: readonly string[];
  readonly before_script?: readonly string[];
  readonly extends?: string;
  readonly artifacts?: { readonly reports?: { readonly junit?: string } };
}
type Workflow = { readonly jobs?: Readonly<Record<string, Job>>; readonly permissions?: unknown };

const workflows = blocks.map((text) => parse(text) as Workflow);
const github = workflows.filter(({ jobs }) => jobs !== undefined);
const gitlab = workflows.filter(({ jobs }) => jobs === undefined).map((jobs) => jobs as Record<string, Job>);

/** Every authrig command line of every job, as the shell hands it over. */
const lines = [
  ...github.flatMap(({ jobs }) => Object.values(jobs ?? {})),
  ...gitlab.flatMap((jobs) => Object.values(jobs)),
]
  .flatMap(({ steps = [], script = [] }) => [...steps.flatMap(({ run }) => run ?? []), ...script])
  .map((run) => run.replaceAll('\\\n', ' ').trim())
  .filter((run) => run.startsWith('authrig '));

const install = 'npm install --global ./ci/authrig-0.1.0.tgz';

function wordsOf(line: string): string[] {
  return line
    .replaceAll(/\$\{\{ matrix\.\w+ \}\}/g, '1')
    .split(/\s+/)
    .map((word) => word.replaceAll('"', ''));
}

describe('the workflows of the README', () => {
  test('are two of GitHub and one of GitLab', () => {
    expect([github.length, gitlab.length]).toEqual([2, 1]);
    expect(lines).toHaveLength(6);
  });

  test.each(lines)('%s is a command line of authrig', async (line) => {
    const [, ...argv] = wordsOf(line);
    const ran: unknown[] = [];
    const action = () => async (given: unknown) => void ran.push(given);
    const program = createProgram(action, '0.0.0-test', { help: () => {}, columns: undefined });
    await program.parseAsync(argv, { from: 'user' });
    expect(ran).toHaveLength(1);
  });

  test('each job installs the package from a file of the repository before it runs authrig', () => {
    for (const { steps = [] } of github.flatMap(({ jobs }) => Object.values(jobs ?? {}))) {
      const [checkout, installed, used] = [
        steps.findIndex(({ uses }) => uses?.startsWith('actions/checkout@') === true),
        steps.findIndex(({ run }) => run === install),
        steps.findIndex(({ run }) => run?.startsWith('authrig ') === true),
      ];
      expect(checkout).toBeGreaterThanOrEqual(0);
      expect(installed).toBeGreaterThan(checkout);
      expect(used).toBeGreaterThan(installed);
    }
    expect(gitlab[0]?.['.authrig']?.before_script).toContain(install);
  });

  test('S36: those of GitHub may read and no more, and pin what they use', () => {
    for (const { jobs, permissions } of github) {
      expect(permissions).toEqual({ contents: 'read' });
      const used = Object.values(jobs ?? {}).flatMap(({ steps = [] }) =>
        steps.flatMap(({ uses }) => uses ?? []),
      );
      expect(used.length).toBeGreaterThan(2);
      for (const action of used) expect(action).toMatch(/^actions\/[a-z-]+@[\da-f]{40}$/);
    }
  });

  test('an action is pinned to one version, in the README and in the workflows of authrig itself', () => {
    const folder = join(root, '.github/workflows');
    const texts = [readme, ...readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))];
    const uses = texts.flatMap((text) => [...text.matchAll(/uses: (\S+?)@\S+ # v\S+/g)]);
    const actions = new Set(uses.map(([, action]) => action));
    expect(actions.size).toBeGreaterThan(4);
    expect(new Set(uses.map(([line]) => line)).size).toBe(actions.size);
  });

  test('no expression stands in a script but the number of a shard, so that no text is run', () => {
    const expressions = blocks.flatMap((text) =>
      [...text.matchAll(/^.*run:.*?\$\{\{ (.*?) \}\}/gm)].map(([, what]) => what),
    );
    expect(new Set(expressions)).toEqual(new Set(['matrix.shard']));
    for (const line of lines) expect(line.replaceAll('${{ matrix.shard }}', '')).not.toContain('${{');
  });

  test('that of GitLab hands every JUnit report that a job writes to GitLab', () => {
    const { '.authrig': base, ...jobs } = gitlab[0]!;
    expect(base?.artifacts?.reports?.junit).toBe('reports/*.xml');
    for (const { extends: from, script } of Object.values(jobs)) {
      expect(from).toBe('.authrig');
      expect(script?.join(' ')).toMatch(/--report junit=reports\/\w+\.xml /);
    }
  });
});
