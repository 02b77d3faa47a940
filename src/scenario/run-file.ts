import type { Context } from '../context.ts';
import { CliError, exitCodes } from '../errors.ts';
import { startDeadline } from '../flow/deadline.ts';
import { providers } from '../providers/index.ts';
import { type Case, untried } from '../report/result.ts';
import type { EmbeddedSandbox } from '../sandbox/embedded.ts';
import { isSpent } from './effects.ts';
import { namesNeeded } from './references.ts';
import { runStep, type Stage, stepName } from './run-step.ts';
import type { Scenario } from './scenario.ts';
import type { SignedIn } from './sign-in.ts';
import type { Step } from './step.ts';
import { copyKept, createFileStore } from './store.ts';
import type { Variables } from './template.ts';

/** A file with one row of its matrix: what is run, and what a report has a group for. */
export interface Unit {
  readonly scenario: Scenario;
  /** The file's name, with its row of the matrix. */
  readonly name: string;
  readonly variables: Variables;
}

export interface FileOptions {
  /** How often a file that failed is tried again, from its start. */
  readonly retry: number;
  /** Options of the run that every step has too, as words of a command line. */
  readonly words: readonly string[];
  /** True where every step may be skipped. */
  readonly allowSkip: boolean;
  /** Told each step as soon as it has ended. */
  readonly onCase: (unit: Unit, found: Case) => void;
  /** Told where a file is tried again, and why it is not. */
  readonly onRetry: (unit: Unit, text: string) => void;
}

export interface FileEnd {
  readonly unit: Unit;
  readonly cases: readonly Case[];
  readonly attempts: number;
  readonly milliseconds: number;
}

/** The longest that one step of the clean-up may take: nobody waits for ever for what they have stopped. */
const cleanUpMs = 60_000;

/** Runs a file until it passes or may not be tried again. Never throws. */
export async function runFile(
  context: Context,
  unit: Unit,
  signedIn: SignedIn,
  options: FileOptions,
): Promise<FileEnd> {
  const { clock, signal } = context;
  const started = clock.monotonic();
  for (let attempts = 1; ; attempts += 1) {
    const cases = await attempt(context, unit, signedIn, options);
    const end = { unit, cases, attempts, milliseconds: Math.round(clock.monotonic() - started) };
    if (attempts > options.retry || signal.aborted || !cases.some(hasFailed)) return end;
    if (context.sandbox === undefined && (await spentBy(unit, cases))) {
      options.onRetry(unit, 'is not tried again: it has sent a message, or used something up');
      return end;
    }
    options.onRetry(unit, `is tried again, from its start (${attempts} of ${options.retry})`);
  }
}

export function hasFailed({ outcome, exitCode }: Case): boolean {
  return outcome === 'failed' || (outcome === 'skipped' && exitCode !== 0);
}

/** True where a step that ran may have reached a person or used something up. */
async function spentBy({ scenario }: Unit, cases: readonly Case[]): Promise<boolean> {
  const steps = [...scenario.steps, ...scenario.always];
  const ran = steps.filter((_, index) => cases[index]?.outcome !== 'skipped');
  const spent = await Promise.all(ran.map((step) => isSpent(step)));
  return spent.includes(true);
}

async function attempt(
  context: Context,
  unit: Unit,
  signedIn: SignedIn,
  options: FileOptions,
): Promise<Case[]> {
  const cases: Case[] = [];
  const tell = (found: Case): void => {
    cases.push(found);
    options.onCase(unit, found);
  };
  let sandbox: EmbeddedSandbox | undefined;
  try {
    const lacking = unit.scenario.sessions.find(({ name }) => signedIn.failed.has(name));
    if (lacking !== undefined) {
      skipAll(unit, `The shared session ${lacking.name} could not be signed in.`, tell);
      return cases;
    }
    const state = unit.scenario.sessions.length > 0 ? signedIn.state : undefined;
    sandbox = context.sandbox === undefined ? undefined : await startSandbox(context, state);
    await play(unit, await stageOf(context, unit, signedIn, sandbox, options), tell);
  } catch (error) {
    tell(unforeseen(unit, error));
  } finally {
    await sandbox?.close();
  }
  return cases;
}

