import type { Result } from '../../command.ts';
import type { Verdict } from '../../providers/probe.ts';
import {
  type Case,
  type Ended,
  type Group,
  type Outcome,
  type Report,
  untried,
} from '../../report/result.ts';
import { exitCodes } from '../../errors.ts';
import type { Finding } from './examine.ts';
import type { Shard } from './shard.ts';
import type { Target } from './target.ts';

/** A key and what became of it; undefined where the run ended before its turn. */
export interface Tested {
  readonly target: Target;
  readonly finding: Finding | undefined;
}

const outcomes: Readonly<Record<Verdict, readonly [outcome: Outcome, exitCode: number]>> = {
  valid: ['passed', 0],
  invalid: ['failed', exitCodes.credentials],
  inconclusive: ['inconclusive', exitCodes.inconclusive],
};

/** What a script gets, and the table that a person does. */
export function resultOf(
  tested: readonly Tested[],
): Pick<Result, 'data' | 'rows'> & { data: { keys: unknown[] } } {
  const keys = tested.flatMap(({ target: { examiner, profile }, finding }) =>
    finding === undefined ? [] : [{ provider: examiner.card.name, profile, ...finding }],
  );
  return {
    data: { keys },
    rows: keys.map(({ provider, profile, verdict, reason, milliseconds }) => [
      provider,
      profile,
      verdict,
      `${milliseconds} ms`,
      reason,
    ]),
  };
}

export interface Run {
  readonly version: string;
  /** Wall clock, milliseconds. */
  readonly startedAt: number;
  readonly milliseconds: number;
  readonly shard: Shard | undefined;
  /** The key file. */
  readonly file: string | undefined;
  /** What ended the run early. */
  readonly ended: Ended | undefined;
}

/** The report: one group for each provider, in the order of its keys. */
export function reportOf(tested: readonly Tested[], run: Run): Report {
  const cases = new Map<string, Case[]>();
  for (const { target, finding } of tested) {
    const { name } = target.examiner.card;
    const group = cases.get(name) ?? [];
    cases.set(name, group);
    group.push(caseOf(target, finding));
  }
  const groups = [...cases].map(([name, group]): Group => ({
    name,
    cases: group,
    ...(run.file === undefined ? {} : { file: run.file }),
  }));
  return {
    command: 'smoke',
    version: run.version,
    startedAt: new Date(run.startedAt).toISOString(),
    milliseconds: run.milliseconds,
    groups,
    ...(run.shard === undefined ? {} : { shard: run.shard }),
    ...(run.ended === undefined ? {} : { ended: run.ended }),
  };
}

function caseOf({ examiner, profile, place }: Target, finding: Finding | undefined): Case {
  const name = `${examiner.card.name} ${profile}`;
  const where = place === undefined ? {} : { place };
  if (finding === undefined) return untried({ name, ...where });
  const { verdict, reason, milliseconds } = finding;
  const [outcome, exitCode] = outcomes[verdict];
  return { name, outcome, milliseconds, reason, exitCode, ...where };
}
