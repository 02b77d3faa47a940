import type { Exchange, Fields } from './case.ts';
import { membersOf } from './fields.ts';
import type { Place } from './places.ts';

/** One value that a request or an answer carries, at its path. */
export interface Leaf {
  readonly path: string;
  /** The last part of the path. */
  readonly name: string;
  readonly value: string;
}

const deepest = 5;

/** Every text, number and boolean in it, by path. */
export function leavesOf(fields: Fields, prefix = '', depth = 0): Leaf[] {
  return Object.entries(fields).flatMap(([name, value]): Leaf[] => {
    const path = prefix + name;
    if (['string', 'number', 'boolean'].includes(typeof value)) return [{ path, name, value: String(value) }];
    return depth < deepest ? leavesOf(membersOf(value), `${path}.`, depth + 1) : [];
  });
}

/** Members of an answer that tell what happened and are nobody's secret, by the last part of their path. */
const telling = new Set([
  'error',
  'code',
  'status',
  'message',
  'success',
  'verify',
  'risk',
  'phoneGateway',
  'requires2FA',
  'expiresAt',
  'banReason',
  'newAccount',
]);

/** Whether a member is shown as it is; a request's `code` is a person's, and its contract says so. */
export function isTelling({ name }: Leaf): boolean {
  return telling.has(name);
}

/** Hashes and pictures, and links that repeat a token: neither shown nor counted. */
const untold = new Set([
  'data.otp',
  'qrcode',
  'url',
  'data.redirectUrl',
  'data.phone',
  'data.countryCode',
  'data.email',
]);

/** Whether a member of an answer is left out, whatever it holds. */
export function isUntold({ path, name, value }: Leaf): boolean {
  // JEK-26: 0 is no pin.
  return untold.has(path) || value === '' || (name === 'pin' && value === '0');
}

/** The documented call that the exchange is. */
export function placeFor({ provider, operation }: Exchange, places: readonly Place[]): Place | undefined {
  return places.find((place) => place.provider === provider && place.operation === operation);
}
