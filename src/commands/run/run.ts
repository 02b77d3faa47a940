import type { Result } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import type { Case, Report } from '../../report/result.ts';
import type { ReportTarget } from '../../report/option.ts';
import { verdictOf } from '../../report/verdict.ts';
import { openReports, type ReportFiles } from '../../report/write.ts';
import { exampleFile } from '../../scenario/examples.ts';
import { scenarioSchema } from '../../scenario/json-schema.ts';
import { makePlan, type Plan } from '../../scenario/plan.ts';
import { problemsError } from '../../scenario/problems.ts';
import { consentToMessages } from '../../scenario/recipients.ts';
import { rehearse } from '../../scenario/rehearse.ts';
import { groupsOf, runAll } from '../../scenario/run-all.ts';
import { signIn } from '../../scenario/sign-in.ts';
import { readVerbs } from '../../verbs.ts';
import { brokenGroups } from './broken.ts';
import { dataOf, noFiles, rowsOf, tellCase, tellRehearsal } from './shown.ts';

export interface RunCommandOptions {
  readonly report?: readonly ReportTarget[];
  readonly example?: readonly string[];
  readonly var?: Readonly<Record<string, string>>;
  readonly varFile?: string;
  readonly tag?: readonly string[];
  readonly concurrency?: number;
  readonly bail?: true;
  readonly retry?: number;
  readonly allowSkip?: true;
  readonly dryRun?: true;
  readonly live?: true;
  readonly schema?: true;
  readonly profile?: string;
  readonly verbose?: boolean;
  readonly quiet?: boolean;
}

/** Files that run at once where nothing is said: a real provider is asked by one at a time. */
const sandboxConcurrency = 4;

/** `authrig run FILE…` */
export async function runScenarios(
  context: Context,
  options: RunCommandOptions,
  named: readonly string[],
): Promise<Result> {
  const tree = await readVerbs();
  if (options.schema === true) return printSchema(scenarioSchema(tree.verbs));
  const reporter = startReport(context, await openReports(context, options.report));
  try {
    const files = [...named, ...(options.example ?? []).map(exampleFile)];
    if (files.length === 0) throw nothingNamed();
    const { tag: tags = [], var: vars = {}, varFile } = options;
    const plan = await makePlan(context, tree, { files, tags, vars, varFile });
    if ('problems' in plan) {
      await reporter.write(brokenGroups(plan.problems));
      throw problemsError(plan.problems);
    }
    if (options.dryRun === true) {
      const rehearsed = await rehearse(context, plan);
      await tellRehearsal(context, rehearsed);
      return { data: { files: rehearsed }, ...(context.output === 'text' ? { silent: true } : {}) };
    }
    await consentToMessages(context, plan, options.live === true);
    return await runPlan(context, plan, options, reporter);
  } catch (error) {
    // `data` is there whatever happens.
    if (!(error instanceof CliError) || error.details.data !== undefined) throw error;
    throw new CliError(error.kind, error.message, { ...error.details, data: noFiles });
  }
}

/** A report that is begun, and written when it is known what became of everything. */
interface Reporter {
  /** `ended` is what stopped the run. Returns the report, and the error to tell where a file could not be written. */
  write(
    groups: Report['groups'],
    ended?: CliError,
  ): Promise<{ readonly report: Report; readonly unwritten: CliError | undefined }>;
}

function startReport({ clock, version }: Context, files: ReportFiles): Reporter {
  const startedAt = new Date(clock.now()).toISOString();
  const started = clock.monotonic();
  return {
    write: async (groups, stop) => {
      const milliseconds = Math.round(clock.monotonic() - started);
      const ended = stop && { exitCode: stop.exitCode, reason: stop.message };
      const report: Report = {
        command: 'run',
        version,
        startedAt,
        milliseconds,
        groups,
        ...(ended === undefined ? {} : { ended }),
      };
      return { report, unwritten: await files.write(report) };
    },
  };
}

async function runPlan(
  context: Context,
  { units, sessions }: Plan,
  options: RunCommandOptions,
  reporter: Reporter,
): Promise<Result> {
  const { terminal, sandbox, signal } = context;
  const words = wordsOf(context, options);
  const signedIn = await signIn(context, sessions, words, (found) => tellCase(terminal, 'shared', found));
  const ends = await runAll(context, units, signedIn, {
    words,
    retry: options.retry ?? 0,
    bail: options.bail === true,
    concurrency: options.concurrency ?? (sandbox === undefined ? 1 : sandboxConcurrency),
    allowSkip: options.allowSkip === true,
    onCase: ({ name }, found: Case) => tellCase(terminal, name, found),
    onRetry: ({ name }, text) => terminal.message(`${name} ${text}.`),
  });
  const stop = signal.aborted ? stopped(signal) : undefined;
  const { report, unwritten } = await reporter.write(groupsOf(signedIn.cases, ends), stop);
  const verdict = stop ?? verdictOf(report);
  if (verdict !== undefined && unwritten !== undefined) terminal.warning(unwritten.message, 'bad');
  const afterwards = verdict ?? unwritten;
  return {
    data: dataOf(context, signedIn.cases, ends, report),
    rows: rowsOf(ends, report),
    ...(afterwards === undefined ? {} : { afterwards }),
  };
}

/** What every step is told beside its own options. */
function wordsOf({ sandbox }: Context, { profile, verbose, quiet }: RunCommandOptions): string[] {
  return [
    ...(sandbox === undefined ? [] : ['--sandbox']),
    ...(profile === undefined ? [] : [`--profile=${profile}`]),
    ...(verbose === true ? ['--verbose'] : []),
    ...(quiet === true ? ['--quiet'] : []),
  ];
}

function stopped({ reason }: AbortSignal): CliError {
  if (reason instanceof CliError) return reason;
  throw reason;
}

function printSchema(schema: Readonly<Record<string, unknown>>): Result {
  return { data: { schema }, alone: JSON.stringify(schema, undefined, 2) };
}

function nothingNamed(): CliError {
  return new CliError('usage', 'No scenario file is named.', {
    hint: 'Type: authrig run FILE…, or try one that ships: authrig run --sandbox --example juvlon',
  });
}
