import { jsonText, plainLine } from '../terminal/plain.ts';
import type { Case, Report } from './result.ts';
import { casesOf, countsOf, totalsOf } from './totals.ts';

/**
 * TAP 13, one test point a case, with a YAML block where there is more to say: `prove` reads no later version, and later
 * readers read this one.
 * https://testanything.org/tap-version-13-specification.html
 */
export function renderTap(report: Report): string {
  const totals = totalsOf(casesOf(report));
  const lines = ['TAP version 13', totals.total === 0 ? '1..0 # SKIP nothing to test' : `1..${totals.total}`];
  let number = 0;
  for (const { name, cases } of report.groups) {
    for (const each of cases) lines.push(...pointOf((number += 1), name, each));
  }
  if (totals.total > 0) lines.push(`# authrig ${report.version} ${report.command}: ${countsOf(totals)}`);
  return lines.map((line) => `${line}\n`).join('');
}

function pointOf(number: number, group: string, each: Case): string[] {
  const ok = each.outcome === 'passed' || each.outcome === 'skipped';
  const skip = each.outcome === 'skipped' ? ` # SKIP ${escaped(each.reason ?? '')}`.trimEnd() : '';
  const name = `${ok ? '' : 'not '}ok ${number} - ${escaped(`${group}: ${each.name}`)}${skip}`;
  return [name, '  ---', ...blockOf(each).map((line) => `  ${line}`), '  ...'];
}

/** JSON's strings are YAML's double-quoted ones, so that no text of a server can end the block. */
function blockOf({ outcome, reason, detail, exitCode, milliseconds, place }: Case): string[] {
  const members = { outcome, message: reason, exitCode, duration_ms: milliseconds, at: place, detail };
  return Object.entries(members)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}: ${jsonText(value)}`);
}

/** A hash would begin a directive. */
function escaped(text: string): string {
  return plainLine(text, 400).replaceAll(/[\\#]/g, String.raw`\$&`);
}
