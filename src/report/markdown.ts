import { escapeHtml } from '../page/shell.ts';
import { plain, plainLine } from '../terminal/plain.ts';
import type { Outcome, Report } from './result.ts';
import {
  casesOf,
  countsOf,
  durationText,
  headlineOf,
  type Placed,
  placeText,
  totalsOf,
  worstFirst,
} from './totals.ts';

const marks: Readonly<Record<Outcome, string>> = {
  failed: '❌ failed',
  inconclusive: '⚠️ inconclusive',
  skipped: '⏭️ skipped',
  passed: '✅ passed',
};

/**
 * A table that GitHub and GitLab show alike, what went wrong first, and the details of that behind it. Of more than
 * `most` bytes the table loses its last rows, and says how many.
 */
export function renderMarkdown(report: Report, most = Number.POSITIVE_INFINITY): string {
  const totals = totalsOf(casesOf(report));
  const started = report.startedAt.slice(0, 19).replace('T', ' ');
  const head = [
    `# ${cell(headlineOf(report))}`,
    '',
    [totals.total === 0 ? [] : countsOf(totals), durationText(report.milliseconds), `started ${started} UTC`]
      .flat()
      .concat(report.ended === undefined ? [] : `ended early: ${cell(report.ended.reason)}`)
      .concat(`authrig ${cell(report.version)}`)
      .join(' · '),
    '',
  ];
  const placed = worstFirst(report);
  const table =
    totals.total === 0 ? [] : ['| outcome | where | what | why | time |', '|---|---|---|---|---:|'];
  // The sentence about what is left out needs room too.
  let room = most - bytesOf([...head, ...table]) - 100;
  const fitting = (pieces: readonly string[]): string[] => {
    const after = pieces.findIndex((piece) => (room -= bytesOf([piece])) < 0);
    return pieces.slice(0, after === -1 ? pieces.length : after);
  };
  const rows = fitting(placed.map(rowOf));
  const left = placed.length - rows.length;
  const more = left === 0 ? [] : ['', `${left} more of ${placed.length} rows had no room here.`];
  const details = left === 0 ? fitting(placed.flatMap(detailOf)) : [];
  return `${[...head, ...table, ...rows, ...more, ...details].join('\n').trimEnd()}\n`;
}

function rowOf({ group, each }: Placed): string {
  const { outcome, name, reason = '', milliseconds } = each;
  const place = placeText(each);
  const why = [cell(reason), ...(place === undefined ? [] : [`<sub>${cell(place)}</sub>`])].join(' ').trim();
  return `| ${marks[outcome]} | ${cell(group.name)} | ${cell(name)} | ${why} | ${durationText(milliseconds)} |`;
}

function detailOf({ group, each: { name, outcome, detail } }: Placed): string[] {
  if (detail === undefined || outcome === 'passed') return [];
  const summary = cell(`${group.name}: ${name}`);
  // A blank line would end the block of HTML in some readers, and the text is escaped as HTML alone.
  const text = escapeHtml(plain(detail)).replaceAll(/\n(?=\s*\n)/g, '\n&#8203;');
  return [
    ['', `<details><summary>${summary}</summary>`, '', `<pre>${text}</pre>`, '', '</details>'].join('\n'),
  ];
}

/**
 * Text from outside for one cell: every sign that Markdown reads is an entity, which ends no cell and begins nothing,
 * and what the two sites would make a link of (`@name`, `#1`, `!1`, an address) is broken up by a space of no width.
 */
function cell(text: string): string {
  const line = plainLine(text, 2000);
  const broken = line
    .replaceAll(/[@#!~%$^&](?=[\p{L}\p{N}"*[])/gu, '$&\u{200b}')
    .replaceAll(/:(?=\/\/)|\bwww(?=\.)|\b(?:mailto|xmpp)(?=:)/gi, '$&\u{200b}');
  return broken.replaceAll(
    /[^\p{L}\p{N}\p{M} ,.:;()/•…?+"'-]|:(?=\S)/gu,
    (sign) => `&#${sign.codePointAt(0)};`,
  );
}

function bytesOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
}
