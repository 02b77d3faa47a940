/** One way to read a text at a position: the UTF-16 code unit that is meant, and where the next one begins. */
export interface Reading {
  readonly unit: number;
  readonly next: number;
  /** For a backslash: how many of them stand for one, which is the same all through a text. */
  readonly width: number;
}

export const backslash = 0x5c;
const percent = 0x25;
const plus = 0x2b;
const ampersand = 0x26;
const lowerU = 0x75;
const deepest = 4;

const entity = /&(?:#(\d{1,5})|#[xX]([\da-fA-F]{1,4})|(amp|lt|gt|quot|apos|nbsp));/y;
const entityUnits: Readonly<Record<string, number>> = {
  amp: 38,
  lt: 60,
  gt: 62,
  quot: 34,
  apos: 39,
  nbsp: 0xa0,
};

/** What an ASCII character behind a backslash means: JSON's letters, or any sign that a writer chose to escape. */
const escapedUnits = Int8Array.from({ length: 128 }, (_, unit) => {
  const character = String.fromCharCode(unit);
  const control = ({ b: 8, t: 9, n: 10, f: 12, r: 13 } as Readonly<Record<string, number>>)[character];
  return control ?? (unit === backslash || /[\dA-Za-z]/.test(character) ? -1 : unit);
});

/** Whether a text at this code unit can mean something other than the unit itself. */
export function isEscape(unit: number): boolean {
  return unit === percent || unit === backslash || unit === plus || unit === ampersand;
}

/** Whether an escape for something else than a backslash or a space may begin with these two units: a quick look. */
export function mayEscape(unit: number, second: number): boolean {
  if (unit === percent) return hexadecimalDigit(second) >= 0;
  // Of many backslashes the last one is where an escape is met.
  if (unit === backslash) return second !== backslash;
  return unit === ampersand && (second === 0x23 || (second >= 0x61 && second <= 0x71));
}

/**
 * Every escaped reading at a position: percent-encoding at any depth, `+` for a space, JSON's backslash escapes at
 * any depth, themselves percent-encoded or not, and HTML's entities. UTF-8 bytes are read one by one.
 */
export function readings(text: string, at: number): Reading[] {
  const unit = text.charCodeAt(at);
  if (unit === plus) return [{ unit: 0x20, next: at + 1, width: 0 }];
  if (unit === ampersand) return entityReading(text, at);
  if (unit === backslash) return backslashReadings(text, at);
  if (unit !== percent) return [];
  const found = percentReadings(text, at);
  return found[0]?.unit === backslash ? [...found, ...backslashReadings(text, at)] : found;
}

function percentReadings(text: string, at: number): Reading[] {
  const found: Reading[] = [];
  for (let digits = at + 1; digits < at + 2 * deepest; digits += 2) {
    const unit = hexadecimal(text, digits, 2);
    if (unit < 0) break;
    found.push({ unit, next: digits + 2, width: unit === backslash ? 1 : 0 });
    if (unit !== percent) break;
  }
  return found;
}

function backslashReadings(text: string, at: number): Reading[] {
  const found: Reading[] = [];
  let next = at;
  for (let count = 0; count < 2 ** deepest; count += 1) {
    if (count === 2 || count === 4 || count === 8) found.push({ unit: backslash, next, width: count });
    if (text.charCodeAt(next) === backslash) next += 1;
    else if (percentEncoded(text, next) === backslash) next += 3;
    else break;
  }
  const raw = text.charCodeAt(next);
  const decoded = raw === percent ? percentEncoded(text, next) : raw;
  const behind = next + (decoded === raw ? 1 : 3);
  const wide = decoded === lowerU ? hexadecimal(text, behind, 4) : -1;
  if (wide >= 0) found.push({ unit: wide, next: behind + 4, width: 0 });
  else if (decoded < 128 && decoded >= 0 && escapedUnits[decoded]! >= 0) {
    found.push({ unit: escapedUnits[decoded]!, next: behind, width: 0 });
  }
  return found;
}

function entityReading(text: string, at: number): Reading[] {
  entity.lastIndex = at;
  const [all, decimal, hex, name] = entity.exec(text) ?? [];
  if (all === undefined) return [];
  const unit = name === undefined ? Number(hex === undefined ? decimal : `0x${hex}`) : entityUnits[name];
  return unit === undefined || unit > 0xffff ? [] : [{ unit, next: at + all.length, width: 0 }];
}

/** The unit that a percent escape at the position stands for, or -1. */
function percentEncoded(text: string, at: number): number {
  return text.charCodeAt(at) === percent ? hexadecimal(text, at + 1, 2) : -1;
}

/** The number that so many hexadecimal digits stand for, or -1. */
function hexadecimal(text: string, at: number, digits: number): number {
  let value = 0;
  for (let index = at; index < at + digits; index += 1) {
    const digit = hexadecimalDigit(text.charCodeAt(index));
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

function hexadecimalDigit(unit: number): number {
  if (unit >= 0x30 && unit <= 0x39) return unit - 0x30;
  const lower = unit | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}
