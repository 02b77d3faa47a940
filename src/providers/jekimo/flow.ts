import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { poll } from '../../flow/poll.ts';
import { isLoopback } from '../../http/address.ts';
import { plainLine } from '../../terminal/plain.ts';
import { type Check, checkToken } from './api.ts';
import { verdictOf } from './verdict.ts';

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
 * not documented is shown and waited on; checks that fail up to the end throw what failed the last of them.
 */
export async function waitForCustomer(
  context: Context,
  token: string,
  budgetMs: number,
  interval: number,
  since: 'now' | 'earlier' = 'now',
): Promise<Authorisation> {
  const { clock, signal, terminal } = context;
  const waiting = (more: string, leftMs: number) =>
    `Waiting for the customer to scan and authorise${more}, ${since === 'earlier' ? 'at most ' : ''}${secondsOf(leftMs)} left`;
  const progress = await terminal.progress(waiting('', budgetMs));
  const unknown = new Set<string>();
  let attempts = 0;
  let failing = false;
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
        progress.update(waiting(` (${state})`, remainingMs)),
      onTrouble: (trouble) => {
        failing = trouble !== undefined;
        tellTrouble(context, trouble);
      },
      expired: timeout,
    });
    const refused = refusalOf(check);
    if (refused !== undefined) {
      const { data } = verdictOf(token, check, attempts);
      throw new CliError(refused.kind, refused.message, { ...refused.details, data });
    }
    return { check, attempts };
  } catch (error) {
    throw failing ? afterFailures(error) : error;
  } finally {
    progress.stop();
  }
}

function timeout(): CliError {
  return new CliError('expired', 'Verification timeout: nobody authorised the token within 120 s.', {
    hint: 'Try again with a new token: authrig jekimo login',
  });
}

/** JEK-20: the time ran out while no check came through. */
function afterFailures(error: unknown): unknown {
  if (!(error instanceof CliError) || (error.kind !== 'network' && error.kind !== 'provider')) return error;
  const why = error.kind === 'network' ? 'network error' : 'answers that cannot be used';
  return new CliError(error.kind, `Verification timeout due to ${why}: ${error.message}`, {
    ...error.details,
    cause: error,
  });
}

function tellTrouble({ terminal }: Context, trouble: CliError | undefined): void {
  if (trouble === undefined) terminal.message('Jekimo answers again.', 'good');
  else terminal.warning(`A check failed, and the wait goes on: ${trouble.message}`);
}

/**
 * Why the status lets nobody in; undefined for `created` and `OK`. JEK-18: a KO is final for its token. A status that is not
 * documented is neither success nor pending: it is thrown as `provider`.
 */
export function refusalOf(check: Check): CliError | undefined {
  if (check.status === 'created' || check.status === 'OK') return undefined;
  if (check.status !== 'KO') {
    throw new CliError('provider', `${undocumented(check.status)}.`, {
      provider: check.fault,
      hint: 'Run the command again with --verbose, and compare with https://www.jekimo.com/app.php/en/integration',
    });
  }
  return new CliError(
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
  context.terminal.warning(`${undocumented(status)}; the wait goes on.`);
}

function undocumented(status: string): string {
  return `Jekimo answered with a status that it does not document: ${plainLine(status, 60)}`;
}

function isLocal({ settings }: Context): boolean {
  return isLoopback(new URL(settings.need('jekimo.baseUrl')).hostname);
}

function secondsOf(milliseconds: number): string {
  return `${Math.ceil(milliseconds / 1000)} s`;
}
