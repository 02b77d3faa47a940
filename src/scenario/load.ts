import type { Context } from '../context.ts';
import { CliError } from '../errors.ts';
import { readBounded } from '../flow/sources/bounded-read.ts';
import type { VerbTree } from '../verbs.ts';
import { checkReferences } from './references.ts';
import { type Place, placeText, type Problems } from './problems.ts';
import { readScenario, type Scenario } from './scenario.ts';
import type { Step } from './step.ts';
import { commandLine } from './given.ts';
import { referencesIn } from './template.ts';
import { mostBytes, type Node, readYaml } from './yaml.ts';

type Reach = Pick<Context, 'clock' | 'signal'>;

/**
 * Reads and checks a scenario file, each of its parts as far as the others leave it whole. Undefined where there is no
 * scenario in it; everything wrong is told with its place.
 * Throws `local` where the file may not be read.
 */
export async function loadScenario(
  context: Reach,
  file: string,
  tree: VerbTree,
  problems: Problems,
): Promise<Scenario | undefined> {
  const node = await loadYaml(context, file, problems);
  if (node === undefined) return undefined;
  const before = problems.found.length;
  const scenario = readScenario(node, file, tree.verbs, problems);
  if (scenario === undefined) return undefined;
  const told = new Set(problems.found.slice(before).map(({ place }) => placeText(place)));
  checkReferences(scenario, problems);
  for (const step of stepsOf(scenario)) await checkLine(step, told, tree, problems);
  return scenario;
}

/** Every command of a file, the sign-ins that it shares among them. */
function stepsOf({ sessions, steps, always }: Scenario): readonly Step[] {
  return [...sessions.map(({ step }) => step), ...steps, ...always];
}

/** A file of variables: names with one value each. */
export async function loadVariables(
  context: Reach,
  file: string,
  problems: Problems,
): Promise<ReadonlyMap<string, Node>> {
  const node = await loadYaml(context, file, problems);
  if (node === undefined) return new Map();
  if (node.kind !== 'mapping') {
    problems.add(node.place, 'A file of variables is a mapping of names to values.');
    return new Map();
  }
  for (const { value } of node.entries.values())
    if (value.kind !== 'scalar') problems.add(value.place, 'A variable takes one value.');
  return new Map([...node.entries].map(([name, { value }]) => [name, value]));
}

async function loadYaml(context: Reach, file: string, problems: Problems): Promise<Node | undefined> {
  const start: Place = { file, line: 1, column: 1 };
  const bytes = await readFile(context, file, start, problems);
  if (bytes === undefined) return undefined;
  try {
    // The decoder takes a byte order mark away.
    return readYaml(new TextDecoder('utf-8', { fatal: true }).decode(bytes), file, problems);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    problems.add(start, 'The file is not UTF-8 text.');
    return undefined;
  }
}

async function readFile(
  { clock, signal }: Reach,
  file: string,
  start: Place,
  problems: Problems,
): Promise<Buffer | undefined> {
  try {
    const content = await readBounded(file, { option: 'FILE', limitBytes: mostBytes, clock, signal });
    if (content === undefined) problems.add(start, 'There is no such file.');
    return content?.bytes;
  } catch (error) {
    if (!(error instanceof CliError) || error.kind !== 'usage') throw error;
    problems.add(start, error.message.replace(/^FILE names/, 'This is'));
    return undefined;
  }
}

/**
 * Lets the command's own parser judge what stands there without variables: numbers, durations, choices. What was told
 * already is left out.
 */
async function checkLine(
  { verb, given, place }: Step,
  told: ReadonlySet<string>,
  tree: VerbTree,
  problems: Problems,
): Promise<void> {
  if (told.has(placeText(place))) return;
  const settled = [...given].filter(
    ([, { place: at, value }]) =>
      ![at, value.place].some((each) => told.has(placeText(each))) && referencesIn(value).length === 0,
  );
  if (verb.inputs.some(({ name }) => given.has(name) && !settled.some(([each]) => each === name))) return;
  const wrong = await tree.check(commandLine(verb, new Map(settled), new Map()));
  if (wrong === undefined) return;
  const named = [...given].find(([name]) => wrong.message.startsWith(`--${name} `));
  problems.add(named?.[1].value.place ?? place, `${wrong.message} ${wrong.details.hint ?? ''}`.trim());
}
