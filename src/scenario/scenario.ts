import type { VerbCard } from '../verbs.ts';
import { meant, type Place, type Problems, quoted } from './problems.ts';
import { mappingIn, readStep, type Step } from './step.ts';
import { variableName } from './template.ts';
import type { Entry, Mapping, Node } from './yaml.ts';

/** A variable as its file declares it: a value, the environment's, or, with neither, one that has to be given. */
export interface Declared {
  readonly place: Place;
  readonly env: string | undefined;
  readonly value: Node | undefined;
}

/** A sign-in that is made once, for every file of the run that names it. */
export interface SharedSession {
  readonly name: string;
  readonly place: Place;
  readonly step: Step;
}

/** One dimension of a matrix. */
export interface Dimension {
  readonly name: string;
  readonly place: Place;
  readonly values: readonly Node[];
}

/** A scenario file, read and checked as far as that goes without its variables. */
export interface Scenario {
  readonly file: string;
  readonly place: Place;
  readonly name: string;
  readonly tags: readonly string[];
  readonly vars: ReadonlyMap<string, Declared>;
  /** By name: the variable of the environment that holds the secret. */
  readonly secrets: ReadonlyMap<string, Declared>;
  readonly sessions: readonly SharedSession[];
  readonly matrix: readonly Dimension[];
  readonly steps: readonly Step[];
  /** Clean-up: run after the steps, however they ended. */
  readonly always: readonly Step[];
  /** What the steps of the file capture, also those that could not be read: they are told, and what they make is not missed. */
  readonly captured: ReadonlySet<string>;
}

export const scenarioKeys = [
  'name',
  'tags',
  'vars',
  'secrets',
  'sessions',
  'matrix',
  'steps',
  'always',
] as const;

const mostRuns = 256;
/** True under --sandbox and inside `sandbox exec`. */
export const builtIn = 'sandbox';

type Verbs = ReadonlyMap<string, VerbCard>;

/** Reads the shape of a file and every step of it; what is wrong is told, and undefined where nothing is left. */
export function readScenario(
  node: Node,
  file: string,
  verbs: Verbs,
  problems: Problems,
): Scenario | undefined {
  if (node.kind !== 'mapping') {
    problems.add(node.place, 'A scenario is a mapping with `steps`.');
    return undefined;
  }
  const { entries, place } = node;
  for (const [key, { place: at }] of entries)
    if (!(scenarioKeys as readonly string[]).includes(key))
      problems.add(at, `A scenario has no ${quoted(key)}.${meant(key, scenarioKeys)}`);
  const vars = readVariables(mappingIn(entries.get('vars'), 'vars', problems), problems);
  const secrets = readSecrets(mappingIn(entries.get('secrets'), 'secrets', problems), problems);
  const matrix = readMatrix(mappingIn(entries.get('matrix'), 'matrix', problems), problems);
  const sessions = readSessions(mappingIn(entries.get('sessions'), 'sessions', problems), verbs, problems);
  tellDoubles([...vars, ...secrets, ...matrix.map((each) => [each.name, each] as const)], problems);
  const steps = readSteps(entries.get('steps'), 'steps', verbs, problems);
  if (entries.get('steps') === undefined) problems.add(place, 'This scenario has no steps.');
  return {
    file,
    place,
    name: readName(entries.get('name'), file, problems),
    tags: readTags(entries.get('tags'), problems),
    vars,
    secrets,
    sessions,
    matrix,
    steps,
    always: readSteps(entries.get('always'), 'always', verbs, problems),
    captured: new Set([
      ...[entries.get('steps'), entries.get('always')].flatMap((each) =>
        each?.value.kind === 'list' ? each.value.items.flatMap(capturedBy) : [],
      ),
      ...membersOf(entries.get('sessions')?.value).flatMap(([name, { value }]) =>
        capturedBy(value).map((own) => `${name}.${own}`),
      ),
    ]),
  };
}

function capturedBy(step: Node): string[] {
  const capture = membersOf(step).find(([key]) => key === 'capture')?.[1];
  return membersOf(capture?.value).map(([name]) => name);
}

function membersOf(node: Node | undefined): [string, Entry][] {
  return node?.kind === 'mapping' ? [...node.entries] : [];
}

function readName(entry: Entry | undefined, file: string, problems: Problems): string {
  if (entry === undefined) return file;
  const text = entry.value.kind === 'scalar' && entry.value.value !== null ? entry.value.text.trim() : '';
  if (text === '') problems.add(entry.value.place, 'name is a text.');
  return text === '' ? file : text;
}

function readTags(entry: Entry | undefined, problems: Problems): string[] {
  if (entry === undefined) return [];
  const { value } = entry;
  const items = value.kind === 'list' ? value.items : [value];
  return items.flatMap((item) => {
    if (item.kind === 'scalar' && /^[\w.-]+$/.test(item.text)) return [item.text];
    problems.add(item.place, 'A tag is one word of letters, digits, ".", "_" and "-".');
    return [];
  });
}

