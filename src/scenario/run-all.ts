import type { Context } from '../context.ts';
import type { Case, Group } from '../report/result.ts';
import { type FileEnd, type FileOptions, hasFailed, runFile, skipped, type Unit } from './run-file.ts';
import type { SignedIn } from './sign-in.ts';

export interface RunOptions extends FileOptions {
  /** How many files run at once. */
  readonly concurrency: number;
  /** True where the first file that fails is the last that is begun. */
  readonly bail: boolean;
}

/** Runs every file, some at once, and hands them back in their order. Those that were never begun are skipped, or untried. */
export async function runAll(
  context: Context,
  units: readonly Unit[],
  signedIn: SignedIn,
  options: RunOptions,
): Promise<FileEnd[]> {
  const ends = new Map<Unit, FileEnd>();
  const waiting = [...units];
  let bailed = options.bail && signedIn.failed.size > 0;

  async function work(): Promise<void> {
    for (let unit = waiting.shift(); unit !== undefined; unit = waiting.shift()) {
      if (bailed || context.signal.aborted) {
        ends.set(unit, unbegun(unit, bailed ? 'A file before it failed, and --bail was given.' : undefined));
        continue;
      }
      const end = await runFile(context, unit, signedIn, options);
      ends.set(unit, end);
      bailed ||= options.bail && end.cases.some(hasFailed);
    }
  }

  await Promise.all(Array.from({ length: options.concurrency }, work));
  return units.flatMap((unit) => ends.get(unit) ?? []);
}

/** Without a reason the run ended before its turn. */
function unbegun(unit: Unit, reason: string | undefined): FileEnd {
  const cases = unit.scenario.steps.map((step, index) => skipped(step, index + 1, unit.variables, reason));
  return { unit, cases, attempts: 0, milliseconds: 0 };
}

/** The groups of a report: the shared sign-ins, and then one a file. */
export function groupsOf(signIns: readonly Case[], ends: readonly FileEnd[]): Group[] {
  const shared = signIns.length === 0 ? [] : [{ name: 'shared sessions', cases: signIns }];
  return [
    ...shared,
    ...ends.map(({ unit: { name, scenario }, cases }) => ({ name, cases, file: scenario.file })),
  ];
}
