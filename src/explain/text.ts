import { wrap } from '../terminal/wrap.ts';
import type { Report, Told } from './report.ts';
import { headingOf, nameOf, type RowWords, sourceIn, verdictIn, wordsOf } from './words.ts';

/** The labels of the parts stand in a column of this many cells. */
const indent = 9;

/** The report for a terminal of so many columns: the timeline, then the verdict, the reason and what to do. */
export function textReport(report: Report, columns: number): string {
  const { timeline, cause, ask, next, remarks, reason } = report;
  const part = (label: string, texts: readonly string[]) =>
    texts.map((text, index) => hang(index === 0 ? label : '', text, indent, columns));
  const about = cause === null ? [] : [nameOf(cause), ...sourceLines(cause)];
  return [
    wrap(headingOf(report), columns),
    '',
    ...rowLines(timeline.map(wordsOf), columns),
    ...(timeline.length === 0 ? [] : ['']),
    ...part('Verdict', [verdictIn(report)]),
    ...part('Why', [reason, ...about]),
    ...part('Ask', ask.length > 1 ? ask.map((text) => `- ${text}`) : ask),
    ...part('Type', next),
    ...remarks.flatMap((remark) =>
      part('Note', [remark.reason, nameOf(remark), ...sourceLines(remark), ...remark.ask]),
    ),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

function sourceLines(told: Told): string[] {
  const source = sourceIn(told);
  return source === undefined ? [] : [source];
}

function rowLines(rows: readonly RowWords[], columns: number): string[] {
  const width = (name: keyof RowWords, most: number) =>
    Math.min(most, Math.max(0, ...rows.map((row) => row[name].length)));
  const [numbers, at, took] = [width('numbers', 9), width('at', 10), width('took', 10)];
  return rows.map(({ call, said, ...row }) => {
    const head = `${row.numbers.padStart(numbers)}  ${row.at.padStart(at)}  ${row.took.padStart(took)}  `;
    return hang(head, said === '' ? call : `${call}: ${said}`, head.length, columns);
  });
}

/** A text behind its label, its further lines under its first. */
function hang(label: string, text: string, cells: number, columns: number): string {
  const lines = wrap(text, Math.max(20, columns - cells)).split('\n');
  return lines
    .map((line, index) => `${(index === 0 ? label : '').padEnd(cells)}${line}`.trimEnd())
    .join('\n');
}
