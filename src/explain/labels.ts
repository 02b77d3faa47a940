import { blank } from '../redaction/mask.ts';
import type { Redactor, SecretKind } from '../redaction/redactor.ts';
import type { Case, Exchange, Fields } from './case.ts';
import { membersOf } from './fields.ts';
import type { Place } from './places.ts';

/** One value that a request or an answer carries, at its path. */
export interface Leaf {
  readonly path: string;
  /** The last part of the path. */
  readonly name: string;
  readonly value: string;
}

/** Names what is secret: equal secrets get equal labels such as `token#1`, and a text is freed of all of them. */
export interface Labels {
  /** The label of a secret member, or undefined for a member that is none. */
  labelOf(leaf: Leaf, place: Place | undefined): string | undefined;
  /** The text with every secret that the file holds replaced. */
  clean(text: string): string;
}

/** Beside the contracts' own lists: what programs and front ends send under these names is secret everywhere. */
const alwaysSecret = new Set([
  'authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
  'x-apy-key',
  'apikey',
  'api_key',
  'token',
  'accesstoken',
  'access_token',
  'refreshtoken',
  'refresh_token',
  'session_token',
  'secret',
  'otp',
  'authenticatorotp',
  'pin',
  'phone',
  'email',
  'transactionid',
  'transaction_id',
  'qrvalue',
  'qr_value',
  'state',
]);

const kinds: readonly (readonly [names: RegExp, kind: SecretKind])[] = [
  [/key$/i, 'key'],
  [/^(?:otp|code|pin|authenticatorotp|usercode|user_code)$/i, 'code'],
  [/^phone$/i, 'phone'],
  [/^email$/i, 'email'],
];

const kindOf = (name: string): SecretKind => kinds.find(([names]) => names.test(name))?.[1] ?? 'token';

/** Fewer characters are a number or a word of their own, and stand in a message for something else. */
const shortest = 3;
const deepest = 5;

/** Every text, number and boolean in it, by path. */
export function leavesOf(fields: Fields, prefix = '', depth = 0): Leaf[] {
  return Object.entries(fields).flatMap(([name, value]): Leaf[] => {
    const path = prefix + name;
    if (['string', 'number', 'boolean'].includes(typeof value)) return [{ path, name, value: String(value) }];
    return depth < deepest ? leavesOf(membersOf(value), `${path}.`, depth + 1) : [];
  });
}

/** Looks through the whole case first, so that a message which repeats a secret of a later call is freed of it too. */
export function createLabels(
  { exchanges, masked }: Case,
  places: readonly Place[],
  redactor: Redactor,
): Labels {
  const known = new Map<string, string>();
  const counts = new Map<string, number>();

  function isSecret({ name }: Leaf, place: Place | undefined): boolean {
    const lower = name.toLowerCase();
    return (
      alwaysSecret.has(lower) || place?.secrets.some((secret) => secret.toLowerCase() === lower) === true
    );
  }

  function labelOf(leaf: Leaf, place: Place | undefined): string | undefined {
    if (!isSecret(leaf, place) || leaf.value === '' || isPlaceholder(leaf.value)) return undefined;
    const value = leaf.value.replace(/^(?:Bearer|JWT) +/i, '');
    if (masked) return value.includes('#') ? value : blank;
    const present = known.get(value);
    if (present !== undefined) return present;
    const kind = kindOf(leaf.name);
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    const label = `${kind}#${count}`;
    known.set(value, label);
    redactor.learn(value, kind);
    return label;
  }

  for (const exchange of exchanges) {
    const place = placeFor(exchange, places);
    const asked = [exchange.headers, exchange.sent].flatMap((fields) => leavesOf(fields));
    for (const leaf of asked) labelOf(leaf, place);
    for (const leaf of leavesOf(exchange.answer)) {
      if (isUntold(leaf)) redactor.learn(leaf.value, 'token');
      else if (!isCode(leaf)) labelOf(leaf, place);
    }
  }
  const longestFirst = [...known].filter(([value]) => value.length >= shortest);
  longestFirst.sort(([one], [other]) => other.length - one.length);

  return {
    labelOf,
    clean: (text) =>
      longestFirst.reduce((cleaned, [value, label]) => replaceWord(cleaned, value, label), text),
  };
}

/** The documented call that the exchange is. */
export function placeFor({ provider, operation }: Exchange, places: readonly Place[]): Place | undefined {
  return places.find((place) => place.provider === provider && place.operation === operation);
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

/** What a vendor's template has where a value belongs; who sends it has a secret to lose elsewhere alone. */
function isPlaceholder(value: string): boolean {
  return /^\$?\{[A-Za-z_]{1,40}\}$/.test(value);
}

/** In an answer, a code is what the provider calls the outcome; one that a person types stands in requests. */
function isCode({ name }: Leaf): boolean {
  return name === 'code';
}

/** A short code is replaced where it stands for itself, and not inside of another number. */
function replaceWord(text: string, value: string, label: string): string {
  if (!text.includes(value)) return text;
  const isPart = (character: string | undefined) =>
    character !== undefined && /[\p{L}\p{N}]/u.test(character);
  const pieces = text.split(value);
  return pieces.reduce((joined, piece) => {
    const inside = value.length < 6 && (isPart(joined.at(-1)) || isPart(piece[0]));
    return joined + (inside ? value : label) + piece;
  });
}
