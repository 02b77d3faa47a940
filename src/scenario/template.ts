import type { Place, Problems } from './problems.ts';
import type { Node } from './yaml.ts';

/** Values by name, as they are known when a step runs: `token`, and `customer.accessToken` of a session. */
export type Variables = ReadonlyMap<string, unknown>;

/** A variable's name as it may be declared. */
export const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/;

const reference = /\$\$\{|\$\{([^}]*)\}/g;
const referenceName = /^[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)?$/;

/** A `${name}` and where the text that holds it stands. */
export interface Reference {
  readonly name: string;
  readonly place: Place;
}

/** Every `${name}` in a value, however deep. Malformed ones are told. */
export function referencesIn(node: Node, problems?: Problems): Reference[] {
  if (node.kind === 'list') return node.items.flatMap((item) => referencesIn(item, problems));
  if (node.kind === 'mapping')
    return [...node.entries.values()].flatMap(({ value }) => referencesIn(value, problems));
  const { value, place } = node;
  if (typeof value !== 'string' || !value.includes('${')) return [];
  const names = [...value.matchAll(reference)].flatMap(([, name]) => (name === undefined ? [] : [name]));
  const open = value.replaceAll(reference, '').includes('${');
  if (open || names.some((name) => !referenceName.test(name)))
    problems?.add(place, 'A variable is written ${name}; a dollar sign before a brace is written $${.');
  return names.filter((name) => referenceName.test(name)).map((name) => ({ name, place }));
}

/** The value with its variables filled in. A text that is one variable and nothing else keeps that one's type. */
export function fill(node: Node, variables: Variables): unknown {
  if (node.kind === 'list') return node.items.map((item) => fill(item, variables));
  if (node.kind === 'mapping') {
    return Object.fromEntries([...node.entries].map(([name, { value }]) => [name, fill(value, variables)]));
  }
  const { value } = node;
  if (typeof value !== 'string') return value;
  const alone = /^\$\{([^}]*)\}$/.exec(value)?.[1];
  return alone === undefined ? fillText(node, variables) : variables.get(alone);
}

/**
 * The value as a text for a command line: a number as it was written. Variables that are no text, number or boolean
 * are written as JSON, and those that are not known stand as they are.
 */
export function fillText(node: Node, variables: Variables): string {
  if (node.kind !== 'scalar') return JSON.stringify(fill(node, variables));
  if (typeof node.value !== 'string') return node.text;
  return node.value.replaceAll(reference, (whole, name: string | undefined) =>
    name === undefined ? whole.slice(1) : variables.has(name) ? textOf(variables.get(name)) : whole,
  );
}

function textOf(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}
