import type { Case, Group, Outcome, Report } from './result.ts';

/** How many there are of each outcome, and of all. */
export type Totals = Readonly<Record<Outcome | 'total', number>>;

/** A case with the group that it stands in. */
export interface Placed {
  readonly group: Group;
  readonly each: Case;
}

export function totalsOf(cases: readonly Case[]): Totals {
  const totals = { total: cases.length, passed: 0, failed: 0, inconclusive: 0, skipped: 0 };
  for (const { outcome } of cases) totals[outcome] += 1;
  return totals;
}

/** Every case of every group, in the order of the report. */
export function casesOf(report: Report): Case[] {
  return report.groups.flatMap(({ cases }) => cases);
}

const byWeight: readonly Outcome[] = ['failed', 'inconclusive', 'skipped', 'passed'];

/** Every case with its group, what went wrong first, otherwise in the order of the report. */
export function worstFirst(report: Report): Placed[] {
  const placed = report.groups.flatMap((group) => group.cases.map((each) => ({ group, each })));
  return byWeight.flatMap((outcome) => placed.filter(({ each }) => each.outcome === outcome));
}

/** `authrig smoke: 3 of 4 passed`, the head of every report that a person reads. */
export function headlineOf(report: Report): string {
  const { passed, total } = totalsOf(casesOf(report));
  return `authrig ${report.command}: ${total === 0 ? 'nothing to test' : `${passed} of ${total} passed`}`;
}

/** The counts that are not 0, the worst first: `1 failed, 3 passed`. */
export function countsOf(totals: Totals): string {
  return byWeight
    .filter((outcome) => totals[outcome] > 0)
    .map((outcome) => `${totals[outcome]} ${outcome}`)
    .join(', ');
}

/** A duration for people: `85 ms`, `2.1 s`. */
export function durationText(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** `scenario.yaml:4:3`, or nothing where the place is not known. */
export function placeText({ place }: Case): string | undefined {
  return place && `${place.file}:${place.line}:${place.column}`;
}
