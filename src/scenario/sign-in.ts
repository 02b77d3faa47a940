import { isDeepStrictEqual } from 'node:util';
import type { Context } from '../context.ts';
import type { Case } from '../report/result.ts';
import type { SavedState } from '../sandbox/state-file.ts';
import type { Sessions } from '../settings/sessions.ts';
import { commandLine } from './given.ts';
import { placeText, type Problems } from './problems.ts';
import { hasFailed, type Unit } from './run-file.ts';
import { runStep } from './run-step.ts';
import type { SharedSession } from './scenario.ts';
import { createFileStore } from './store.ts';
import { fill, type Variables } from './template.ts';

/** What the shared sign-ins of a run left behind. */
export interface SignedIn {
  readonly cases: readonly Case[];
  /** Names of those that failed. */
  readonly failed: ReadonlySet<string>;
  /** By session, what it captured: `customer.accessToken`. */
  readonly captured: ReadonlyMap<string, Variables>;
  readonly store: Sessions;
  /** Of the sandbox that they were made at; that of every file with sessions goes on from there. */
  readonly state: SavedState | undefined;
}

/** A session with the variables of the first file that names it. */
export interface Wanted {
  readonly session: SharedSession;
  readonly variables: Variables;
}

/** The sessions of all files, each once. Two of one name that are not the same sign-in are told. */
export function sessionsOf(units: readonly Unit[], problems: Problems): Wanted[] {
  const wanted = new Map<string, Wanted>();
  for (const { scenario, variables } of units) {
    for (const session of scenario.sessions) {
      const first = wanted.get(session.name);
      if (first === undefined) wanted.set(session.name, { session, variables });
      else if (!isDeepStrictEqual(contentOf(first), contentOf({ session, variables })))
        problems.add(
          session.place,
          `The session ${session.name} is another sign-in in ${placeText(first.session.place)}, and one run shares one.`,
        );
    }
  }
  return [...wanted.values()];
}

/** What makes two sign-ins the same, wherever they are written. */
function contentOf({ session: { step }, variables }: Wanted): unknown {
  return {
    line: commandLine(step.verb, step.given, variables),
    captures: step.captures.map(({ name, path }) => [name, path]),
    expected: step.expectations.map(({ path, matcher, value }) => [path, matcher, fill(value, variables)]),
  };
}

/** Signs in, one after the other, before the first file runs. */
export async function signIn(
  context: Context,
  wanted: readonly Wanted[],
  words: readonly string[],
  onCase: (found: Case) => void,
): Promise<SignedIn> {
  const store = createFileStore(context.sessions);
  const captured = new Map<string, Variables>();
  const failed = new Set<string>();
  const cases: Case[] = [];
  for (const [index, { session, variables }] of wanted.entries()) {
    if (context.signal.aborted) {
      failed.add(session.name);
      continue;
    }
    const { sandbox, signal } = context;
    const known = new Map(variables);
    const found = await runStep(session.step, index + 1, {
      context,
      sandbox,
      sessions: store,
      variables: known,
      signal,
      words,
      allowSkip: false,
    });
    const named = { ...found, name: `${index + 1}. session ${session.name}: ${session.step.verb.name}` };
    cases.push(named);
    onCase(named);
    if (hasFailed(found)) failed.add(session.name);
    captured.set(
      session.name,
      new Map(session.step.captures.map(({ name }) => [`${session.name}.${name}`, known.get(name)])),
    );
  }
  return { cases, failed, captured, store, state: wanted.length === 0 ? undefined : context.sandbox?.save() };
}
