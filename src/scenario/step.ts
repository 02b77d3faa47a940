import type { VerbCard } from '../verbs.ts';
import { durationOption } from '../options/values.ts';
import { type Expectation, readCondition, readExpectations, roots, unknownField } from './expectation.ts';
import { checkGiven } from './given.ts';
import { meant, type Place, type Problems, quoted } from './problems.ts';
import { variableName } from './template.ts';
import type { Entry, Mapping, Node } from './yaml.ts';

/** A value of the document that later steps use under a name. */
export interface Capture {
  readonly place: Place;
  readonly name: string;
  /** `data.token` */
  readonly path: string;
}

/** One command of a scenario. */
export interface Step {
  readonly place: Place;
  readonly verb: VerbCard;
  readonly title: Node | undefined;
  /** Its options and positional arguments, by name. */
  readonly given: ReadonlyMap<string, Entry>;
  readonly captures: readonly Capture[];
  /** Empty where the command has to succeed and nothing more is asked. */
  readonly expectations: readonly Expectation[];
  readonly until: Until | undefined;
  readonly when: readonly Expectation[];
  readonly allowSkip: boolean;
}

/** A poll: the step is repeated until what is expected of it comes true. */
export interface Until {
  readonly intervalMs: number;
  readonly deadlineMs: number;
}

export const stepKeys = ['name', 'capture', 'expect', 'until', 'when', 'allow-skip'] as const;
export const untilKeys = ['interval', 'deadline'] as const;

const defaultUntil: Until = { intervalMs: 1000, deadlineMs: 60_000 };

/** Reads one step; undefined where it names no command that can be one. */
export function readStep(
  node: Node,
  verbs: ReadonlyMap<string, VerbCard>,
  problems: Problems,
): Step | undefined {
  if (node.kind !== 'mapping') {
    problems.add(
      node.place,
      'A step is a command with its options, such as: - juvlon verify: {token: OJUWLB}',
    );
    return undefined;
  }
  const found = findVerb(node, verbs, problems);
  if (found === undefined) return undefined;
  const { verb, entry } = found;
  const { entries } = node;
  const given = entriesOf(
    entry.value,
    'The options of a step are a mapping, such as {token: OJUWLB}.',
    problems,
  );
  checkGiven(verb, entry.place, given, problems);
  const expected = mappingIn(entries.get('expect'), 'expect', problems);
  return {
    place: entry.place,
    verb,
    title: entries.get('name')?.value,
    given,
    captures: readCaptures(mappingIn(entries.get('capture'), 'capture', problems), verb, problems),
    expectations: expected === undefined ? [] : readExpectations(expected, verb.declared.fields, problems),
    until: readUntil(entries.get('until'), verb, verbs, problems),
    when: readWhen(mappingIn(entries.get('when'), 'when', problems), problems),
    allowSkip: readFlag(entries.get('allow-skip'), 'allow-skip', problems),
  };
}

/** A verb that says what it calls; the others change this machine, or don't end by themselves. */
export function isStep({ declared }: VerbCard): boolean {
  return declared.calls !== undefined;
}

function findVerb(
  { place, entries }: Mapping,
  verbs: ReadonlyMap<string, VerbCard>,
  problems: Problems,
): { readonly verb: VerbCard; readonly entry: Entry } | undefined {
  const named: { verb: VerbCard; entry: Entry }[] = [];
  let strange = false;
  for (const [key, entry] of entries) {
    if ((stepKeys as readonly string[]).includes(key)) continue;
    const verb = verbs.get(key);
    if (verb !== undefined && isStep(verb)) named.push({ verb, entry });
    else {
      strange = true;
      problems.add(entry.place, unknownKey(key, verb, verbs));
    }
  }
  const [first, second] = named;
  if (second !== undefined)
    problems.add(second.entry.place, `A step is one command, and this is a second one: ${second.verb.name}.`);
  if (first === undefined && !strange)
    problems.add(place, 'This step names no command, such as juvlon verify.');
  return first;
}

