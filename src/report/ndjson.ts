import { jsonText } from '../terminal/plain.ts';
import type { Report } from './result.ts';
import { casesOf, totalsOf } from './totals.ts';
import { exitCodeOf } from './verdict.ts';

/** One line of JSON a case, of `type` `case`, and the totals as the last one, of `type` `summary`. */
export function renderNdjson(report: Report): string {
  const { groups, ...head } = report;
  const lines: object[] = groups.flatMap(({ name, file, cases }) =>
    cases.map((each) => ({ type: 'case', group: name, ...(file === undefined ? {} : { file }), ...each })),
  );
  lines.push({
    type: 'summary',
    ...head,
    exitCode: exitCodeOf(report),
    totals: totalsOf(casesOf(report)),
  });
  return lines.map((line) => `${jsonText(line)}\n`).join('');
}
