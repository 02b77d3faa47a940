import type { Context } from '../context.ts';
import { type Answer, call, type Callee } from './call.ts';
import type { Contract, Endpoint, ProbeMaterial, v } from './contract.ts';

type Reach = Pick<Context, 'http' | 'terminal' | 'redactor' | 'clock'>;

/** One call in the form that its contract declares for probes, and in no other. */
export interface ProbeCall {
  readonly operation: string;
  /** What it leaves behind at the provider, to be told before it is sent; undefined where it leaves nothing. */
  readonly leaves: string | undefined;
  /** Settings that it can't do without, by their names without the provider's. */
  readonly needs: readonly string[];
  /** Sends it once. Throws as `call` does. */
  send(reach: Reach, callee: Callee, material: ProbeMaterial): Promise<Answer>;
}

type InputOf<E> = E extends Endpoint<infer Input, v.GenericSchema> ? Input : never;
type FormOf<E> = E extends { readonly probe: (material: ProbeMaterial) => infer Input } ? Input : never;
type ActiveFormOf<E> = E extends {
  readonly active: { readonly input: (material: ProbeMaterial) => infer Input };
}
  ? Input
  : never;

/** The operations whose form is an input of theirs; one that sends a message is never among them. */
type Probed<C extends Contract, Form extends 'harmless' | 'active'> = {
  [Name in keyof C & string]: C[Name]['effect'] extends 'sends'
    ? never
    : [Form extends 'harmless' ? FormOf<C[Name]> : ActiveFormOf<C[Name]>] extends [infer Input]
      ? [Input] extends [never]
        ? never
        : Input extends InputOf<C[Name]>
          ? Name
          : never
      : never;
}[keyof C & string];

/** A person waits, and a server that is slow is no news about a key. */
const timeoutMs = 5000;

/**
 * The call in its harmless form: nothing is sent to anybody, used up or changed by it, whatever its effect is
 * otherwise. A call without such a form does not compile, and throws.
 */
export function harmlessCall<C extends Contract>(contract: C, operation: Probed<C, 'harmless'>): ProbeCall {
  const endpoint = endpointOf(contract, operation);
  const form = endpoint.probe;
  if (form === undefined) throw new Error(`${operation} declares no harmless form.`);
  return {
    operation,
    leaves: undefined,
    needs: [],
    // Sent so, it has no consequence that a lost answer could leave open.
    send: (reach, callee, material) =>
      send({ ...endpoint, effect: 'reads' }, operation, form(material), reach, callee),
  };
}

/** The call in the form that leaves something behind; as `harmlessCall` in all else. */
export function activeCall<C extends Contract>(contract: C, operation: Probed<C, 'active'>): ProbeCall {
  const endpoint = endpointOf(contract, operation);
  const form = endpoint.active;
  if (form === undefined) throw new Error(`${operation} declares no active form.`);
  return {
    operation,
    leaves: form.leaves,
    needs: form.needs ?? [],
    send: (reach, callee, material) => send(endpoint, operation, form.input(material), reach, callee),
  };
}

function endpointOf(contract: Contract, operation: string): Endpoint<never> {
  const endpoint = contract[operation];
  if (endpoint === undefined) throw new Error(`The contract has no call ${operation}.`);
  if (endpoint.effect === 'sends')
    throw new Error(`${operation} sends a message to a person: it is never a probe.`);
  return endpoint;
}

function send(
  endpoint: Endpoint<never>,
  operation: string,
  input: unknown,
  reach: Reach,
  callee: Callee,
): Promise<Answer> {
  return call(reach, callee, { [operation]: endpoint }, operation, input as never, {
    timeoutMs,
    ...(endpoint.effect === 'reads' ? { reuse: true } : {}),
  });
}
