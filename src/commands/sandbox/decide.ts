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
  const id = named ?? (await onlyPending(context, origin, options.wait ?? 0)).id;
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
    const { sessions } = await ask(context, origin, 'sessions');
    const pending = (sessions as readonly Session[]).filter(({ state }) => state === 'pending');
    const [only] = pending;
    if (only !== undefined && pending.length === 1) return only;
    if (pending.length > 1) {
      throw new CliError('usage', `${pending.length} sign-ins are pending; say which one is meant.`, {
        hint: `Their ids are at ${origin}/__sandbox/sessions`,
      });
    }
    if (clock.monotonic() >= until) throw nonePending(waitMs);
    await clock.sleep(everyMs, signal);
  }
}

function nonePending(waitMs: number): CliError {
  const [message, hint] =
    waitMs === 0
      ? ['No sign-in is pending.', 'Wait for one with --wait 30s.']
      : [`No sign-in came within ${waitMs / 1000} s.`, 'See what reached the sandbox: authrig sandbox log'];
  return new CliError('expired', message, { hint });
}
