import { isObject } from '../json-object.ts';

/** Every member that options of this type can have. */
type Members<T> = Readonly<Record<keyof T & string, true>>;

/** The longest that a timer can take, in milliseconds. */
const longestTimer = 2 ** 31 - 1;

/**
 * Options as they were given, an empty object where there are none. Not everybody's tests are typed: throws where they are
 * no object, or have a member that is not known and would be passed over in silence.
 */
export function given<T extends object>(
  where: string,
  value: T | undefined,
  members: Members<T>,
): Partial<T> {
  if (value === undefined) return {};
  const known = Object.keys(members).join(', ');
  if (!isObject(value)) throw new Error(`${where} takes an object with ${known}.`);
  const stray = Object.keys(value).find((name) => !Object.hasOwn(members, name));
  if (stray !== undefined) throw new Error(`${where}: there is no ${stray}; it takes ${known}.`);
  return value;
}

/** An object of the reader's own names. Throws where it is anything else. */
export function named<T>(
  where: string,
  value: Readonly<Record<string, T>> = {},
): Readonly<Record<string, T>> {
  if (!isObject(value)) throw new Error(`${where} takes an object, by name.`);
  return value;
}

/** A text where one was given. Throws where it is none, or empty. */
export function textIn(where: string, name: string, value: string | undefined): string | undefined {
  if (value !== undefined && (typeof value !== 'string' || value === ''))
    throw new Error(`${where}: ${name} takes a text that is not empty.`);
  return value;
}

/** The id of a message or a request where one was given. */
export function idIn(where: string, value: string | undefined): string | undefined {
  if (value !== undefined && !(typeof value === 'string' && /^\d{1,15}$/.test(value)))
    throw new Error(`${where}: since takes the id of a message or a request, such as '7'.`);
  return value;
}

/** How long a wait lasts, in milliseconds. */
export function timeoutIn(where: string, value: number): number {
  if (typeof value === 'number' && value >= 0 && value <= longestTimer) return value;
  throw new Error(`${where}: timeoutMs takes milliseconds, from 0 to ${longestTimer}.`);
}