function readSteps(entry: Entry | undefined, name: string, verbs: Verbs, problems: Problems): Step[] {
  if (entry === undefined) return [];
  if (entry.value.kind !== 'list') {
    problems.add(entry.value.place, `${name} is a list of steps, each begun with a dash.`);
    return [];
  }
  const { items } = entry.value;
  if (items.length === 0) problems.add(entry.value.place, `There is no step in ${name}.`);
  return items.flatMap((item) => readStep(item, verbs, problems) ?? []);
}

function readVariables(mapping: Mapping | undefined, problems: Problems): Map<string, Declared> {
  return declarations(mapping, problems, (name, { place, value }) => {
    if (value.kind === 'list') problems.add(value.place, `${name} takes one value; several are a matrix.`);
    if (value.kind !== 'mapping')
      return {
        place,
        env: undefined,
        value: value.kind === 'scalar' && value.value === null ? undefined : value,
      };
    const known = ['env', 'default'];
    for (const [key, { place: at }] of value.entries)
      if (!known.includes(key)) problems.add(at, `A variable has no ${quoted(key)}.${meant(key, known)}`);
    const fallback = value.entries.get('default')?.value;
    if (fallback !== undefined && fallback.kind !== 'scalar')
      problems.add(fallback.place, 'default takes one value.');
    return { place, env: readEnv(value, problems), value: fallback };
  });
}

function readSecrets(mapping: Mapping | undefined, problems: Problems): Map<string, Declared> {
  return declarations(mapping, problems, (name, { place, value }) => {
    if (value.kind === 'mapping' && value.entries.size === 1 && value.entries.has('env'))
      return { place, env: readEnv(value, problems), value: undefined };
    problems.add(
      place,
      `A secret is never written into a file: name the variable that holds it, ${name}: {env: NAME}.`,
    );
    return { place, env: undefined, value: undefined };
  });
}

function readEnv({ place, entries }: Mapping, problems: Problems): string | undefined {
  const value = entries.get('env')?.value;
  if (value?.kind === 'scalar' && variableName.test(value.text)) return value.text;
  problems.add(value?.place ?? place, 'env takes the name of a variable of the environment.');
  return undefined;
}

function declarations(
  mapping: Mapping | undefined,
  problems: Problems,
  read: (name: string, entry: Entry) => Declared,
): Map<string, Declared> {
  return new Map(
    [...(mapping?.entries ?? [])].map(([name, entry]) => {
      checkName(name, entry.place, problems);
      const before = problems.found.length;
      const declared = read(name, entry);
      // What is told here is not told again as a value that is missing.
      const spoilt = problems.found.length > before && declared.value === undefined;
      return [name, spoilt ? { ...declared, value: blank(entry.place) } : declared];
    }),
  );
}

function blank(place: Place): Node {
  return { kind: 'scalar', place, value: '', text: '' };
}

function checkName(name: string, place: Place, problems: Problems): void {
  if (!variableName.test(name))
    problems.add(place, `${quoted(name)} is no name for a variable: letters, digits and _ only.`);
  if (name === builtIn) problems.add(place, `${builtIn} is set by the run itself: true under --sandbox.`);
}

function readMatrix(mapping: Mapping | undefined, problems: Problems): Dimension[] {
  const dimensions = [...(mapping?.entries ?? [])].map(([name, { place, value }]) => {
    checkName(name, place, problems);
    const values = value.kind === 'list' ? value.items : [];
    if (values.length === 0 || values.some((item) => item.kind !== 'scalar'))
      problems.add(value.place, `${name} takes a list of values.`);
    return { name, place, values };
  });
  const runs = dimensions.reduce((product, { values }) => product * values.length, 1);
  if (mapping !== undefined && runs > mostRuns)
    problems.add(mapping.place, `This matrix makes ${runs} runs of one file; ${mostRuns} are the most.`);
  // Of too many, one row is enough for what else is wrong.
  return runs > mostRuns
    ? dimensions.map((each) => ({ ...each, values: each.values.slice(0, 1) }))
    : dimensions;
}

function readSessions(mapping: Mapping | undefined, verbs: Verbs, problems: Problems): SharedSession[] {
  return [...(mapping?.entries ?? [])].flatMap(([name, { place, value }]) => {
    checkName(name, place, problems);
    const step = readStep(value, verbs, problems);
    if (step !== undefined && step.when.length > 0)
      problems.add(step.place, 'A shared session is made, or the run ends: it takes no when.');
    return step === undefined ? [] : [{ name, place, step }];
  });
}

function tellDoubles(
  declared: readonly (readonly [string, { readonly place: Place }])[],
  problems: Problems,
): void {
  const seen = new Set<string>();
  for (const [name, { place }] of declared) {
    if (seen.has(name)) problems.add(place, `${name} is declared twice in this file.`);
    seen.add(name);
  }
}
