import type { Lexicon } from './lexicon.ts';
import type { Effort } from './place.ts';
import { readings } from './readings.ts';
import { longestAt, type Match } from './walk.ts';

const equalsSign = 0x3d;

/** Every stretch of text that holds a secret, in order; stretches that overlap are one, and the longest names it. */
export function search(lexicons: readonly Lexicon[], text: string): Match[] {
  const found = lexicons.flatMap((lexicon) => searchOne(lexicon, text));
  return merge(found.map((match) => ({ ...match, start: startOfEscape(text, match.start) })));
}

function searchOne(lexicon: Lexicon, text: string): Match[] {
  const found: Match[] = [];
  const effort: Effort = { left: 40 * text.length + 100_000 };
  for (let at = 0; at < text.length; at += 1) {
    if (!lexicon.mayStart(text, at)) continue;
    const match = longestAt(lexicon, text, at, effort);
    if (match === undefined) continue;
    const whole = lexicon.alphabet === 'base64' ? wholeRun(text, match) : match;
    found.push(whole);
    if (lexicon.alphabet === 'base64' || effort.left < 0) at = whole.end - 1;
  }
  return found;
}

function merge(matches: readonly Match[]): Match[] {
  const merged: Match[] = [];
  let longest = 0;
  for (const match of matches.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    const length = match.end - match.start;
    if (last === undefined || match.start >= last.end) {
      merged.push(match);
      longest = length;
      continue;
    }
    const secret = length > longest ? match.secret : last.secret;
    longest = Math.max(longest, length);
    merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, match.end), secret };
  }
  return merged;
}

/** Widens a match to all base64 characters around it: what encloses a secret would give away its ends. */
function wholeRun(text: string, match: Match): Match {
  let { start, end } = match;
  for (;;) {
    while (start > 0 && isBase64(text.charCodeAt(start - 1))) start -= 1;
    const escape = text.slice(Math.max(start - 1, 0), start + 2);
    if (!/^(?:%2[bf]|%3d|\\[/u])/i.test(escape) || start === 0) break;
    start -= 1;
  }
  for (;;) {
    while (isBase64(text.charCodeAt(end))) end += 1;
    const reading = readings(text, end).find(({ unit }) => isBase64(unit) || unit === equalsSign);
    if (reading === undefined) break;
    end = reading.next;
  }
  for (let padding = 0; padding < 2 && text.charCodeAt(end) === equalsSign; padding += 1) end += 1;
  return { ...match, start, end };
}

function isBase64(unit: number): boolean {
  return (
    (unit >= 0x30 && unit <= 0x39) ||
    (unit >= 0x41 && unit <= 0x5a) ||
    (unit >= 0x61 && unit <= 0x7a) ||
    unit === 0x2b ||
    unit === 0x2d ||
    unit === 0x2f ||
    unit === 0x5f
  );
}

/** The start of the escape that the position stands in, so that no half of one is left before a mask. */
function startOfEscape(text: string, start: number): number {
  const partial = /\\+(?:u[\da-f]{0,3})?$/i.exec(text.slice(Math.max(start - 16, 0), start));
  if (partial === null) return start;
  const count = partial[0].lastIndexOf('\\') + 1;
  return count % 2 === 1 ? start - (partial[0].length - count + 1) : start;
}
