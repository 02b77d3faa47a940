import type { Result } from '../../command.ts';
import type { Context } from '../../context.ts';
import { mergeReports, type NamedReport } from '../../report/merge.ts';
import type { ReportTarget } from '../../report/option.ts';
import { readReport } from '../../report/read-json.ts';
import { casesOf, totalsOf } from '../../report/totals.ts';
import { verdictOf } from '../../report/verdict.ts';
import { openReports } from '../../report/write.ts';

/** `authrig report merge FILE…` */
export async function merge(
  context: Context,
  { report: targets }: { readonly report?: readonly ReportTarget[] },
  files: readonly string[],
): Promise<Result> {
  const reports = await openReports(context, targets);
  const named: NamedReport[] = [];
  for (const file of files) {
    context.signal.throwIfAborted();
    named.push({ file, report: await readReport(file) });
  }
  const merged = mergeReports(named);
  const afterwards = (await reports.write(merged)) ?? verdictOf(merged);
  const totals = totalsOf(casesOf(merged));
  return {
    data: { command: merged.command, reports: files.length, ...totals },
    rows: Object.entries(totals).map(([outcome, count]) => [outcome, `${count}`] as const),
    ...(afterwards === undefined ? {} : { afterwards }),
  };
}
