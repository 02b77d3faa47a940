import type { Context } from '../context.ts';
import { CliError } from '../errors.ts';
import type { VerbTree } from '../verbs.ts';
import { loadScenario, loadVariables } from './load.ts';
import { createProblems, inOrder, meant, type Problem } from './problems.ts';
import type { Unit } from './run-file.ts';
import type { Scenario } from './scenario.ts';
import { sessionsOf, type Wanted } from './sign-in.ts';
import { checkFlags, type Given, settleRows } from './variables.ts';

/** All that is to be run. */
export interface Plan {
  readonly units: readonly Unit[];
  readonly sessions: readonly Wanted[];
}

export interface PlanOptions {
  readonly files: readonly string[];
  readonly tags: readonly string[];
  readonly vars: Readonly<Record<string, string>>;
  readonly varFile: string | undefined;
}

/**
 * Reads and checks every file of the run before anything of it is done. Hands back what is wrong with the files; throws
 * `usage` for options that fit none of them, and `local` for a file that may not be read.
 */
export async function makePlan(
  context: Context,
  tree: VerbTree,
  { files, tags, vars, varFile }: PlanOptions,
): Promise<Plan | { readonly problems: readonly Problem[] }> {
  const problems = createProblems();
  const loaded: Scenario[] = [];
  for (const file of files) {
    context.signal.throwIfAborted();
    const scenario = await loadScenario(context, file, tree, problems);
    if (scenario !== undefined) loaded.push(scenario);
  }
  const given: Given = {
    flags: vars,
    file: varFile === undefined ? new Map() : await loadVariables(context, varFile, problems),
    env: context.env,
    sandbox: context.sandbox !== undefined || (context.env['AUTHRIG_SANDBOX_URL'] ?? '') !== '',
  };
  // A file that could not be read may be the one that has the variable, or the tag.
  if (problems.found.length === 0) {
    const strange = checkFlags(vars, loaded);
    if (strange !== undefined)
      throw new CliError('usage', `--var ${strange.name} is a variable of no file.`, { hint: strange.hint });
    checkTags(loaded, tags);
  }
  const chosen =
    tags.length === 0 ? loaded : loaded.filter((each) => each.tags.some((tag) => tags.includes(tag)));
  const learn = (secret: string): void => context.redactor.learn(secret, 'key');
  const units = chosen.flatMap((scenario) =>
    settleRows(scenario, given, learn, problems).map(({ label, variables }) => {
      const name = label === '' ? scenario.name : `${scenario.name} (${label})`;
      return { scenario, variables, name };
    }),
  );
  const told = toldApart(units);
  const sessions = problems.found.length > 0 ? [] : sessionsOf(units, problems);
  return problems.found.length > 0 ? { problems: inOrder(problems.found) } : { units: told, sessions };
}

/** Where two files have one name, it is not enough to tell what became of which. */
function toldApart(units: readonly Unit[]): Unit[] {
  const files = new Map<string, Set<string>>();
  for (const { name, scenario } of units) files.set(name, (files.get(name) ?? new Set()).add(scenario.file));
  return units.map((unit) =>
    (files.get(unit.name)?.size ?? 0) > 1 ? { ...unit, name: `${unit.name} (${unit.scenario.file})` } : unit,
  );
}

/** Throws `usage` for a tag that no file has. */
function checkTags(scenarios: readonly Scenario[], tags: readonly string[]): void {
  const known = [...new Set(scenarios.flatMap((scenario) => scenario.tags))];
  const strange = tags.find((tag) => !known.includes(tag));
  if (strange === undefined) return;
  throw new CliError('usage', `No file has the tag ${strange}.`, {
    hint: meant(strange, known).trim() || 'Tags stand at the top of a file: tags: [smoke]',
  });
}
