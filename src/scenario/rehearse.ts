import type { Context } from '../context.ts';
import { callsOf } from './effects.ts';
import { commandLine } from './given.ts';
import type { Plan } from './plan.ts';
import { baseUrlOf } from './recipients.ts';
import { stepName } from './run-step.ts';
import { shownCommand } from './shown.ts';
import type { Step } from './step.ts';
import { referencesIn, type Variables } from './template.ts';
import type { Node } from './yaml.ts';

/** A step that would be run. */
export interface Rehearsed {
  readonly name: string;
  readonly line: number;
  readonly column: number;
  /** The command line, its secrets masked; what is captured on the way stands as `${name}`. */
  readonly command: string;
  /** What it may call at its provider. */
  readonly calls: readonly {
    readonly operation: string;
    readonly method: string;
    readonly url: string;
    readonly effect: string;
  }[];
}

export interface RehearsedFile {
  readonly name: string;
  readonly file: string;
  readonly steps: readonly Rehearsed[];
}

/** What a run would do, for --dry-run: nothing is called, signed in or sent. */
export async function rehearse(context: Context, { units, sessions }: Plan): Promise<RehearsedFile[]> {
  const shared = await Promise.all(
    sessions.map(async ({ session: { name, step }, variables }, index) => ({
      name: `shared session ${name}`,
      file: step.place.file,
      steps: [await rehearseStep(context, step, index + 1, variables)],
    })),
  );
  const files = await Promise.all(
    units.map(async ({ name, scenario, variables }) => ({
      name,
      file: scenario.file,
      steps: await Promise.all(
        [...scenario.steps, ...scenario.always].map((step, index) =>
          rehearseStep(context, step, index + 1, variables),
        ),
      ),
    })),
  );
  return [...shared, ...files];
}

async function rehearseStep(
  context: Context,
  step: Step,
  index: number,
  variables: Variables,
): Promise<Rehearsed> {
  const { verb, given, place } = step;
  const calls = await callsOf(step);
  const known = new Map(
    [...given].filter(([name, { value }]) => !isOpenSwitch(step, name, value, variables)),
  );
  return {
    name: stepName(step, index, variables),
    line: place.line,
    column: place.column,
    command: shownCommand(
      commandLine(verb, known, variables),
      verb.inputs.map(({ name }) => name),
    ),
    calls: calls.map(({ provider, operation, method, path, effect }) => ({
      operation,
      method,
      url: baseUrlOf(context, provider, step, variables).replace(/\/+$/, '') + path,
      effect,
    })),
  };
}

/** A switch whose variable is captured on the way is neither on nor off yet. */
function isOpenSwitch({ verb }: Step, name: string, value: Node, variables: Variables): boolean {
  return (
    !verb.inputs.some((input) => input.name === name) &&
    verb.options.get(name)?.takesValue !== true &&
    referencesIn(value).some((each) => !variables.has(each.name))
  );
}
