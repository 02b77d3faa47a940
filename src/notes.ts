import type { Command } from 'commander';
import type { ErrorKind } from './errors.ts';

/** What the help of a command says beside its options: how it is used, how it ends, and what comes after it. */
export interface Notes {
  /** What a line shows, and the line to copy; the one that a newcomer can run comes first. */
  readonly examples: readonly (readonly [shows: string, line: string])[];
  /** What an argument may be, word by word, under a heading of its own. */
  readonly words?: {
    readonly heading: string;
    readonly rows: readonly (readonly [word: string, says: string])[];
  };
  /** The exit codes that matter, in the words of this command. */
  readonly exits?: Readonly<Partial<Record<ErrorKind | 'ok', string>>>;
  /** What is typed after it, a line each. */
  readonly next?: readonly string[];
}

const kept = new WeakMap<Command, Notes>();

/** Gives each verb of the noun, and a noun that is its own verb, what is said of it under its name. */
export function annotate(noun: Command, notes: Readonly<Record<string, Notes>>): void {
  for (const command of [noun, ...noun.commands]) {
    const own = notes[command.name()];
    if (own !== undefined) kept.set(command, own);
  }
}

/** What was said of the command; undefined for a noun. */
export function notesOf(command: Command): Notes | undefined {
  return kept.get(command);
}
