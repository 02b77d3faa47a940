import { blank, mask } from './mask.ts';

const deepest = 200;

/**
 * A deep copy of parsed JSON in which every string and number under one of the names, whatever their case, is
 * replaced by its mask: for short codes that no search through free text may touch. What is nested too deep is masked.
 */
export function redactFields(json: unknown, names: readonly string[]): unknown {
  return copy(json, new Set(names.map((name) => name.toLowerCase())), false, 0);
}

function copy(value: unknown, names: ReadonlySet<string>, secret: boolean, depth: number): unknown {
  if (typeof value === 'string' || typeof value === 'number')
    return secret ? mask(String(value), 'token') : value;
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= deepest) return blank;
  if (Array.isArray(value)) return value.map((item: unknown) => copy(item, names, secret, depth + 1));
  // fromEntries defines members, it does not assign them: `__proto__` stays a name like any other.
  return Object.fromEntries(
    Object.entries(value).map(([name, member]: [string, unknown]) => [
      name,
      copy(member, names, secret || names.has(name.toLowerCase()), depth + 1),
    ]),
  );
}
