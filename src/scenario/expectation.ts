import { exitCodes } from '../errors.ts';
import { momentIn } from '../moment.ts';
import { isDeepStrictEqual } from 'node:util';
import { meant, meantMember, type Place, type Problems, quoted } from './problems.ts';
import { fill, type Variables } from './template.ts';
import type { Entry, Mapping, Node } from './yaml.ts';

/** One thing that is expected of a document. */
export interface Expectation {
  readonly place: Place;
  /** `data.verify` */
  readonly path: string;
  readonly matcher: Matcher;
  readonly value: Node;
}

export const matchers = ['equals', 'matches', 'gt', 'gte', 'lt', 'lte', 'exists', 'oneOf'] as const;
export type Matcher = (typeof matchers)[number];

/** What a document has at its top, beside the exit code. */
export const roots = ['ok', 'command', 'data', 'error', 'exitCode'] as const;
const errorMembers = ['kind', 'exitCode', 'message', 'hint', 'retryable', 'provider'];

/** Reads `expect`: paths into the command's document, each with a value or with matchers. */
export function readExpectations(
  { entries }: Mapping,
  fields: readonly string[] | undefined,
  problems: Problems,
): Expectation[] {
  return [...entries].flatMap(([path, entry]) => {
    checkPath(path, entry.place, fields, problems);
    return readCondition(path, entry, problems);
  });
}

/** Reads what is wanted of one value: the value itself, or matchers. */
export function readCondition(path: string, { place, value }: Entry, problems: Problems): Expectation[] {
  if (value.kind !== 'mapping') {
    checkKind(path, value, problems);
    return [{ place, path, matcher: 'equals', value }];
  }
  if (value.entries.size === 0) problems.add(place, `Nothing is expected of ${quoted(path)}.`);
  return [...value.entries].flatMap(([name, wanted]) => {
    const matcher = matchers.find((known) => known === name);
    if (matcher === undefined) {
      problems.add(wanted.place, `${quoted(name)} is no comparison.${meant(name, matchers)}`);
      return [];
    }
    checkMatcher(matcher, wanted, problems);
    if (matcher === 'equals') checkKind(path, wanted.value, problems);
    return [{ place: wanted.place, path, matcher, value: wanted.value }];
  });
}

function checkPath(
  path: string,
  place: Place,
  fields: readonly string[] | undefined,
  problems: Problems,
): void {
  const [root = '', member] = path.split('.');
  if (path === 'exitCode' || path === 'ok') return;
  if (!(roots as readonly string[]).includes(root) || root === 'exitCode' || root === 'ok') {
    const holder =
      fields?.includes(root) === true ? 'data' : errorMembers.includes(root) ? 'error' : undefined;
    const near = fields?.map((field) => `data.${field}`) ?? [];
    const hint =
      holder === undefined
        ? meant(path, [...near, 'data', 'error.kind', 'exitCode', 'ok'])
        : ` Did you mean "${holder}.${path}"?`;
    problems.add(place, `${quoted(path)} is no path into a document.${hint}`);
  } else if (root === 'data' && member !== undefined && fields?.includes(member) === false) {
    problems.add(place, unknownField(path, member, fields));
  } else if (root === 'error' && member !== undefined && !errorMembers.includes(member)) {
    problems.add(place, `An error has no ${quoted(member)}.${meantMember(path, 'error', errorMembers)}`);
  }
}

/** What is wrong with a path into the data of a command that has other fields. */
export function unknownField(path: string, member: string, fields: readonly string[]): string {
  return `The data of this command has no ${quoted(member)}.${meantMember(path, 'data', fields)}`;
}

function checkKind(path: string, value: Node, problems: Problems): void {
  if (path !== 'error.kind' || value.kind !== 'scalar' || value.text.includes('${')) return;
  const kinds = Object.keys(exitCodes);
  if (!kinds.includes(value.text))
    problems.add(value.place, `${quoted(value.text)} is no kind of error.${meant(value.text, kinds)}`);
}

function checkMatcher(matcher: Matcher, { place, value }: Entry, problems: Problems): void {
  const scalar = value.kind === 'scalar' ? value.value : undefined;
  if (typeof scalar === 'string' && scalar.includes('${')) return;
  if (matcher === 'exists' && typeof scalar !== 'boolean') problems.add(place, 'exists takes true or false.');
  if (matcher === 'oneOf' && value.kind !== 'list') problems.add(place, 'oneOf takes a list.');
  if (/^[gl]te?$/.test(matcher) && orderOf(scalar) === undefined)
    problems.add(place, `${matcher} takes a number, or a time such as 2026-01-31T12:00:00Z.`);
  if (matcher === 'matches' && (typeof scalar !== 'string' || patternOf(scalar) === undefined))
    problems.add(place, 'matches takes a regular expression.');
}

/** What is wrong with the document by this expectation: what was expected, and what was found. Undefined if nothing. */
export function judge(
  { path, matcher, value }: Expectation,
  document: unknown,
  variables: Variables,
): { readonly wanted: string; readonly found: unknown } | undefined {
  const found = valueAt(document, path);
  const wanted = fill(value, variables);
  if (holds(matcher, found, wanted)) return undefined;
  return {
    wanted: matcher === 'exists' ? (wanted === true ? 'something' : 'nothing') : wordsOf(matcher, wanted),
    found,
  };
}

function wordsOf(matcher: Matcher, wanted: unknown): string {
  const shown = JSON.stringify(wanted) ?? 'nothing';
  const words: Readonly<Record<Matcher, string>> = {
    equals: shown,
    exists: shown,
    matches: `a match of ${shown}`,
    oneOf: `one of ${shown}`,
    gt: `more than ${shown}`,
    gte: `at least ${shown}`,
    lt: `less than ${shown}`,
    lte: `at most ${shown}`,
  };
  return words[matcher];
}

function holds(matcher: Matcher, found: unknown, wanted: unknown): boolean {
  switch (matcher) {
    case 'equals':
      return isDeepStrictEqual(found, wanted);
    case 'exists':
      return (found !== undefined) === wanted;
    case 'oneOf':
      return Array.isArray(wanted) && wanted.some((each) => isDeepStrictEqual(found, each));
    case 'matches':
      return (
        typeof found === 'string' && typeof wanted === 'string' && patternOf(wanted)?.test(found) === true
      );
    default:
      return compare(matcher, orderOf(found), orderOf(wanted));
  }
}

function compare(
  matcher: 'gt' | 'gte' | 'lt' | 'lte',
  found: number | undefined,
  wanted: number | undefined,
): boolean {
  if (found === undefined || wanted === undefined) return false;
  if (matcher === 'gt') return found > wanted;
  if (matcher === 'gte') return found >= wanted;
  return matcher === 'lt' ? found < wanted : found <= wanted;
}

/** A number, or a time as milliseconds; a text of digits is neither. */
function orderOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value.includes('T') ? momentIn(value) : undefined;
}

function patternOf(text: string): RegExp | undefined {
  try {
    return new RegExp(text, 'u');
  } catch {
    return undefined;
  }
}

/** The value at a dotted path; members are own ones, and the places of a list are numbers. Undefined where none is. */
export function valueAt(document: unknown, path: string): unknown {
  let value = document;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}
