import { plain, plainLine } from '../terminal/plain.ts';
import type { Report } from './result.ts';
import { type Placed, worstFirst } from './totals.ts';

/** GitHub shows so many annotations of one kind a step, and no more. */
const shown = 10;
const longestMessage = 4000;

/**
 * Annotations for the log of a GitHub Actions step: an error for what failed, a warning for what is inconclusive. Each
 * is one line, and no text from outside can begin one (S32).
 * https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
 */
export function renderGithub(report: Report): string {
  const placed = worstFirst(report);
  return (['failed', 'inconclusive'] as const)
    .flatMap((outcome) => {
      const found = placed.filter(({ each }) => each.outcome === outcome);
      const command = outcome === 'failed' ? 'error' : 'warning';
      const more = found.length - shown;
      return [
        ...found.slice(0, shown).map((one) => annotationOf(command, one)),
        ...(more > 0 ? [`::notice::${data(`${more} more ${outcome}: see the whole report.`)}`] : []),
      ];
    })
    .map((line) => `${line}\n`)
    .join('');
}

function annotationOf(command: 'error' | 'warning', { group, each }: Placed): string {
  const { name, reason = each.outcome, detail, place } = each;
  const file = place?.file ?? group.file;
  const properties = [
    ...(file === undefined ? [] : [`file=${property(file)}`]),
    ...(place === undefined ? [] : [`line=${place.line}`, `col=${place.column}`]),
    `title=${property(`${group.name}: ${name}`)}`,
  ];
  const message = plain(detail === undefined ? reason : `${reason}\n${detail}`).slice(0, longestMessage);
  return `::${command} ${properties.join(',')}::${data(message)}`;
}

/** What the runner decodes behind the last two colons. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(plainLine(text, 400)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
