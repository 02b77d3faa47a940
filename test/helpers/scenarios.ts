import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkReferences } from '../../src/scenario/references.ts';
import { createProblems, placeText } from '../../src/scenario/problems.ts';
import { readScenario, type Scenario } from '../../src/scenario/scenario.ts';
import { readYaml } from '../../src/scenario/yaml.ts';
import { readVerbs } from '../../src/verbs.ts';
import { authrig, type Outcome, type RigOptions } from './rig.ts';
import { realClock } from './real-clock.ts';
import { temporaryFolder } from './temporary-folder.ts';

const { verbs } = await readVerbs();

export interface Read {
  readonly scenario: Scenario | undefined;
  /** `line:column: message`, in the order in which they were found. */
  readonly problems: string[];
}

/** Reads a scenario from its text, and follows its variables. */
export function read(text: string): Read {
  const problems = createProblems();
  const node = readYaml(text, 'x.yaml', problems);
  const scenario = node === undefined ? undefined : readScenario(node, 'x.yaml', verbs, problems);
  if (scenario !== undefined) checkReferences(scenario, problems);
  return {
    scenario,
    problems: problems.found.map(({ place, message }) =>
      `${placeText(place)}: ${message}`.replace('x.yaml:', ''),
    ),
  };
}

/** Writes files into a folder of their own, gone after the test; returns their paths in the same order. */
export function filesOf(...texts: readonly (string | Buffer)[]): string[] {
  const folder = temporaryFolder();
  return texts.map((text, index) => {
    const path = join(folder, `${index + 1}.yaml`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  });
}

/** A step of a run, as `data` has it. */
export interface StepData {
  readonly name: string;
  readonly outcome: string;
  readonly exitCode: number;
  readonly line: number;
  readonly reason?: string;
  readonly detail?: string;
}

export interface FileData {
  readonly name: string;
  readonly outcome: string;
  readonly attempts: number;
  readonly steps: readonly StepData[];
}

export interface Ran extends Outcome {
  readonly files: readonly FileData[];
  /** `name outcome` of every step of every file. */
  readonly steps: readonly string[];
}

/** Runs scenario files on the sandbox, in real time, with --json. */
export async function runFiles(
  texts: readonly string[],
  options: readonly string[] = [],
  rig: RigOptions = {},
): Promise<Ran> {
  const outcome = await authrig(['run', ...filesOf(...texts), '--sandbox', '--json', ...options], {
    clock: realClock,
    ...rig,
  });
  const files = (outcome.json().data?.['files'] ?? []) as readonly FileData[];
  const steps = files.flatMap((file) => file.steps.map(({ name, outcome: end }) => `${name} ${end}`));
  return { ...outcome, files, steps };
}