function unknownKey(key: string, verb: VerbCard | undefined, verbs: ReadonlyMap<string, VerbCard>): string {
  if (verb !== undefined)
    return `${quoted(key)} is no step: it changes this machine, or does not end by itself.`;
  const known = [...[...verbs.values()].filter(isStep).map(({ name }) => name), ...stepKeys];
  return `There is no step or key ${quoted(key)}.${meant(key, known)}`;
}

function readCaptures(
  mapping: Mapping | undefined,
  { declared: { fields } }: VerbCard,
  problems: Problems,
): Capture[] {
  return [...(mapping?.entries ?? [])].flatMap(([name, { place, value }]) => {
    if (!variableName.test(name))
      problems.add(place, `${quoted(name)} is no name for a variable: letters, digits and _ only.`);
    const path = value.kind === 'scalar' && typeof value.value === 'string' ? value.value : '';
    const [root = '', member] = path.split('.');
    if (!(roots as readonly string[]).includes(root)) {
      problems.add(value.place, 'What is captured is a path into the document, such as data.token.');
    } else if (root === 'data' && member !== undefined && fields?.includes(member) === false) {
      problems.add(value.place, unknownField(path, member, fields));
    }
    return [{ place, name, path }];
  });
}

function readUntil(
  entry: Entry | undefined,
  verb: VerbCard,
  verbs: ReadonlyMap<string, VerbCard>,
  problems: Problems,
): Until | undefined {
  const mapping = mappingIn(entry, 'until', problems);
  if (entry === undefined || mapping === undefined) return undefined;
  if (verb.declared.reads !== true) {
    const readers = [...verbs.values()].filter(
      ({ declared }) => declared.reads === true && isStep({ ...verb, declared }),
    );
    problems.add(
      entry.place,
      `${verb.name} may not be repeated, since it changes something each time. What only reads may: ${readers.map(({ name }) => name).join(', ')}.`,
    );
  }
  for (const [key, { place }] of mapping.entries)
    if (!(untilKeys as readonly string[]).includes(key))
      problems.add(place, `There is no ${quoted(key)} in until.${meant(key, untilKeys)}`);
  return {
    intervalMs: durationIn(mapping.entries.get('interval'), problems) ?? defaultUntil.intervalMs,
    deadlineMs: durationIn(mapping.entries.get('deadline'), problems) ?? defaultUntil.deadlineMs,
  };
}

function durationIn(entry: Entry | undefined, problems: Problems): number | undefined {
  if (entry === undefined) return undefined;
  try {
    if (entry.value.kind === 'scalar') return durationOption('until')(entry.value.text);
  } catch {
    // Told below, with its place.
  }
  problems.add(entry.value.place, 'This is no duration, such as 500ms, 10s or 2m.');
  return undefined;
}

function readWhen(mapping: Mapping | undefined, problems: Problems): Expectation[] {
  return [...(mapping?.entries ?? [])].flatMap(([name, entry]) => {
    if (!variableName.test(name))
      problems.add(entry.place, `when asks for variables, and ${quoted(name)} is none.`);
    return readCondition(name, entry, problems);
  });
}

function readFlag(entry: Entry | undefined, name: string, problems: Problems): boolean {
  if (entry === undefined) return false;
  const value = entry.value.kind === 'scalar' ? entry.value.value : undefined;
  if (typeof value !== 'boolean') problems.add(entry.value.place, `${name} takes true or false.`);
  return value === true;
}

/** The mapping under a key; undefined where the key is missing, or has anything else, which is told. */
export function mappingIn(entry: Entry | undefined, name: string, problems: Problems): Mapping | undefined {
  if (entry === undefined) return undefined;
  if (entry.value.kind === 'mapping') return entry.value;
  problems.add(entry.value.place, `${name} is a mapping of names to values.`);
  return undefined;
}

function entriesOf(node: Node, wrong: string, problems: Problems): ReadonlyMap<string, Entry> {
  if (node.kind === 'mapping') return node.entries;
  if (node.kind !== 'scalar' || node.value !== null) problems.add(node.place, wrong);
  return new Map();
}
