import { isObject } from '../json-object.ts';
import type { Fields } from './case.ts';

/** The members of an object; nothing for what is none. */
export function membersOf(value: unknown): Fields {
  return isObject(value) ? value : {};
}

/** The text, number or boolean at a dotted path, as a text; undefined where there is none. */
export function textAt(fields: Fields, path: string): string | undefined {
  let value: unknown = fields;
  for (const name of path.split('.')) {
    const members = membersOf(value);
    value = Object.hasOwn(members, name) ? members[name] : undefined;
  }
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : undefined;
}

/** The first of the paths where there is a text. */
export function firstText(fields: Fields, ...paths: readonly string[]): string | undefined {
  for (const path of paths) {
    const found = textAt(fields, path);
    if (found !== undefined && found !== '') return found;
  }
  return undefined;
}

/** The number at a dotted path, written as a number or as digits; undefined for anything else. */
export function numberAt(fields: Fields, path: string): number | undefined {
  const text = textAt(fields, path);
  return text !== undefined && /^-?\d{1,16}(?:\.\d{1,6})?$/.test(text) ? Number(text) : undefined;
}

/** The body as an object: JSON, else a form where it is labelled or looks like one. */
export function parseBody(text: string | undefined, type: string | undefined): Fields {
  if (text === undefined || text.trim() === '') return {};
  try {
    return membersOf(JSON.parse(text));
  } catch {
    const form = /^application\/x-www-form-urlencoded\b/i.test(type ?? '') && /^[^<{\s]+=/.test(text);
    return form ? Object.fromEntries(new URLSearchParams(text)) : {};
  }
}
