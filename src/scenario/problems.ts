import { CliError } from '../errors.ts';
import { closest } from '../settings/closest.ts';

/** Where something stands in a file; line and column count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What is wrong with a file, and where. Nothing of a value is in it: that may be a secret in the wrong place. */
export interface Problem {
  readonly place: Place;
  readonly message: string;
}

/** Collects what is wrong with the files of a run, so that all of it is told at once. */
export interface Problems {
  readonly found: readonly Problem[];
  add(place: Place, message: string): void;
}

const mostTold = 20;

export function createProblems(): Problems {
  const found: Problem[] = [];
  return { found, add: (place, message) => void found.push({ place, message }) };
}

/** Each once, those of a file together and in the order in which they stand there. */
export function inOrder(found: readonly Problem[]): Problem[] {
  const files = [...new Set(found.map(({ place }) => place.file))];
  const once = new Map(found.map((problem) => [`${placeText(problem.place)}: ${problem.message}`, problem]));
  return [...once.values()].toSorted(
    ({ place: one }, { place: two }) =>
      files.indexOf(one.file) - files.indexOf(two.file) || one.line - two.line || one.column - two.column,
  );
}

/** `file:line:column` */
export function placeText({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}

/** The `usage` error that tells every problem with its place, each on a line. */
export function problemsError(found: readonly Problem[]): CliError {
  const lines = found.slice(0, mostTold).map(({ place, message }) => `${placeText(place)}: ${message}`);
  const more = found.length - lines.length;
  return new CliError('usage', [...lines, ...(more > 0 ? [`and ${more} more`] : [])].join('\n'), {
    hint: 'Nothing was run. Steps and options are the commands of `authrig help`; an editor knows them by: authrig run --schema',
  });
}

/** ` Did you mean "verify"?`, or what there is where nothing is near and the choice is small. */
export function meant(word: string, candidates: readonly string[]): string {
  const near = closest(word, candidates);
  if (near !== undefined) return ` Did you mean "${near}"?`;
  return candidates.length > 0 && candidates.length <= 12 ? ` There is: ${candidates.join(', ')}.` : '';
}

/** ` Did you mean "data.token"? There is: token, status.` for the members of something; ` There is none.` where it has none. */
export function meantMember(path: string, root: string, members: readonly string[]): string {
  const near = closest(
    path,
    members.map((name) => `${root}.${name}`),
  );
  const guess = near === undefined ? '' : ` Did you mean "${near}"?`;
  return `${guess} There is ${members.length === 0 ? 'none' : members.join(', ')}.`;
}

/** A word of the file in a message: cut, and never a whole value. */
export function quoted(word: string): string {
  return `"${word.length > 40 ? `${word.slice(0, 39)}…` : word}"`;
}
