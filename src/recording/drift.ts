import { isObject } from '../json-object.ts';
import { pseudonymPattern } from './pseudonyms.ts';

/** An answer as far as its shape goes. */
export type Shaped =
  | { readonly status: number; readonly body: string; readonly failure?: string }
  | { readonly failure: string };

const longestList = 200;

/**
 * Where two answers differ in shape: HTTP status, members that came or went, and types. Values are not compared, since
 * tokens, times and states differ every time. A pseudonym in the first stands for a text or a number.
 */
export function driftBetween(recorded: Shaped, now: Shaped): string[] {
  if (recorded.failure !== undefined || now.failure !== undefined) {
    if (recorded.failure !== undefined && now.failure !== undefined) return [];
    return now.failure === undefined ? ['an answer came, where none did'] : [`no answer: ${now.failure}`];
  }
  if (!('body' in recorded) || !('body' in now)) return [];
  const differences = recorded.status === now.status ? [] : [`HTTP ${recorded.status} is now ${now.status}`];
  const [then, today] = [parse(recorded.body), parse(now.body)];
  if (then === undefined || today === undefined) {
    if (then !== today)
      differences.push(today === undefined ? 'the answer is no JSON any more' : 'the answer is JSON now');
    return differences;
  }
  compare(then.value, today.value, '', differences);
  return differences.slice(0, longestList);
}

function parse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

function compare(then: unknown, now: unknown, path: string, differences: string[]): void {
  const [was, is] = [typeOf(then), typeOf(now)];
  if (was !== is && !(isPseudonym(then) && is === 'a number')) {
    differences.push(`${path === '' ? 'the answer' : path} was ${was} and is ${is}`);
    return;
  }
  if (Array.isArray(then) && Array.isArray(now)) {
    if (then.length > 0 && now.length > 0) compare(then[0], now[0], `${path}[]`, differences);
    return;
  }
  if (!isObject(then) || !isObject(now)) return;
  for (const name of new Set([...Object.keys(then), ...Object.keys(now)])) {
    const inner = path === '' ? name : `${path}.${name}`;
    if (!Object.hasOwn(now, name)) differences.push(`${inner} is missing`);
    else if (Object.hasOwn(then, name)) compare(then[name], now[name], inner, differences);
    else differences.push(`${inner} is new (${typeOf(now[name])})`);
  }
}

function isPseudonym(value: unknown): boolean {
  return typeof value === 'string' && value.replaceAll(pseudonymPattern, '') === '' && value !== '';
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  const names = { string: 'a text', number: 'a number', boolean: 'true or false', object: 'an object' };
  return names[typeof value as keyof typeof names] ?? 'nothing';
}