/** Every file has a sandbox of its own; that of a file with shared sign-ins goes on from where they ended. */
async function startSandbox(
  { clock, randomBytes }: Context,
  state: SignedIn['state'],
): Promise<EmbeddedSandbox> {
  const { startEmbedded } = await import('../sandbox/embedded.ts');
  // The clean-up after Ctrl-C may need its customer still: closing the sandbox ends it.
  const { signal } = new AbortController();
  return startEmbedded({ clock, randomBytes, signal, providers, state });
}

async function stageOf(
  context: Context,
  { scenario, variables }: Unit,
  { store, captured }: SignedIn,
  sandbox: EmbeddedSandbox | undefined,
  { words, allowSkip }: FileOptions,
): Promise<Stage> {
  const shares = scenario.sessions.length > 0;
  const sessions = createFileStore(context.sessions, shares && sandbox === undefined ? store : undefined);
  if (shares && sandbox !== undefined && context.sandbox !== undefined)
    await copyKept(store, sessions, { from: context.sandbox.origin, to: sandbox.origin });
  const own = scenario.sessions.flatMap(({ name }) => [...(captured.get(name) ?? [])]);
  return {
    context,
    sandbox,
    sessions,
    variables: new Map([...variables, ...own]),
    signal: context.signal,
    words,
    allowSkip,
  };
}

/** The steps until the first that fails, and then the clean-up, however they ended. */
async function play({ scenario }: Unit, stage: Stage, tell: (found: Case) => void): Promise<void> {
  let failed = false;
  for (const [index, step] of scenario.steps.entries()) {
    const reason = failed ? 'An earlier step failed.' : undefined;
    const found =
      failed || stage.signal.aborted
        ? skipped(step, index + 1, stage.variables, reason)
        : await runStep(step, index + 1, stage);
    failed ||= hasFailed(found);
    tell(found);
  }
  const captures = new Set(scenario.steps.flatMap((step) => step.captures.map(({ name }) => name)));
  for (const [at, step] of scenario.always.entries())
    tell(await cleanUp(step, scenario.steps.length + at + 1, captures, stage));
}

/** Heeds no signal but its own deadline. What no step has captured needs no clean-up. */
async function cleanUp(
  step: Step,
  index: number,
  captures: ReadonlySet<string>,
  stage: Stage,
): Promise<Case> {
  const { context, variables } = stage;
  const lacking = namesNeeded(step).find((name) => captures.has(name) && !variables.has(name));
  if (lacking !== undefined)
    return skipped(step, index, variables, `There is nothing to clean up: no step has captured ${lacking}.`);
  const { clock } = context;
  const { signal } = new AbortController();
  const over = () => new CliError('expired', `The clean-up did not end within ${cleanUpMs / 1000} s.`);
  const deadline = startDeadline(clock.monotonic() + cleanUpMs, over, { clock, signal });
  try {
    return await runStep(step, index, { ...stage, signal: deadline.signal });
  } finally {
    deadline.release();
  }
}

function skipAll({ scenario, variables }: Unit, reason: string, tell: (found: Case) => void): void {
  for (const [index, step] of scenario.steps.entries()) tell(skipped(step, index + 1, variables, reason));
}

/**
 * Not run because of what failed elsewhere: that counts, and this does not count again. Without such a reason the run
 * ended before its turn.
 */
export function skipped(step: Step, index: number, variables: Variables, reason: string | undefined): Case {
  const name = stepName(step, index, variables);
  if (reason === undefined) return untried({ name, place: step.place });
  return { name, outcome: 'skipped', milliseconds: 0, exitCode: 0, reason, place: step.place };
}

function unforeseen({ scenario }: Unit, error: unknown): Case {
  const known = error instanceof CliError ? error : undefined;
  const message = error instanceof Error ? error.message : 'unknown';
  return {
    name: 'start',
    outcome: 'failed',
    milliseconds: 0,
    exitCode: known?.exitCode ?? exitCodes.internal,
    reason: known?.message ?? `This is a bug in authrig: ${message}`,
    place: scenario.place,
  };
}
