import type { Result } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { providers } from '../../providers/index.ts';
import { activeStatements } from './announce.ts';
import type { ReportTarget } from '../../report/option.ts';
import { verdictOf } from '../../report/verdict.ts';
import { openReports } from '../../report/write.ts';
import { examine, type Finding, type Manner } from './examine.ts';
import { fewWarnings } from './few-warnings.ts';
import { keptKeys } from './kept-keys.ts';
import { reportOf, resultOf, type Run } from './outcome.ts';
import { createPace } from './pace.ts';
import { showProgress } from './progress.ts';
import { partOf, type Shard } from './shard.ts';
import { sideBySide } from './side-by-side.ts';
import { examinersOf, type Target } from './target.ts';

export interface SmokeOptions {
  readonly calibrate?: true;
  readonly active?: true;
  readonly concurrency: number;
  readonly keys?: string;
  readonly shard?: Shard;
  readonly report?: readonly ReportTarget[];
}

/**
 * `authrig smoke [PROVIDER…]`: asks each provider whether its keys are good, side by side. Ends with the worst verdict;
 * after a signal, too, what was tested by then is told, and the reports are written.
 */
export async function smoke(
  context: Context,
  options: SmokeOptions,
  names: readonly string[],
): Promise<Result> {
  const { clock, signal } = context;
  const reports = await openReports(context, options.report);
  const targets = await targetsOf(context, options, names);
  const findings: (Finding | undefined)[] = targets.map(() => undefined);
  // What is left behind in the sandbox is left behind nowhere.
  const manner = {
    calibrate: options.calibrate === true,
    active: options.active === true || context.sandbox !== undefined,
  };
  if (options.active === true) {
    for (const statement of activeStatements(targets, manner)) context.terminal.warning(statement);
  }
  const startedAt = clock.now();
  const started = clock.monotonic();
  let stopped: CliError | undefined;
  try {
    await examineAll(context, targets, manner, options.concurrency, (at, finding) => {
      findings[at] = finding;
    });
  } catch (error) {
    if (!signal.aborted || !(signal.reason instanceof CliError)) throw error;
    stopped = signal.reason;
  }
  const tested = targets.map((target, at) => ({ target, finding: findings[at] }));
  const run: Run = {
    version: context.version,
    startedAt,
    milliseconds: Math.round(clock.monotonic() - started),
    shard: options.shard,
    file: options.keys,
    ended: stopped && { exitCode: stopped.exitCode, reason: stopped.message },
  };
  const report = reportOf(tested, run);
  const unwritten = await reports.write(report);
  const verdict = targets.length === 0 ? nothing(options, names) : verdictOf(report);
  const afterwards = stopped ?? verdict ?? unwritten;
  if (unwritten !== undefined && afterwards !== unwritten) context.terminal.warning(unwritten.message, 'bad');
  return { ...resultOf(tested), ...(afterwards === undefined ? {} : { afterwards }) };
}

async function targetsOf(
  context: Context,
  { keys, shard }: SmokeOptions,
  names: readonly string[],
): Promise<readonly Target[]> {
  const isAsked = (name: string): boolean => names.length === 0 || names.includes(name);
  if (keys === undefined) {
    const examiners = await examinersOf(providers.filter(({ name }) => isAsked(name)));
    return partOf(await keptKeys(context, examiners), shard);
  }
  const { listedKeys } = await import('./key-file.ts');
  const listed = await listedKeys(context, keys, await examinersOf(providers));
  return partOf(
    listed.filter(({ examiner }) => isAsked(examiner.card.name)),
    shard,
  );
}

/** Every key, each provider in its own lane, since only it may have to wait for its host's limit. */
async function examineAll(
  context: Context,
  targets: readonly Target[],
  manner: Manner,
  concurrency: number,
  found: (at: number, finding: Finding) => void,
): Promise<void> {
  const { clock, signal } = context;
  const pace = createPace(clock, signal);
  const quieter = { ...context, terminal: fewWarnings(context.terminal) };
  const progress = await showProgress(context, targets.length);
  try {
    await sideBySide(lanesOf(targets), concurrency, {
      ready: async (at) => {
        signal.throwIfAborted();
        const { baseUrl, examiner, key } = targets[at]!;
        if (!('problem' in key)) await pace.turn(baseUrl, examiner.card.rateLimit, manner.calibrate ? 2 : 1);
      },
      work: async (at) => {
        const finding = await examine(quieter, targets[at]!, manner);
        found(at, finding);
        progress.count(finding.verdict);
      },
    });
  } finally {
    progress.stop();
  }
}

/** The places of each provider's keys in the list. */
function lanesOf(targets: readonly Target[]): number[][] {
  const lanes = new Map<string, number[]>();
  for (const [at, { examiner }] of targets.entries()) {
    const lane = lanes.get(examiner.card.name) ?? [];
    lanes.set(examiner.card.name, lane);
    lane.push(at);
  }
  return [...lanes.values()];
}

function nothing({ keys, shard }: SmokeOptions, names: readonly string[]): CliError {
  const what = names.length === 0 ? 'no key' : `no key of ${names.join(', ')}`;
  const where = keys === undefined ? 'is kept' : `stands in ${keys}`;
  const part = shard === undefined ? '' : `, or none in part ${shard.index} of ${shard.of}`;
  return new CliError('inconclusive', `There was nothing to test: ${what} ${where}${part}.`, {
    hint:
      keys === undefined
        ? `${waysTo(names)}; or try: authrig smoke --sandbox`
        : 'Look at the providers and lines of the file.',
  });
}

/** How a key of these providers comes to be kept: one that has none among its settings keeps the tokens of its sign-ins. */
function waysTo(names: readonly string[]): string {
  const asked = providers.filter(({ name }) => names.length === 0 || names.includes(name));
  const [set] = asked.flatMap(({ settings }) => settings.find(({ secret }) => secret === true) ?? []);
  const signIn = asked.find(({ settings }) => settings.every(({ secret }) => secret !== true));
  const ways = [
    ...(set === undefined ? [] : [`keep one with: authrig config set ${set.name}`]),
    ...(signIn === undefined ? [] : [`sign in with: authrig ${signIn.name} phone`]),
  ].join('; ');
  return `${ways.charAt(0).toUpperCase()}${ways.slice(1)}`;
}
