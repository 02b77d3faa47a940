import * as v from 'valibot';

export { v };

/**
 * What a call does at the provider. `reads` leaves nothing behind, `sends` makes a message reach a person,
 * `consumes` uses up a one-time secret, `changes` is everything else. Only `reads` may ever be repeated.
 */
export type Effect = 'reads' | 'sends' | 'consumes' | 'changes';

/** One call of a provider, written once: it types the client, the sandbox's handler and the conformance test. */
export interface Endpoint<Input, Schema extends v.GenericSchema = v.GenericSchema> {
  readonly method: 'GET' | 'POST';
  /** Behind the provider's base URL. */
  readonly path: string;
  /** Behind the path, for the few calls that put their parameters there. */
  readonly query?: (input: Input) => Readonly<Record<string, string>>;
  readonly effect: Effect;
  /** What a call that `consumes` uses up, where it is not a code, such as `the refresh token`. */
  readonly spends?: string;
  /** The vendor's page that documents the call. */
  readonly page: string;
  readonly headers: (input: Input) => Record<string, string>;
  readonly body?: (input: Input) => string;
  /** The answer that means success or a documented state; a vendor's error form is read by its `api.ts`. */
  readonly answer: Schema;
  /** Members of request or answer that are secret, by name, wherever they stand. */
  readonly secrets: readonly string[];
  /** Members of the request that are secret, where the answer has a member of that name that is none. */
  readonly sentSecrets?: readonly string[];
  /** The answers as the vendor prints them, letter for letter, malformed ones included. */
  readonly examples: readonly string[];
  /** The error answers that the vendor prints, letter for letter, where `answer` does not take them. */
  readonly refusals?: readonly string[];
  /**
   * The harmless form, for the question whether a key is good: values with which the call sends nothing, uses nothing
   * up and changes nothing. A call that `sends` has none.
   */
  readonly probe?: (material: ProbeMaterial) => unknown;
  /** A form that leaves something behind at the provider, for the same question: only where the user allows it. */
  readonly active?: ActiveForm;
}

/** What a probe is made of. */
export interface ProbeMaterial {
  readonly key: string;
  /** A text that was never used before, for a value that must not meet a real one. */
  readonly unique: string;
  /** The provider's other settings, by their names without the provider's: `clientId`. */
  readonly settings: Readonly<Record<string, string>>;
}

export interface ActiveForm {
  /** What it leaves behind, told before it is sent: the end of a sentence that begins with the provider's name. */
  readonly leaves: string;
  /** The settings that it can't do without, by their names without the provider's. */
  readonly needs?: readonly string[];
  readonly input: (material: ProbeMaterial) => unknown;
}

/** What a call may have done when its answer is lost. */
export type Consequence = Pick<Endpoint<never>, 'effect' | 'spends'>;

export type Contract = Readonly<Record<string, Endpoint<never>>>;

/** A boolean as the vendors write it: `true`, `"true"`, `false`, `"false"`, and nothing else (ALL-06). */
export const flag = v.pipe(
  v.union([v.boolean(), v.picklist(['true', 'false'])]),
  v.transform((value) => value === true || value === 'true'),
);

/** The answer in the contract's shape, or the first thing that is wrong with it, in words. */
export function decode<Schema extends v.GenericSchema>(
  schema: Schema,
  json: unknown,
): { readonly value: v.InferOutput<Schema> } | { readonly problem: string } {
  const parsed = v.safeParse(schema, json, { abortEarly: true });
  if (parsed.success) return { value: parsed.output };
  const issue = parsed.issues[0];
  const path = v.getDotPath(issue);
  const found = kindOf(issue.input);
  return { problem: path === null ? `it is ${found}` : `its member "${path}" is ${found}` };
}

/** What was found instead, and nothing of its content: that may be a secret. */
function kindOf(input: unknown): string {
  if (input === undefined) return 'missing';
  if (input === null) return 'null';
  if (input === '') return 'empty';
  if (Array.isArray(input)) return 'a list';
  return (
    { string: 'another text', number: 'a number', boolean: 'true or false' }[typeof input as string] ??
    'an object'
  );
}
