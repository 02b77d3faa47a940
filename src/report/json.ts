import { jsonText } from '../terminal/plain.ts';
import { type Report, schemaVersion } from './result.ts';
import { casesOf, totalsOf } from './totals.ts';
import { exitCodeOf } from './verdict.ts';

/** The report as one JSON document, with its totals and its exit code: what `authrig report merge` reads. */
export function renderJson(report: Report): string {
  const { groups, ...head } = report;
  return `${jsonText(
    { schemaVersion, ...head, exitCode: exitCodeOf(report), totals: totalsOf(casesOf(report)), groups },
    { pretty: true },
  )}\n`;
}
