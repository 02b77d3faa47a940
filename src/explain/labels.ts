import { tells } from '../recording/hide.ts';
import { words } from '../recording/pseudonyms.ts';
import { blank } from '../redaction/mask.ts';
import type { Redactor, SecretKind } from '../redaction/redactor.ts';
import type { Case } from './case.ts';
import { isTelling, isUntold, type Leaf, leavesOf, placeFor } from './members.ts';
import type { Place } from './places.ts';

/** Names what is secret: equal secrets get equal labels such as `token#1`, and a text is freed of all of them. */
export interface Labels {
  /** The label of a member where it, or one of these names of the contract's, is secret; else undefined. */
  labelOf(leaf: Leaf, secrets: readonly string[]): string | undefined;
  /** The label of what looks like a secret wherever it stands. */
  of(value: string, kind: SecretKind): string;
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

/** Looks through the whole case first, so that a message which repeats a secret of a later call is freed of it too. */
export function createLabels(
  { exchanges, inputs, masked }: Case,
  places: readonly Place[],
  redactor: Redactor,
): Labels {
  const known = new Map<string, string>();
  const counts = new Map<string, number>();

  function isSecret({ name }: Leaf, secrets: readonly string[]): boolean {
    const lower = name.toLowerCase();
    return alwaysSecret.has(lower) || secrets.some((secret) => secret.toLowerCase() === lower);
  }

  function labelOf(leaf: Leaf, secrets: readonly string[]): string | undefined {
    if (!isSecret(leaf, secrets) || leaf.value === '' || isPlaceholder(leaf.value)) return undefined;
    const value = leaf.value.replace(/^(?:Bearer|JWT) +/i, '');
    if (masked) return value.includes('#') ? value : blank;
    return of(value, kindOf(leaf.name));
  }

  function of(value: string, kind: SecretKind): string {
    const present = known.get(value);
    if (present !== undefined) return present;
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    const label = `${words[kind]}#${count}`;
    known.set(value, label);
    redactor.learn(value, kind);
    return label;
  }

  function look(leaf: Leaf, secrets: readonly string[]): void {
    if ((isTelling(leaf) && !secrets.includes(leaf.name)) || isPlaceholder(leaf.value)) return;
    const label = isUntold(leaf) ? undefined : labelOf(leaf, secrets);
    // A name that tells of a secret, and that nobody documents, is not shown; what it holds may be repeated elsewhere.
    if (label === undefined && !masked && (isUntold(leaf) || tells(leaf.name)))
      redactor.learn(leaf.value, 'token');
  }
  for (const exchange of exchanges) {
    const { sentSecrets = [], secrets = [] } = placeFor(exchange, places) ?? {};
    for (const leaf of [...leavesOf(exchange.headers), ...leavesOf(exchange.sent)]) look(leaf, sentSecrets);
    for (const leaf of leavesOf(exchange.answer)) look(leaf, secrets);
  }
  // What somebody typed may stand in no exchange, as a code that was wrong before anything was sent.
  for (const { what, value } of inputs) {
    if (typeof value === 'string' || typeof value === 'number')
      labelOf({ path: what, name: 'code', value: String(value) }, ['code']);
  }
  const longestFirst = [...known].filter(([value]) => value.length >= shortest);
  longestFirst.sort(([one], [other]) => other.length - one.length);

  return {
    labelOf,
    of,
    clean: (text) =>
      longestFirst.reduce((cleaned, [value, label]) => replaceWord(cleaned, value, label), text),
  };
}

/** What a vendor's template has where a value belongs; who sends it has a secret to lose elsewhere alone. */
function isPlaceholder(value: string): boolean {
  return /^\$?\{[A-Za-z_]{1,40}\}$/.test(value);
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
