import type { Context } from '../../context.ts';
import type { Case, Outcome, Report } from '../../report/result.ts';
import { casesOf, countsOf, durationText, placeText, totalsOf } from '../../report/totals.ts';
import { isFailure } from '../../report/verdict.ts';
import type { RehearsedFile } from '../../scenario/rehearse.ts';
import type { FileEnd } from '../../scenario/run-file.ts';
import { plainLine } from '../../terminal/plain.ts';
import type { Terminal } from '../../terminal/terminal.ts';

/** The data of a run that did nothing. */
export const noFiles = {
  files: [],
  sessions: [],
  passed: 0,
  failed: 0,
  inconclusive: 0,
  skipped: 0,
} as const;

const words = { passed: 'ok', failed: 'FAILED', inconclusive: 'unsure', skipped: 'skipped' } as const;

/** One line a step, as it ends; a step that failed says why, and is told under --quiet too. */
export function tellCase(terminal: Terminal, group: string, found: Case): void {
  const { name, outcome, milliseconds, reason, detail } = found;
  const line = `${words[outcome].padEnd(7)} ${group}: ${name}`;
  if (outcome === 'passed') return terminal.message(`${line} (${durationText(milliseconds)})`);
  const where = placeText(found);
  const why = [where, reason].filter((part) => part !== undefined).join(': ');
  if (outcome === 'skipped') return terminal.message(`${line} (${reason ?? 'not run'})`, 'dim');
  terminal.warning(`${line}\n        ${why}`, 'bad');
  for (const more of detail?.split('\n') ?? []) terminal.message(`        ${more}`, 'dim');
}

/** A line a file, and one for all. */
export function rowsOf(ends: readonly FileEnd[], report: Report): [string, string][] {
  const cases = casesOf(report);
  const total = cases.length === 1 ? '1 step' : `${cases.length} steps`;
  return [
    ...ends.map((end): [string, string] => [end.unit.name, endOf(end)]),
    ['run', `${countsOf(totalsOf(cases)) || 'nothing'} of ${total}, ${durationText(report.milliseconds)}`],
  ];
}

function endOf({ cases, milliseconds, attempts }: FileEnd): string {
  const again = attempts > 1 ? `, at try ${attempts}` : '';
  return `${countsOf(totalsOf(cases))}, ${durationText(milliseconds)}${again}`;
}

/** `data` of a run: every file with its steps, redacted as a report is. */
export function dataOf(
  { terminal }: Pick<Context, 'terminal'>,
  sessions: readonly Case[],
  ends: readonly FileEnd[],
  report: Report,
) {
  const { passed, failed, inconclusive, skipped } = totalsOf(casesOf(report));
  const step = (found: Case) => stepData(terminal, found);
  return {
    files: ends.map(({ unit: { name, scenario }, cases, attempts, milliseconds }) => ({
      name: terminal.safe(name),
      file: scenario.file,
      outcome: outcomeOf(cases),
      milliseconds,
      attempts,
      steps: cases.map(step),
    })),
    sessions: sessions.map(step),
    passed,
    failed,
    inconclusive,
    skipped,
  };
}

/** As the run ends with it, for one file. */
function outcomeOf(cases: readonly Case[]): Outcome {
  const has = (wanted: Outcome): boolean => cases.some(({ outcome }) => outcome === wanted);
  if (cases.some(isFailure)) return 'failed';
  if (has('inconclusive')) return 'inconclusive';
  return has('passed') ? 'passed' : 'skipped';
}

function stepData(
  { safe }: Terminal,
  { name, outcome, exitCode, milliseconds, place, reason, detail }: Case,
) {
  return {
    name: safe(name),
    outcome,
    exitCode,
    milliseconds,
    ...(place === undefined ? {} : { line: place.line, column: place.column }),
    ...(reason === undefined ? {} : { reason: safe(reason) }),
    ...(detail === undefined ? {} : { detail: safe(detail) }),
  };
}

/** What --dry-run prints: the command lines, and under each what it may call. */
export async function tellRehearsal(
  { terminal, output }: Pick<Context, 'terminal' | 'output'>,
  files: readonly RehearsedFile[],
): Promise<void> {
  if (output !== 'text') return;
  const lines = files.flatMap(({ name, file, steps }) => [
    name === file ? file : `${name} (${file})`,
    ...steps.flatMap(({ line, column, command, calls }) => [
      `  ${line}:${column}  ${command}`,
      ...calls.map(({ method, url, effect }) => `        ${method} ${url} (${effect})`),
    ]),
  ]);
  await terminal.result(
    lines
      .map((line) => `${line.slice(0, line.search(/\S/))}${terminal.safe(plainLine(line, 2000))}\n`)
      .join(''),
  );
}
