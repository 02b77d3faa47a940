import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { poll } from '../../flow/poll.ts';
import { isLoopback } from '../../http/address.ts';
import { plainLine } from '../../terminal/plain.ts';
import { type Check, checkToken } from './api.ts';

/** A token lives 120 s and may be checked 24 times, every 5 s (JEK-11 to JEK-14). */
export const tokenLifeMs = 120_000;
const intervalMs = 5000;
const mostChecks = 24;

export interface Authorisation {
  readonly check: Check;
  readonly attempts: number;
}

/** How often to check: never faster than documented, but against a loopback host. Throws `usage`. */
export function checkInterval(context: Context, asked: number | undefined): number {
  if (asked === undefined) return intervalMs;
  if (asked < intervalMs && !isLocal(context)) {
    throw new CliError(
      'usage',
      'Jekimo documents one check every 5 s; --interval may be shorter on a loopback host alone.',
      {
        hint: 'Leave --interval out, or try it with --sandbox.',
      },
    );
  }
  return asked;
}

/**
 * Waits until the customer decides. `KO` throws `denied`; a token that runs out throws `expired`; a status that is
 * not documented is shown and waited on.
 */
export async function waitForCustomer(
  context: Context,
  token: string,
  budgetMs: number,
  interval: number,
): Promise<Authorisation> {
  const { clock, signal, terminal } = context;
  const progress = await terminal.progress(
    `Waiting for the customer to scan and authorise, ${secondsOf(budgetMs)} left`,
  );
  let attempts = 0;
  const unknown = new Set<string>();
  try {
    const check = await poll<Check>({
      clock,
      signal,
      intervalMs: interval,
      eager: isLocal(context),
      budgetMs,
      attempts: mostChecks,
      check: async (attempt, timeoutMs) => {
        attempts = attempt;
        const answer = await checkToken(context, token, timeoutMs);
        tellUnknown(context, answer.status, unknown);
        if (answer.status === 'OK' || answer.status === 'KO') return { done: answer };
        return { pending: plainLine(answer.status, 40), unknown: answer.status !== 'created' };
      },
      onProgress: ({ remainingMs, state = 'created' }) =>
        progress.update(
          `Waiting for the customer to scan and authorise (${state}), ${secondsOf(remainingMs)} left`,
        ),
      onTrouble: (trouble) =>
        trouble === undefined
          ? terminal.message('Jekimo answers again.', 'good')
          : terminal.warning(`A check failed, and the wait goes on: ${trouble.message}`),
      expired: () =>
        new CliError('expired', 'Verification timeout: nobody authorised the token within 120 s.', {
          hint: 'Try again with a new token: authrig jekimo login',
        }),
    });
    return { check: judge(check), attempts };
  } finally {
    progress.stop();
  }
}

/** JEK-18: a KO is final for its token. */
export function judge(check: Check): Check {
  if (check.status !== 'KO') return check;
  throw new CliError(
    'denied',
    'Access denied: the customer was not recognised or the authentication failed (KO).',
    {
      provider: check.fault,
      hint: 'A retry needs a new token: authrig jekimo login',
    },
  );
}

/** JEK-34: the vendor's sample stops in silence on a status that it does not know. */
function tellUnknown(context: Context, status: string, seen: Set<string>): void {
  if (['created', 'OK', 'KO'].includes(status) || seen.has(status)) return;
  seen.add(status);
  context.terminal.warning(
    `Jekimo answered with a status that it does not document: ${plainLine(status, 60)}.`,
  );
}

function isLocal({ settings }: Context): boolean {
  return isLoopback(new URL(settings.need('jekimo.baseUrl')).hostname);
}

function secondsOf(milliseconds: number): string {
  return `${Math.ceil(milliseconds / 1000)} s`;
}
