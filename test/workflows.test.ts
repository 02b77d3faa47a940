import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { root } from './helpers/sources.ts';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly permissions?: Permissions;
  readonly steps?: readonly Step[];
  readonly 'timeout-minutes'?: number;
  readonly 'continue-on-error'?: boolean;
  readonly strategy?: { readonly matrix: Readonly<Record<string, readonly string[]>> };
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Permissions;
  readonly jobs: Readonly<Record<string, Job>>;
}

type Permissions = string | Readonly<Record<string, string>>;

const folder = join(root, '.github/workflows');
const texts = new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
const workflowOf = (name: string): Workflow => parse(texts.get(name) ?? '') as Workflow;
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};

/** The jobs that may do more than read, and what. */
const mayWrite: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'release.yml npm': { contents: 'read', 'id-token': 'write' },
  'release.yml single-file': { contents: 'write' },
};

/** What is wrong with a workflow, as the Scorecard checks Token-Permissions, Pinned-Dependencies and Dangerous-Workflow ask. */
function faults(name: string, text: string): string[] {
  const { on, permissions, jobs } = parse(text) as Workflow;
  const reads = JSON.stringify({ contents: 'read' });
  const lines = text.split('\n').filter((line) => /^[\s-]*uses:/.test(line));
  return [
    ...['pull_request_target', 'workflow_run', 'issue_comment']
      .filter((trigger) => Object.hasOwn(on, trigger))
      .map((trigger) => `is started by ${trigger}`),
    ...(JSON.stringify(permissions) === reads ? [] : ['may do more than read']),
    ...lines
      .filter((line) => !/uses: [\w-]+\/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))
      .map((line) => `does not pin ${line.trim()}`),
    ...(/\$\{\{\s*secrets\./.test(text) ? ['takes a secret'] : []),
    ...Object.entries(jobs).flatMap(([job, each]) => jobFaults(`${name} ${job}`, each)),
  ];
}

function jobFaults(name: string, job: Job): string[] {
  const { permissions, steps = [] } = job;
  const allowed = JSON.stringify(mayWrite[name]);
  const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@') === true);
  return [
    ...(permissions === undefined || JSON.stringify(permissions) === allowed
      ? []
      : [`${name} has permissions`]),
    ...(job['timeout-minutes'] === undefined ? [`${name} may run for hours`] : []),
    ...(checkouts.every((step) => step.with?.['persist-credentials'] === false)
      ? []
      : [`${name} leaves a token in the clone`]),
    // What stands in a title or a branch would be run by the shell: it goes through the environment.
    ...steps.flatMap(({ run = '' }) => (run.includes('${{') ? [`${name} writes into a script`] : [])),
  ];
}

describe('S36: the workflows', () => {
  test.each([...texts])('%s reads, pins and takes no orders', (name, text) => {
    expect(faults(name, text)).toEqual([]);
  });

  test('a workflow that does not is noticed', () => {
    const good = texts.get('ci.yml') ?? '';
    const changed = (from: RegExp | string, to: string) => faults('ci.yml', good.replace(from, to));
    expect(changed('  pull_request:', '  pull_request_target:')).toEqual([
      'is started by pull_request_target',
    ]);
    expect(changed('permissions:\n  contents: read\n', '')).toEqual(['may do more than read']);
    expect(changed('contents: read', 'contents: write')).toEqual(['may do more than read']);
    expect(changed(/@[0-9a-f]{40} # v\S+/, '@v6')).toEqual(['does not pin - uses: actions/checkout@v6']);
    expect(changed(/ # v\S+/, '')).toHaveLength(1);
    expect(changed('persist-credentials: false', 'fetch-depth: 0')).toEqual([
      'ci.yml linux leaves a token in the clone',
    ]);
    expect(changed('npm start', 'echo ${{ github.head_ref }}')).toEqual([
      'ci.yml linux writes into a script',
    ]);
    expect(changed('npm start', 'echo "${{ secrets.X }}"')).toHaveLength(2);
    expect(changed('    timeout-minutes: 20\n', '')).toEqual(['ci.yml linux may run for hours']);
    expect(
      changed('    timeout-minutes: 20\n', '    timeout-minutes: 20\n    permissions: write-all\n'),
    ).toEqual(['ci.yml linux has permissions']);
    const release = texts.get('release.yml') ?? '';
    expect(faults('other.yml', release)).toEqual([
      'other.yml npm has permissions',
      'other.yml single-file has permissions',
    ]);
  });

  test('run the commands of the README, and scripts that there are', () => {
    const { linux } = workflowOf('ci.yml').jobs;
    const runs = linux?.steps?.flatMap(({ run }) => run ?? []);
    expect(runs).toEqual(['npm start', 'npm test', 'npm run check']);
    for (const text of texts.values()) {
      for (const [, script = ''] of text.matchAll(/npm run ([\w-]+)/g))
        expect(manifest.scripts).toHaveProperty(script);
    }
  });

  test('stand on the versions of Node that .ci/run tries, and are stopped by Linux alone', () => {
    const { jobs } = workflowOf('ci.yml');
    const local = readFileSync(join(root, '.ci/run'), 'utf8');
    const tried = [...local.matchAll(/"n(\d+)@npm:\$package@([\d.]+)"/g)].map(
      ([, , version = '']) => version,
    );
    const minors = tried.filter((version) => version !== '18').map((version) => version.replace(/\.0$/, ''));
    expect(minors).toHaveLength(4);
    expect(jobs['linux']?.strategy?.matrix['node']).toEqual(minors);
    const patient = Object.entries(jobs).filter(([, job]) => job['continue-on-error'] === true);
    expect(patient.map(([name, job]) => [name, job.strategy?.matrix['os']])).toEqual([
      ['elsewhere', ['windows-2025', 'macos-15']],
    ]);
  });

  test('a release proves where it comes from, and what is tagged is what is published', () => {
    const steps = workflowOf('release.yml').jobs['npm']?.steps ?? [];
    const runs = steps.flatMap(({ run }) => run ?? []);
    expect(runs[0]).toContain('"$GITHUB_REF_NAME" = "v$(node -p');
    expect(runs.slice(1)).toEqual(['npm test', 'npm run check', 'npm publish --provenance --access public']);
  });
});
