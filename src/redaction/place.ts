import { compared, type Lexicon } from './lexicon.ts';
import type { Branch } from './tree.ts';

/** How many steps a search may still take. Without any left, the beginning of a secret counts as all of it. */
export interface Effort {
  left: number;
}

/** A place in the tree and in the text, after some units matched. */
export interface Place {
  branch: Branch;
  /** How much of the branch's label is behind. */
  offset: number;
  at: number;
  depth: number;
  /** How many backslashes stand for one; 0 while that is open. */
  width: number;
  /** How often something was passed over since the last unit. */
  gap: number;
}

const longestGap = 3;

/** Matches the units that stand as they are, to the end of the branch's label at most. */
export function followLabel(lexicon: Lexicon, text: string, place: Place, effort: Effort): void {
  const { label } = place.branch;
  const from = place.at - place.offset;
  let offset = place.offset;
  while (
    offset < label.length &&
    compared(lexicon.units, text.charCodeAt(from + offset)) === label.charCodeAt(offset)
  ) {
    offset += 1;
  }
  const matched = offset - place.offset;
  effort.left -= matched + 1;
  if (matched === 0) return;
  place.offset = offset;
  place.at += matched;
  place.depth += matched;
  place.gap = 0;
}

/** Matches one unit, if it comes next. */
export function step(place: Place, unit: number, next: number): boolean {
  if (!comesNext(place, unit)) return false;
  const { branch, offset } = place;
  if (offset < branch.label.length) {
    place.offset = offset + 1;
  } else {
    place.branch = branch.next.get(unit)!;
    place.offset = 1;
  }
  place.at = next;
  place.depth += 1;
  place.gap = 0;
  return true;
}

/** Whether the unit goes on with some word. */
export function comesNext({ branch, offset }: Place, unit: number): boolean {
  return offset < branch.label.length ? branch.label.charCodeAt(offset) === unit : branch.next.has(unit);
}

/** Goes on behind what no secret consists of, unless that grows too long. */
export function pass(place: Place, next: number): boolean {
  place.at = next;
  place.gap += 1;
  return place.gap <= longestGap;
}
