import type { Result } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { ask, findSandbox } from './running.ts';

export interface DecideOptions {
  readonly url?: string;
  /** Milliseconds. */
  readonly after?: number;
  /** Milliseconds. */
  readonly wait?: number;
  readonly risk?: boolean;
  readonly age?: number;
}

interface Session {
  readonly id: string;
  readonly provider: string;
  readonly state: string;
  readonly createdAt: string;
}

const everyMs = 250;

/** Lets the customer approve a pending sign-in: the one that is named, or the only one there is. */
export function approve(context: Context, options: DecideOptions, id?: string): Promise<Result> {
  return decide(context, 'approve', options, id);
}

/** Lets the customer deny it. */
export function deny(context: Context, options: DecideOptions, id?: string): Promise<Result> {
  return decide(context, 'deny', options, id);
}

async function decide(
  context: Context,
  decision: 'approve' | 'deny',
  options: DecideOptions,
  named: string | undefined,
): Promise<Result> {
  const { clock, signal, terminal } = context;
  const origin = await findSandbox(context, options.url);
  const { id } =
    named === undefined
      ? await onlyPending(context, origin, options.wait ?? 0)
      : await meant(context, origin, named);
  // A step of a scenario decides itself, however long it takes.
  context.sandbox?.leave(id);
  if (options.after !== undefined) {
    terminal.message(`The customer takes ${options.after / 1000} s.`);
    await clock.sleep(options.after, signal);
  }
  const { risk, age } = options;
  const body = { decision, ...(risk === undefined ? {} : { risk }), ...(age === undefined ? {} : { age }) };
  const { session } = await ask(context, origin, `sessions/${encodeURIComponent(id)}`, body);
  const { provider, state } = session as Session;
  return {
    data: { id, provider, decision, state },
    rows: [
      ['provider', provider],
      ['decision', decision],
      ['state', state],
    ],
  };
}

/** Several would be a guess, and a guess could be somebody else's test. */
async function onlyPending(context: Context, origin: string, waitMs: number): Promise<Session> {
  const { clock, signal } = context;
  for (const until = clock.monotonic() + waitMs; ;) {
    const pending = (await all(context, origin)).filter(({ state }) => state === 'pending');
    const [only] = pending;
    if (only !== undefined && pending.length === 1) return only;
    if (pending.length > 1) {
      throw new CliError('usage', `${pending.length} sign-ins are pending; say which one is meant.`, {
        hint: await choice(context, origin, pending),
      });
    }
    if (clock.monotonic() >= until) throw nonePending(waitMs);
    await clock.sleep(everyMs, signal);
  }
}

/** The one with this id, or the only pending one whose id begins so. Throws `usage`. */
async function meant(context: Context, origin: string, named: string): Promise<Session> {
  const sessions = await all(context, origin);
  const exact = sessions.find(({ id }) => id === named);
  if (exact !== undefined) return exact;
  const pending = sessions.filter(({ state }) => state === 'pending');
  const near = pending.filter(({ id }) => named !== '' && id.startsWith(named));
  const [only] = near;
  if (only !== undefined && near.length === 1) return only;
  throw near.length > 1
    ? new CliError('usage', `${near.length} sign-ins that are pending have such an id.`, {
        hint: await choice(context, origin, near),
      })
    : new CliError('usage', 'No sign-in has this id.', {
        hint: pending.length === 0 ? 'None is pending.' : await choice(context, origin, pending),
      });
}

async function all(context: Context, origin: string): Promise<readonly Session[]> {
  const { sessions } = await ask(context, origin, 'sessions');
  return sessions as readonly Session[];
}

/** How much of an id is shown: enough to tell it from the others. */
const shown = 8;

/** What there is to choose from, by the sandbox's own clock: `jekimo 43be832f (12 s ago)`. */
async function choice(context: Context, origin: string, sessions: readonly Session[]): Promise<string> {
  const { clock } = await ask(context, origin, 'health');
  const now = Date.parse((clock as { readonly now: string }).now);
  const rows = sessions.map(({ id, provider, createdAt }) => {
    const age = Math.max(0, Math.round((now - Date.parse(createdAt)) / 1000));
    return `${provider} ${id.slice(0, shown)} (${age} s ago)`;
  });
  return `Give the id of one, or its beginning: ${rows.join(', ')}.`;
}

function nonePending(waitMs: number): CliError {
  const [message, hint] =
    waitMs === 0
      ? ['No sign-in is pending.', 'Wait for one with --wait 30s.']
      : [`No sign-in came within ${waitMs / 1000} s.`, 'See what reached the sandbox: authrig sandbox log'];
  return new CliError('expired', message, { hint });
}
