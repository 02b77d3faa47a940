import { meant, type Problems, quoted } from './problems.ts';
import { builtIn, type Scenario } from './scenario.ts';
import type { Step } from './step.ts';
import { type Reference, referencesIn } from './template.ts';

/**
 * Follows every `${name}` of a file to where its value comes from. What no one declares or captures is told, and what is
 * captured only later, or by the very step that needs it.
 */
export function checkReferences(scenario: Scenario, problems: Problems): void {
  const { vars, secrets, matrix, sessions, steps, always } = scenario;
  const declared = new Set([builtIn, ...vars.keys(), ...secrets.keys(), ...matrix.map(({ name }) => name)]);
  const { captured: named } = scenario;
  for (const { step } of sessions)
    checkStep(step, { declared, captured: new Set(), later: new Map(), named }, problems);
  for (const name of sessionVariables(scenario)) declared.add(name);

  const later = new Map(
    [...steps, ...always].flatMap((step) => step.captures.map(({ name }) => [name, step])),
  );
  const captured = new Set<string>();
  for (const step of [...steps, ...always]) {
    checkStep(step, { declared, captured, later, named }, problems);
    for (const { name, place } of step.captures) {
      if (declared.has(name))
        problems.add(place, `${quoted(name)} is declared in this file, and can't be captured.`);
      captured.add(name);
    }
  }
}

/** `customer.accessToken` for what the session `customer` captures. */
function sessionVariables({ sessions }: Scenario): string[] {
  return sessions.flatMap(({ name, step }) => step.captures.map((capture) => `${name}.${capture.name}`));
}

/** What a step needs to be run: its `${name}`s, and what its sources take from the environment. */
export function namesNeeded(step: Step): string[] {
  const sources = [...step.given.values()].flatMap(({ value }) =>
    value.kind === 'scalar' ? (/^env:(\w+)$/.exec(value.text)?.[1] ?? []) : [],
  );
  return [...referencesOf(step).map(({ name }) => name), ...sources];
}

interface Known {
  readonly declared: ReadonlySet<string>;
  readonly captured: ReadonlySet<string>;
  /** By name, the last step that captures it. */
  readonly later: ReadonlyMap<string, Step>;
  /** What any step captures, also one that could not be read. */
  readonly named: ReadonlySet<string>;
}

/** What a step that could not be read captures counts as known. */
function isKnown(name: string, { declared, captured, later, named }: Known): boolean {
  return declared.has(name) || captured.has(name) || (named.has(name) && !later.has(name));
}

function checkStep(step: Step, known: Known, problems: Problems): void {
  for (const reference of referencesOf(step, problems)) {
    if (!isKnown(reference.name, known)) problems.add(reference.place, missing(reference, step, known));
  }
  // What the step captures is there for its own expectations.
  const own = new Set(step.captures.map(({ name }) => name));
  for (const { name, place } of expectedBy(step, problems)) {
    if (isKnown(name, known) || own.has(name)) continue;
    problems.add(place, missing({ name, place }, step, known));
  }
  for (const { path, place } of step.when)
    if (!isKnown(path, known)) problems.add(place, missing({ name: path, place }, step, known));
}

function missing({ name }: Reference, step: Step, { declared, captured, later }: Known): string {
  const maker = later.get(name);
  if (maker === step) return `${quoted(name)} is captured by this very step, which needs it first.`;
  if (maker !== undefined) {
    const needs = new Set(referencesOf(maker).map((reference) => reference.name));
    const circle = step.captures.some((capture) => needs.has(capture.name));
    const where = `line ${maker.place.line}`;
    return circle
      ? `${quoted(name)} is captured in ${where}, by a step that needs what this one captures: a circle.`
      : `${quoted(name)} is captured only later, in ${where}.`;
  }
  return `There is no variable ${quoted(name)}.${meant(name, [...declared, ...captured])}`;
}

function referencesOf({ given, title }: Step, problems?: Problems): Reference[] {
  const values = [...[...given.values()].map(({ value }) => value), ...(title === undefined ? [] : [title])];
  return values.flatMap((value) => referencesIn(value, problems));
}

function expectedBy({ expectations, when }: Step, problems: Problems): Reference[] {
  return [...expectations, ...when].flatMap(({ value }) => referencesIn(value, problems));
}
