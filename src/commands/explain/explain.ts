import type { Result } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { readPlaces } from '../../explain/places.ts';
import { readCase } from '../../explain/read-case.ts';
import { type Report, reportOf } from '../../explain/report.ts';
import { readRecording } from '../../recording/read.ts';
import { jsonText } from '../../terminal/plain.ts';

export interface ExplainOptions {
  readonly format: 'text' | 'markdown' | 'html' | 'json';
}

/** Columns where nobody says how many there are, and the fewest and the most that are used. */
const usualColumns = 80;
const [fewestColumns, mostColumns] = [40, 120];

/** Tells what happened in a recording and why. Throws `usage` for a file that is none. */
export async function explain(context: Context, { format }: ExplainOptions, file: string): Promise<Result> {
  if (format !== 'text' && context.output !== 'text') {
    throw new CliError(
      'usage',
      `--format ${format} prints the result in its own way, and so does --json or --field.`,
      {
        hint: 'Give one of them.',
      },
    );
  }
  const places = await readPlaces();
  const recording = readCase(await readRecording(file), places);
  const report = reportOf(recording, places, { ...context, file });
  return { data: { ...report }, alone: (await printed(report, format, columnsOf(context))).trimEnd() };
}

/** The formats are imported when they are asked for. */
async function printed(report: Report, format: ExplainOptions['format'], columns: number): Promise<string> {
  if (format === 'json') return jsonText(report, { pretty: true });
  if (format === 'html') return (await import('../../explain/html.ts')).htmlReport(report);
  if (format === 'markdown') return (await import('../../explain/markdown.ts')).markdownReport(report);
  return (await import('../../explain/text.ts')).textReport(report, columns);
}

function columnsOf({ terminal }: Context): number {
  return Math.min(Math.max(terminal.size?.columns ?? usualColumns, fewestColumns), mostColumns);
}
