import type { Effect } from '../http/contract.ts';
import { providers } from '../providers/index.ts';
import type { Step } from './step.ts';

/** A call of a provider that a step may make. */
export interface PlannedCall {
  readonly provider: string;
  readonly operation: string;
  readonly method: string;
  /** Behind the provider's base URL. */
  readonly path: string;
  readonly effect: Effect;
}

/** The calls that a step may make, by its declaration and the provider's contract. */
export async function callsOf({ verb }: Pick<Step, 'verb'>): Promise<PlannedCall[]> {
  const operations = verb.declared.calls ?? [];
  const [noun = ''] = verb.name.split(' ');
  const provider = providers.find(({ name }) => name === noun);
  if (operations.length === 0 || provider === undefined) return [];
  const contract = await provider.contract();
  return operations.flatMap((operation) => {
    const endpoint = contract[operation];
    if (endpoint === undefined) throw new Error(`${verb.name} declares a call that ${noun} does not have`);
    const { method, path, effect } = endpoint;
    return [{ provider: noun, operation, method, path, effect }];
  });
}

/** True for a step that may make a message reach a person, or use something up: it is never done over. */
export async function isSpent(step: Pick<Step, 'verb'>): Promise<boolean> {
  const calls = await callsOf(step);
  return calls.some(({ effect }) => effect === 'sends' || effect === 'consumes');
}
