import { createLexicon, type Lexicon } from './lexicon.ts';
import { blank, mask } from './mask.ts';
import { type Alphabet, patternsOf } from './patterns.ts';
import { search } from './search.ts';
import type { Word } from './tree.ts';

/** What a secret is, for the word that stands beside its mask. */
export type SecretKind = 'key' | 'token' | 'code' | 'phone' | 'email';

/** Knows the secrets of this run and masks them, in every encoding a log can carry, at the last writer. */
export interface Redactor {
  /** Remembers a secret. Values of fewer than six characters are not searched for in free text. */
  learn(value: string, kind: SecretKind): void;
  /** The text with every known secret masked. */
  redact(text: string): string;
  /** As `redact`, with something else than a mask in the place of each secret, which must not hold another secret. */
  replace(text: string, standIn: StandIn): string;
  /** What a value is known as; undefined for one that was never learnt. Of several kinds the most telling. */
  kindOf(value: string): SecretKind | undefined;
}

/** What is to be written in a secret's place. */
export type StandIn = (value: string, kind: SecretKind) => string;

/** A contract knows a code or an address as some secret member: who learnt what it is knows better. */
const telling: readonly SecretKind[] = ['code', 'phone', 'email', 'key', 'token'];

interface Secret {
  readonly value: string;
  readonly kind: SecretKind;
}

/** Masks are shown with their first and last characters in this many rounds; after that they show nothing. */
const showingRounds = 4;

/** A redactor that knows no secret yet. */
export function createRedactor(): Redactor {
  const secrets = new Map<string, Secret>();
  let lexicons: readonly Lexicon[] | undefined;

  function replace(text: string, standIn: StandIn): string {
    if (secrets.size === 0) return text;
    const known = [...secrets.values()];
    lexicons ??= createLexicons(known);
    return replaceAll(text, lexicons, known, standIn);
  }

  return {
    learn(value, kind) {
      const secret = { value: value.trim(), kind };
      const key = `${kind}:${secret.value}`;
      if (secret.value === '' || secrets.has(key)) return;
      secrets.set(key, secret);
      lexicons = undefined;
    },
    redact: (text) => replace(text, mask),
    replace,
    kindOf: (value) => telling.find((kind) => secrets.has(`${kind}:${value.trim()}`)),
  };
}

/**
 * Masks until nothing is found any more, since a mask and the text around it may spell another secret. Ends, since
 * a mask that shows nothing leaves fewer characters that are no bullets each time.
 */
function replaceAll(
  text: string,
  lexicons: readonly Lexicon[],
  secrets: readonly Secret[],
  standIn: StandIn,
): string {
  let redacted = text;
  for (let round = 0; ; round += 1) {
    const matches = search(lexicons, redacted);
    if (matches.length === 0) return redacted;
    const pieces: string[] = [];
    let from = 0;
    for (const { start, end, secret } of matches) {
      const { value, kind } = secrets[secret]!;
      pieces.push(redacted.slice(from, start), round < showingRounds ? standIn(value, kind) : blank);
      from = end;
    }
    redacted = pieces.join('') + redacted.slice(from);
  }
}

function createLexicons(secrets: readonly Secret[]): Lexicon[] {
  const words: Record<Alphabet, Word[]> = { exact: [], caseless: [], base64: [], digits: [] };
  for (const [secret, { value, kind }] of secrets.entries()) {
    for (const { alphabet, text } of patternsOf(value, kind)) words[alphabet].push({ text, secret });
  }
  return (Object.keys(words) as Alphabet[]).flatMap(
    (alphabet) => createLexicon(alphabet, words[alphabet]) ?? [],
  );
}
