import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node as YamlNode,
  type Pair,
  parseDocument,
} from 'yaml';
import type { Place, Problems } from './problems.ts';

/** A value of a file and where it stands. */
export type Node = Scalar | List | Mapping;

export interface Scalar {
  readonly kind: 'scalar';
  readonly place: Place;
  readonly value: string | number | boolean | null;
  /** As it was written: `0078` keeps its zeros, whether it was quoted or not. */
  readonly text: string;
}

export interface List {
  readonly kind: 'list';
  readonly place: Place;
  readonly items: readonly Node[];
}

export interface Mapping {
  readonly kind: 'mapping';
  readonly place: Place;
  readonly entries: ReadonlyMap<string, Entry>;
}

export interface Entry {
  /** Where its key stands. */
  readonly place: Place;
  readonly value: Node;
}

/** The most that a scenario file may hold, in bytes. */
export const mostBytes = 262_144;
const mostAliases = 100;
const mostNodes = 20_000;
/** Deeper than any scenario; some ten thousands of brackets, or of dashes on a line, end the process in the library. */
const deepest = 64;
const longestLine = 8192;

type PlaceAt = (node: { readonly range?: readonly number[] | null | undefined } | undefined) => Place;

/**
 * Reads a YAML 1.2 document and keeps where everything stands. Undefined where it is none; what is wrong is told with
 * its place: syntax, duplicate keys, tabs, unknown tags, aliases that lead nowhere, into themselves or to a bomb.
 */
export function readYaml(text: string, file: string, problems: Problems): Node | undefined {
  const lines = new LineCounter();
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };
  if (!isTame(text, file, problems)) return undefined;
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  for (const { pos, message } of [...document.errors, ...document.warnings]) {
    problems.add(at(pos[0]), `This is not YAML as it should be: ${sentence(message)}`);
  }
  if (document.errors.length + document.warnings.length > 0) return undefined;
  if (document.contents === null) {
    problems.add(at(0), 'The file is empty.');
    return undefined;
  }
  return convert(document, (node) => at(node?.range?.[0] ?? 0), problems);
}

/** What the library could not survive is kept away from it. */
function isTame(text: string, file: string, problems: Problems): boolean {
  const long = text.split('\n').findIndex((line) => line.length > longestLine);
  if (long !== -1)
    problems.add({ file, line: long + 1, column: 1 }, `This line has more than ${longestLine} characters.`);
  const deep = long === -1 ? findDepth(text) : undefined;
  if (deep !== undefined) {
    const before = text.slice(0, deep).split('\n');
    const place = { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
    problems.add(place, `This is nested more than ${deepest} deep.`);
  }
  return long === -1 && deep === undefined;
}

/** Where brackets are open too deep; undefined where they are not. */
function findDepth(text: string): number | undefined {
  const brackets = text.match(/[[{]/g)?.length ?? 0;
  if (brackets <= deepest) return undefined;
  let [offset, depth] = [0, 0];
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') depth += 1;
    if (token === ']' || token === '}') depth -= 1;
    if (depth > deepest) return offset;
    // The lexer marks the begin of a document and of a scalar with a character that is not in the text.
    if (!/^[\u0002\u0018\u001f]$/.test(token)) offset += token.length;
  }
  return undefined;
}

/** The library's tree as ours, aliases followed. */
function convert(document: Document, at: PlaceAt, problems: Problems): Node | undefined {
  let left = mostNodes;
  const open: YamlNode[] = [];

  function follow(alias: Alias): Node | undefined {
    const target = alias.resolve(document);
    if (target === undefined) problems.add(at(alias), 'This alias names no anchor before it.');
    else if (open.includes(target)) problems.add(at(alias), 'This alias leads into itself.');
    else return visit(target);
    return undefined;
  }

  function visit(node: unknown): Node | undefined {
    left -= 1;
    if (left < 0) return undefined;
    if (isAlias(node)) return follow(node);
    if (isScalar(node)) return scalarOf(node.value, node.source, at(node), problems);
    if (!isMap(node) && !isSeq(node)) return scalarOf(null, undefined, at(undefined), problems);
    open.push(node);
    if (open.length > deepest) problems.add(at(node), `This is nested more than ${deepest} deep.`);
    const made = open.length > deepest ? undefined : isMap(node) ? mapping(node) : list(node);
    open.pop();
    return made;
  }

  const list = (node: YamlNode & { readonly items: readonly unknown[] }): List => ({
    kind: 'list',
    place: at(node),
    items: node.items.flatMap((item) => visit(item) ?? []),
  });

  function mapping(node: YamlNode & { readonly items: readonly Pair[] }): Mapping {
    const entries = new Map<string, Entry>();
    for (const { key, value } of node.items) {
      const name = isAlias(key) ? undefined : isScalar(key) ? String(key.source ?? key.value) : undefined;
      const place = at(key as YamlNode);
      if (name === undefined) problems.add(place, 'A key has to be one word or text.');
      // A key alone has no value to stand anywhere.
      else if (value === null)
        entries.set(name, { place, value: scalarOf(null, undefined, place, problems) });
      else {
        const made = visit(value);
        if (made !== undefined) entries.set(name, { place, value: made });
      }
    }
    return { kind: 'mapping', place: at(node), entries };
  }

  if (isBomb(document)) {
    problems.add(at(document.contents as YamlNode), 'The aliases of this file multiply beyond measure.');
    return undefined;
  }
  const made = visit(document.contents);
  if (left < 0)
    problems.add(at(document.contents as YamlNode), `The file holds more than ${mostNodes} values.`);
  return left < 0 ? undefined : made;
}

function scalarOf(value: unknown, source: string | undefined, place: Place, problems: Problems): Scalar {
  const known = value === null || ['string', 'number', 'boolean'].includes(typeof value);
  if (!known) problems.add(place, 'This is no text, number, true, false or null.');
  const plain = known ? valueOf(value as Scalar['value'], source) : null;
  return {
    kind: 'scalar',
    place,
    value: plain,
    text: typeof plain === 'string' ? plain : (source ?? String(plain)),
  };
}

/** Digits that a number would lose, such as `0978` and `+1`, are a code or a phone, and stay the text that was written. */
function valueOf(value: Scalar['value'], source: string | undefined): Scalar['value'] {
  const loses = typeof value === 'number' && source !== undefined && String(value) !== source;
  return loses && /^[-+]?\d+$/.test(source) ? source : value;
}

/** By the library's own count, which knows how often each anchor is used. */
function isBomb(document: Document): boolean {
  try {
    document.toJS({ maxAliasCount: mostAliases, mapAsMap: true });
    return false;
  } catch (error) {
    return error instanceof ReferenceError && error.message.startsWith('Excessive alias count');
  }
}

function sentence(message: string): string {
  return message.replace(/;.*$/s, '').replace(/\.?$/, '.');
}
