import { CliError, type ErrorKind } from '../errors.ts';
import type { Case, Report } from './result.ts';
import { casesOf, placeText } from './totals.ts';

/**
 * How smoke, run and the merge of their reports end: with the worst case, `credentials` for a bad key and `failed` for
 * a scenario before `inconclusive`, and undefined where all is well. Nothing that passed is `inconclusive`, never 0. A
 * step that was skipped without leave fails its run.
 */
export function verdictOf(report: Report): CliError | undefined {
  const { command } = report;
  const cases = casesOf(report);
  const failed = cases.filter(command === 'run' ? isFailure : ({ outcome }) => outcome === 'failed');
  const unsure = cases.filter(({ outcome }) => outcome === 'inconclusive');
  if (failed.length > 0) {
    const what = command === 'smoke' ? 'no good' : 'not as expected';
    const also = unsure.length === 0 ? what : `${what}, and ${unsure.length} ${be(unsure)} not certain`;
    return verdict(report, command === 'smoke' ? 'credentials' : 'failed', failed, also);
  }
  if (unsure.length > 0) return verdict(report, 'inconclusive', unsure, 'not certain');
  if (cases.some(({ outcome }) => outcome === 'passed')) return undefined;
  return new CliError('inconclusive', `There was nothing to ${command === 'smoke' ? 'test' : 'run'}.`, {
    hint: `Nothing was found wrong, and nothing was found right. Type: authrig ${command} --help`,
  });
}

/** True for a step that fails its run: one that was skipped without leave does. */
export function isFailure({ outcome, exitCode }: Case): boolean {
  return outcome === 'failed' || (outcome === 'skipped' && exitCode !== 0);
}

/** The exit code of the run: what ended it early stands above `verdictOf`. */
export function exitCodeOf(report: Report): number {
  return report.ended?.exitCode ?? verdictOf(report)?.exitCode ?? 0;
}

function verdict(report: Report, kind: ErrorKind, found: readonly Case[], what: string): CliError {
  const total = casesOf(report).length;
  const noun = report.command === 'smoke' ? 'key' : 'step';
  const [first] = found;
  const more = found.length === 1 ? '' : 'The first: ';
  return new CliError(
    kind,
    `${found.length} of ${total} ${noun}${total === 1 ? '' : 's'} ${be(found)} ${what}.`,
    first === undefined ? {} : { hint: `${more}${whatOf(report, first)}` },
  );
}

/** What befell a step has been told with it, so that its place is enough. */
function whatOf({ command }: Report, each: Case): string {
  const place = command === 'run' ? placeText(each) : undefined;
  return `${each.name}: ${place ?? each.reason ?? each.outcome}`;
}

function be({ length }: readonly Case[]): string {
  return length === 1 ? 'is' : 'are';
}
