import { providers } from '../../src/providers/index.ts';
import { variableOf } from '../../src/settings/names.ts';
import { authrig, type Outcome, type RigOptions } from './rig.ts';
import { type RunningSandbox, runSandbox } from './sandbox.ts';

/** One entry of `data.keys`. */
export interface TestedKey {
  readonly provider: string;
  readonly profile: string;
  readonly verdict: string;
  readonly reason: string;
  readonly milliseconds: number;
}

export interface Smoked extends Outcome {
  readonly keys: readonly TestedKey[];
}

/** Runs `authrig smoke --json`, and reads its keys. */
export async function smoke(argv: readonly string[] = [], options: RigOptions = {}): Promise<Smoked> {
  const outcome = await authrig(['smoke', '--json', ...argv], options);
  return { ...outcome, keys: (outcome.json().data?.['keys'] ?? []) as TestedKey[] };
}

/** Runs it for one provider, with these settings in the environment, and hands back the one key. */
export async function smokeOne(
  provider: string,
  settings: Readonly<Record<string, string>>,
  argv: readonly string[] = [],
): Promise<TestedKey & Pick<Outcome, 'exitCode' | 'stderr'>> {
  const env = Object.fromEntries(Object.entries(settings).map(([name, value]) => [variableOf(name), value]));
  const { keys, exitCode, stderr } = await smoke([provider, ...argv], { env });
  const [only, ...others] = keys;
  if (only === undefined || others.length > 0) throw new Error(`${keys.length} keys were tested: ${stderr}`);
  return { ...only, exitCode, stderr };
}

/** A sandbox of all providers that reads what is left open in this way. */
export async function sandboxOf(switches: Readonly<Record<string, string>> = {}): Promise<RunningSandbox> {
  const modules = await Promise.all(
    providers.map(async ({ name, sandbox }) => [name, await sandbox()] as const),
  );
  return runSandbox(Object.fromEntries(modules), { switches });
}
