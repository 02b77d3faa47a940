import type { Alphabet } from './patterns.ts';
import { isEscape, mayEscape } from './readings.ts';
import { type Branch, growTree, type Word } from './tree.ts';

/** What is searched for in one alphabet: the tree, and a quick look that rules out most positions. */
export interface Lexicon {
  readonly alphabet: Alphabet;
  readonly root: Branch;
  /** By code unit, as far as it goes: the unit as it is compared, or `special` or `separator`. */
  readonly units: Int32Array;
  /** False where no word can start, whatever follows. */
  mayStart(text: string, at: number): boolean;
}

/** A unit that may be read in another way than as it stands. */
export const special = -1;
/** A unit that is passed over between two others. */
export const separator = -2;

export const lineFeed = 0x0a;
export const carriageReturn = 0x0d;

/** What the words begin with, as marks in one table: a unit, two of them, three. */
const asFirst = 1;
const asPair = 2;
const asTriple = 4;

/** What people put between the digits of a phone number, no-break characters and dashes included. */
const phoneSeparators = ' -./()\u00a0\u2010\u2011\u2013';

/** The words are spelled as the alphabet compares them. Undefined where there is none. */
export function createLexicon(alphabet: Alphabet, words: readonly Word[]): Lexicon | undefined {
  const root = growTree(words);
  if (root === undefined) return undefined;
  const units = unitTable(alphabet);
  const seen = new Uint8Array(65_536);
  for (const { text } of words) {
    const [first, second, third] = [text.charCodeAt(0), text.charCodeAt(1), text.charCodeAt(2)];
    seen[first]! |= asFirst;
    seen[slot(first, second, 0)]! |= asPair;
    seen[slot(first, second, third)]! |= asTriple;
  }

  return {
    alphabet,
    root,
    units,
    mayStart(text, at) {
      const unit = text.charCodeAt(at);
      const first = compared(units, unit);
      const known = (seen[first < 0 ? unit : first]! & asFirst) > 0;
      if (first < 0) return known || (isEscape(unit) && mayEscape(unit, text.charCodeAt(at + 1)));
      if (!known) return false;
      const second = compared(units, text.charCodeAt(at + 1));
      if (second < 0) return true;
      if ((seen[slot(first, second, 0)]! & asPair) === 0) return false;
      const third = compared(units, text.charCodeAt(at + 2));
      return third < 0 || (seen[slot(first, second, third)]! & asTriple) > 0;
    },
  };
}

/** The unit as it is compared, or `special` or `separator`. */
export function compared(units: Int32Array, unit: number): number {
  return unit < units.length ? units[unit]! : unit;
}

/** Where units stand in a table; a shared slot costs time, not correctness. */
function slot(first: number, second: number, third: number): number {
  return ((first * 31 + second) * 41 + third) & 0xffff;
}

function unitTable(alphabet: Alphabet): Int32Array {
  const table = new Int32Array(alphabet === 'digits' ? 0x2020 : 0x80);
  for (let unit = 0; unit < table.length; unit += 1) table[unit] = isEscape(unit) ? special : unit;
  table[lineFeed] = special;
  table[carriageReturn] = special;
  if (alphabet === 'digits') for (const sign of phoneSeparators) table[sign.charCodeAt(0)] = separator;
  if (alphabet === 'caseless') for (let unit = 0x41; unit <= 0x5a; unit += 1) table[unit] = unit + 0x20;
  if (alphabet === 'base64') {
    table[0x2d] = 0x2b; // base64url's - for +
    table[0x5f] = 0x2f; // and _ for /
  }
  return table;
}
