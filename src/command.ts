import type { Command } from 'commander';
import type { Context } from './context.ts';
import type { CliError } from './errors.ts';

/** What a command hands back: the document's `data`, and how text mode shows it. */
export interface Result {
  readonly data: Readonly<Record<string, unknown>>;
  /** Text mode prints these as columns, a label first, secrets masked. */
  readonly rows?: readonly (readonly [label: string, ...values: string[]])[];
  /** Text mode prints this alone on a line, as it is: for verbs whose result is the one value. */
  readonly alone?: string;
  /** Replaces 0: for commands that hand on the exit code of a child. */
  readonly exitCode?: number;
  /** True where the command has printed its result itself. */
  readonly silent?: true;
  /** What went wrong behind a result that stands: told after it, with its exit code, so that nothing is lost. */
  readonly afterwards?: CliError;
}

/** A verb's own function: options by commander's camelCase names, positional arguments after them. */
export type Handler = (context: Context, options: never, ...args: never[]) => Promise<Result>;

export interface ActionOptions {
  /** True where the handler itself ends on the run's signal, as a server does; others are given up at once. */
  readonly endsItself?: boolean;
  /** The members of `data`, so that a --field that is none of them is refused before anything is done. */
  readonly fields?: readonly string[];
  /**
   * The operations of its provider's contract that the verb may call, in their order; an empty list for none. What the
   * verb may do to anybody is read from there. A verb that does not say it is no step of a scenario.
   */
  readonly calls?: readonly string[];
  /** True where nothing is changed anywhere, neither there nor here, so that the verb may be repeated. */
  readonly reads?: true;
}

/** Turns a verb's lazily imported function into what commander calls. */
export type Action = (
  load: () => Promise<Handler>,
  options?: ActionOptions,
) => (...args: unknown[]) => Promise<void>;

/** Declares verbs under a noun: names, options and help, and nothing that loads a library. */
export type Declare = (noun: Command, action: Action) => void;
