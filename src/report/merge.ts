import { CliError, exitCodes } from '../errors.ts';
import type { Case, Group, Report } from './result.ts';

/** A report with the name of its file, for whoever has to be told which one is wrong. */
export interface NamedReport {
  readonly file: string;
  readonly report: Report;
}

/**
 * One report of several: groups of one name are joined, in the order of the files. Parts that nobody brought, and those
 * that ended early, stand in it as inconclusive, so that half a run is never taken for a whole one. Throws `usage` for reports that do not belong
 * together, or that are there twice.
 */
export function mergeReports(named: readonly NamedReport[]): Report {
  const [first] = named;
  if (first === undefined) {
    throw new CliError('usage', 'There is no report to merge.', {
      hint: 'Name those that --report json=FILE wrote: authrig report merge shard-*.json',
    });
  }
  for (const other of named) refuseStranger(first, other);
  refuseTwins(named);
  const reports = named.map(({ report }) => report);
  const starts = reports.map(({ startedAt }) => Date.parse(startedAt));
  const ends = reports.map(({ milliseconds }, index) => (starts[index] ?? 0) + milliseconds);
  const start = least(starts);
  return {
    command: first.report.command,
    version: first.report.version,
    startedAt: new Date(start).toISOString(),
    milliseconds: -least(ends.map((end) => -end)) - start,
    groups: [...joined(reports.flatMap(({ groups }) => groups)), ...endedEarly(named), ...missing(reports)],
  };
}

function refuseStranger(first: NamedReport, other: NamedReport): void {
  for (const member of ['command', 'version'] as const) {
    const [one, two] = [first.report[member], other.report[member]];
    if (one !== two) throw apart(first, other, `their ${member} is ${one} and ${two}`);
  }
  const [one, two] = [first.report.shard?.of, other.report.shard?.of];
  if (one === two) return;
  const what = (of: number | undefined) => (of === undefined ? 'a whole run' : `one part of ${of}`);
  throw apart(first, other, `one is ${what(one)}, the other ${what(two)}`);
}

function refuseTwins(named: readonly NamedReport[]): void {
  const seen = new Map<string, NamedReport>();
  for (const one of named) {
    const { shard } = one.report;
    const key = shard === undefined ? JSON.stringify(one.report) : `${shard.index}`;
    const other = seen.get(key);
    const what = shard === undefined ? 'they are the same report' : `both are part ${shard.index}`;
    if (other !== undefined) throw apart(other, one, what);
    seen.set(key, one);
  }
}

function apart(one: NamedReport, other: NamedReport, why: string): CliError {
  return new CliError('usage', `${one.file} and ${other.file} can't be merged: ${why}.`, {
    hint: 'Give the reports of one run, each once. Nothing was written.',
  });
}

function joined(groups: readonly Group[]): Group[] {
  const byName = new Map<string, Group & { cases: Case[] }>();
  for (const { name, file, cases } of groups) {
    const key = JSON.stringify([name, file]);
    const there = byName.get(key);
    if (there === undefined)
      byName.set(key, { name, cases: [...cases], ...(file === undefined ? {} : { file }) });
    else for (const each of cases) there.cases.push(each);
  }
  return [...byName.values()];
}

function endedEarly(named: readonly NamedReport[]): Group[] {
  const cases = named.flatMap(({ file, report: { shard, ended } }) => {
    if (ended === undefined) return [];
    const name = shard === undefined ? file : partName(shard);
    return [unsure(name, `It ended early, with ${ended.exitCode}: ${ended.reason}`)];
  });
  return cases.length === 0 ? [] : [{ name: 'ended early', cases }];
}

function missing(reports: readonly Report[]): Group[] {
  const of = reports[0]?.shard?.of ?? 0;
  const present = new Set(reports.map(({ shard }) => shard?.index));
  const absent = Array.from({ length: of }, (_, at) => at + 1).filter((index) => !present.has(index));
  if (absent.length === 0) return [];
  const cases = absent.map((index) => unsure(partName({ index, of }), 'There is no report of this part.'));
  return [{ name: 'missing parts', cases }];
}

function partName({ index, of }: NonNullable<Report['shard']>): string {
  return `part ${index} of ${of}`;
}

function unsure(name: string, reason: string): Case {
  return { name, outcome: 'inconclusive', milliseconds: 0, reason, exitCode: exitCodes.inconclusive };
}

function least(numbers: readonly number[]): number {
  return numbers.reduce((smallest, each) => Math.min(smallest, each), Number.POSITIVE_INFINITY);
}
