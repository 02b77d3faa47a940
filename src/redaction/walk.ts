import { carriageReturn, compared, type Lexicon, lineFeed, separator, special } from './lexicon.ts';
import { comesNext, type Effort, followLabel, pass, type Place, step } from './place.ts';
import { backslash, type Reading, readings } from './readings.ts';

/** A stretch of text that holds the secret of this number. */
export interface Match {
  readonly start: number;
  readonly end: number;
  readonly secret: number;
}

type Found = Omit<Match, 'start'>;

const space = 0x20;
const tab = 0x09;
const ellipsis = 0x2026;
/** A secret that was cut for show ends with an ellipsis; from this many units on it is one still. */
const shortestCut = 6;
/** As much of a secret counts as all of it when the effort is used up. */
const coarse = 8;
const longestIndent = 40;
const costOfChoice = 8;

/** The longest word that starts at a position, in whatever way its units are written; undefined where none does. */
export function longestAt(lexicon: Lexicon, text: string, start: number, effort: Effort): Match | undefined {
  const places: Place[] = [{ branch: lexicon.root, offset: 0, at: start, depth: 0, width: 0, gap: 0 }];
  let best: Found | undefined;
  for (let place = places.pop(); place !== undefined; place = places.pop()) {
    const found = follow(lexicon, text, place, places, effort);
    if (found !== undefined && found.end > (best?.end ?? start)) best = found;
  }
  return best && { start, ...best };
}

/** Goes on from a place while there is one way to; leaves the places that other ways lead to. */
function follow(
  lexicon: Lexicon,
  text: string,
  place: Place,
  places: Place[],
  effort: Effort,
): Found | undefined {
  let best: Found | undefined;
  for (;;) {
    followLabel(lexicon, text, place, effort);
    const { branch, offset, at, depth } = place;
    const ended = offset === branch.label.length && place.gap === 0;
    if (ended && branch.ends !== undefined) best = { end: at, secret: branch.ends };
    if (effort.left < 0 && depth >= coarse) return { end: endOfWord(text, at), secret: branch.some };
    if (at >= text.length) return best;
    const raw = text.charCodeAt(at);
    if (raw === ellipsis && depth >= shortestCut) best = { end: at, secret: branch.some };
    const unit = compared(lexicon.units, raw);
    if (unit === special) {
      effort.left -= costOfChoice;
      choose(lexicon, text, place, places);
      return best;
    }
    if (step(place, unit, at + 1)) continue;
    // A line break may have been folded into a space.
    const passed = depth > 0 && (unit === separator || (raw === space && depth >= 3)) && pass(place, at + 1);
    if (!passed) return best;
  }
}

/** Leaves the places after each reading of a special unit; failing that, after what is passed over inside a word. */
function choose(lexicon: Lexicon, text: string, place: Place, places: Place[]): void {
  const { at, width } = place;
  const raw = text.charCodeAt(at);
  const ways: Reading[] = readings(text, at);
  ways.push({ unit: raw, next: at + 1, width: raw === backslash ? 1 : 0 });
  const before = places.length;
  for (const way of ways) {
    const folded = compared(lexicon.units, way.unit);
    const unit = folded === special ? way.unit : folded;
    if (!comesNext(place, unit) || (way.width > 0 && width > 0 && way.width !== width)) continue;
    const after = { ...place, width: way.width || width };
    step(after, unit, way.next);
    places.push(after);
  }
  if (places.length > before || place.depth === 0) return;
  const next = afterGap(lexicon, text, ways);
  if (next !== undefined && pass(place, next)) places.push(place);
}

/** Where a text goes on after a separator, or after a soft line break and its indentation. */
function afterGap(lexicon: Lexicon, text: string, ways: readonly Reading[]): number | undefined {
  for (const { unit, next } of ways) {
    if (compared(lexicon.units, unit) === separator) return next;
    if (unit === lineFeed || unit === carriageReturn) return afterIndent(text, next);
  }
  return undefined;
}

function afterIndent(text: string, at: number): number {
  let next = at;
  while (next < at + longestIndent && isBlank(text.charCodeAt(next))) next += 1;
  return next;
}

function isBlank(unit: number): boolean {
  return unit === space || unit === tab;
}

/** Where white space, a quote or a bracket ends what looks like one word. */
function endOfWord(text: string, at: number): number {
  const end = /[\s"'<>()[\]{},;]/g;
  end.lastIndex = at;
  return end.exec(text)?.index ?? text.length;
}
