import type { Context } from '../context.ts';
import { CliError, exitCodes } from '../errors.ts';
import { startDeadline } from '../flow/deadline.ts';
import { poll } from '../flow/poll.ts';
import type { Invoked } from '../invoke.ts';
import { durationOption } from '../options/values.ts';
import type { Case } from '../report/result.ts';
import type { EmbeddedSandbox } from '../sandbox/embedded.ts';
import type { Sessions } from '../settings/sessions.ts';
import { type Expectation, judge, valueAt } from './expectation.ts';
import { commandLine, environmentOf } from './given.ts';
import { isSecretPath, shownValue } from './shown.ts';
import type { Step, Until } from './step.ts';
import { fillText, type Variables } from './template.ts';

/** Where the steps of a file run. */
export interface Stage {
  readonly context: Context;
  readonly sandbox: EmbeddedSandbox | undefined;
  readonly sessions: Sessions;
  /** Grows by what the steps capture. */
  readonly variables: Map<string, unknown>;
  readonly signal: AbortSignal;
  /** Options of the run that every step has too, as words of a command line. */
  readonly words: readonly string[];
  /** True where every step may be skipped. */
  readonly allowSkip: boolean;
}

/** Longer than any documented wait for a person; a step may set its own with `timeout`. */
const stepMs = 15 * 60_000;
/** Between two checks of a real provider: the longest interval that a vendor documents. */
const leastLiveMs = 5000;

/** What no waiting mends: a bug, a wrong value, this machine. */
const hopeless = new Set<number>([exitCodes.internal, exitCodes.usage, exitCodes.local]);

/** How one try ended: what is wrong, or what was captured. */
type Verdict =
  | { readonly captured: ReadonlyMap<string, unknown> }
  | { readonly reason: string; readonly detail?: string; readonly exitCode: number };

/** Runs one step and says what became of it; what it captured is in the stage's variables then. Never throws. */
export async function runStep(step: Step, index: number, stage: Stage): Promise<Case> {
  const { clock } = stage.context;
  const started = clock.monotonic();
  const done = (rest: Pick<Case, 'outcome' | 'exitCode' | 'reason' | 'detail'>): Case => ({
    name: stepName(step, index, stage.variables),
    milliseconds: Math.round(clock.monotonic() - started),
    place: step.place,
    ...rest,
  });
  const unmet = step.when.find((condition) => judgeVariable(condition, stage.variables) !== undefined);
  if (unmet !== undefined) {
    const reason = `It is skipped, since ${unmet.path} is not as its \`when\` wants it.`;
    return done({
      outcome: 'skipped',
      exitCode: step.allowSkip || stage.allowSkip ? 0 : exitCodes.failed,
      reason,
    });
  }
  const verdict = await tried(step, stage);
  if ('captured' in verdict) {
    for (const [name, value] of verdict.captured) stage.variables.set(name, value);
    return done({ outcome: 'passed', exitCode: 0 });
  }
  const { reason, detail, exitCode } = verdict;
  return done({ outcome: 'failed', exitCode, reason, ...(detail === undefined ? {} : { detail }) });
}

/** `3. juvlon verify`, or what the step calls itself. */
export function stepName({ title, verb }: Step, index: number, variables: Variables): string {
  return `${index}. ${title === undefined ? verb.name : fillText(title, variables)}`;
}

function judgeVariable(condition: Expectation, variables: Variables) {
  return judge(condition, Object.fromEntries(variables), variables);
}

async function tried(step: Step, stage: Stage): Promise<Verdict> {
  try {
    return step.until === undefined ? await once(step, stage) : await untilTrue(step, step.until, stage);
  } catch (error) {
    if (error instanceof CliError) return { reason: error.message, exitCode: error.exitCode };
    const reason = error instanceof Error ? error.message : 'unknown';
    return { reason: `This is a bug in authrig: ${reason}`, exitCode: exitCodes.internal };
  }
}

