import { exitCodes } from '../errors.ts';

/** What became of one thing that was tried. */
export type Outcome = 'passed' | 'failed' | 'inconclusive' | 'skipped';

/** One key, or one step of a scenario. */
export interface Case {
  /** `juvlon default`, or `3. juvlon verify`. */
  readonly name: string;
  readonly outcome: Outcome;
  readonly milliseconds: number;
  /** One sentence: why. Redacted already. */
  readonly reason?: string;
  /** More lines for whoever looks closer, without the reason: what else was found. Redacted already. */
  readonly detail?: string;
  /** Of the command or verdict; of one that was skipped, 0 where that was allowed. */
  readonly exitCode: number;
  /** Where it stands in its file. */
  readonly place?: { readonly file: string; readonly line: number; readonly column: number };
}

/** A scenario file, or the keys of one provider. */
export interface Group {
  readonly name: string;
  readonly cases: readonly Case[];
  readonly file?: string;
}

export interface Ended {
  readonly exitCode: number;
  readonly reason: string;
}

/** What was not tried, because the run ended before its turn: nobody knows of it, so it is never taken for good. */
export function untried(each: Pick<Case, 'name' | 'place'>): Case {
  const reason = 'The run ended before its turn.';
  return { ...each, outcome: 'inconclusive', milliseconds: 0, reason, exitCode: exitCodes.inconclusive };
}

/** All of one run of smoke or run. */
export interface Report {
  readonly command: 'smoke' | 'run';
  readonly version: string;
  /** ISO 8601 UTC. */
  readonly startedAt: string;
  readonly milliseconds: number;
  readonly groups: readonly Group[];
  /** Which part of a spread run this is, counted from 1; without it the report is a whole. */
  readonly shard?: { readonly index: number; readonly of: number };
  /** Where a signal or its deadline ended the run before all was tried: its exit code, and one sentence why. */
  readonly ended?: Ended;
}

/** Of a report as a JSON document; a change that breaks its readers counts it up. */
export const schemaVersion = 1;