async function once(step: Step, stage: Stage, leftMs = stepMs): Promise<Verdict> {
  const { context, sandbox, sessions, variables, signal } = stage;
  const { clock, terminal } = context;
  const given = new Map(step.given);
  const timeout = given.get('timeout')?.value;
  given.delete('timeout');
  const ownMs = timeout === undefined ? leftMs : durationOption('timeout')(fillText(timeout, variables));
  const line = commandLine(step.verb, given, variables);
  // On the machine's clock, whatever the steps do to that of the sandbox.
  const deadline = startDeadline(clock.monotonic() + Math.min(ownMs, leftMs), () => overdue(ownMs), {
    clock,
    signal,
  });
  try {
    const ended = await context.invoke([...stage.words, ...line], {
      env: {
        ...environmentOf(step.verb, given, variables),
        ...(sandbox === undefined ? {} : { AUTHRIG_SANDBOX_URL: sandbox.origin }),
      },
      sessions,
      signal: deadline.signal,
      ...(sandbox === undefined ? {} : { sandbox }),
      // In a live run somebody may have to act on what is said. The step's own terminal has masked what has to be.
      onMessage: (text) => (sandbox === undefined ? terminal.draw([text]) : terminal.trace(text)),
    });
    return verdictOn(step, ended, variables);
  } finally {
    deadline.release();
  }
}

function overdue(milliseconds: number): CliError {
  return new CliError('expired', `The step did not end within ${Math.round(milliseconds) / 1000} s.`, {
    hint: 'Give it more time with its option timeout.',
  });
}

/** Repeats what only reads until what is expected of it comes true. */
async function untilTrue(step: Step, { intervalMs, deadlineMs }: Until, stage: Stage): Promise<Verdict> {
  const { clock } = stage.context;
  const live = stage.sandbox === undefined && (step.verb.declared.calls ?? []).length > 0;
  let last = 'nothing was found.';
  return poll<Verdict>({
    check: async (_attempt, timeoutMs) => {
      const until = clock.monotonic() + timeoutMs;
      const found = await once(step, stage, timeoutMs);
      if ('captured' in found || hopeless.has(found.exitCode)) return { done: found };
      // A check that the deadline cut short has found nothing that is worth telling.
      if (clock.monotonic() < until) last = found.reason;
      return { pending: last };
    },
    intervalMs: live ? Math.max(intervalMs, leastLiveMs) : intervalMs,
    eager: !live,
    budgetMs: deadlineMs,
    attempts: Number.POSITIVE_INFINITY,
    clock,
    signal: stage.signal,
    expired: () => new CliError('expired', `It did not come true within ${deadlineMs / 1000} s: ${last}`),
  });
}

function verdictOn(step: Step, { exitCode, document }: Invoked, variables: Variables): Verdict {
  const seen = { ...document, exitCode };
  const captured = new Map(step.captures.map(({ name, path }) => [name, valueAt(seen, path)] as const));
  const known = new Map([...variables, ...captured]);
  // Where nothing is said about failing, the command has to succeed.
  const mayFail = step.expectations.some(({ path }) => /^(?:error(?:\.|$)|exitCode$|ok$)/.test(path));
  if (exitCode !== 0 && !mayFail) return failure(document, exitCode);
  const wrong = step.expectations.flatMap((expectation) => {
    const found = judge(expectation, seen, known);
    return found === undefined ? [] : [sentenceOf(expectation, found)];
  });
  const [first, ...more] = wrong;
  if (first !== undefined) {
    const told = exitCode === 0 ? more : [...more, failure(document, exitCode).reason];
    const detail = told.length === 0 ? {} : { detail: told.join('\n') };
    return { reason: first, ...detail, exitCode: exitCodes.failed };
  }
  const missing = step.captures.find(({ name }) => captured.get(name) === undefined);
  if (missing !== undefined) {
    const reason = `${missing.path} was to be captured as ${missing.name}, and is not in the document.`;
    return { reason, exitCode: exitCodes.failed };
  }
  return { captured };
}

function sentenceOf(
  { path, matcher }: Expectation,
  { wanted, found }: { readonly wanted: string; readonly found: unknown },
): string {
  const hidden = isSecretPath(path) && (matcher === 'equals' || matcher === 'oneOf');
  const expected = hidden ? 'another value' : wanted;
  return `${path} is ${shownValue(path, found)}, and ${expected} was expected.`;
}

/** The command's own words for why it failed, redacted by its terminal. */
function failure(
  document: Invoked['document'],
  exitCode: number,
): { reason: string; detail?: string; exitCode: number } {
  const text = (path: string): string | undefined => {
    const value = valueAt(document, path);
    return typeof value === 'string' ? value : undefined;
  };
  const reason = text('error.message') ?? `The command ended with ${exitCode}.`;
  const detail = text('error.hint');
  return { reason, exitCode, ...(detail === undefined ? {} : { detail }) };
}
