import type { Result } from '../../../command.ts';
import type { Context } from '../../../context.ts';
import { CliError } from '../../../errors.ts';
import {
  dropSession,
  findSession,
  type KeptSession,
  lockSession,
  sessionId,
} from '../../../flow/kept-session.ts';
import { maskAccount, needSession, tokensOf } from '../account.ts';
import { endSession } from '../api.ts';

/** Ends the session at Elixir, for this device alone, and forgets it here whatever Elixir says (ELX-12). */
export async function signout(context: Context): Promise<Result> {
  const kept = await needSession(context);
  // Under the lock, so that no refresh brings back what is being removed.
  return lockSession(context, sessionId(kept), () => endAndForget(context, kept));
}

async function endAndForget(context: Context, seen: KeptSession): Promise<Result> {
  const whose = maskAccount(seen.account);
  const current = (await findSession(context, seen, seen.account, '--email')) ?? seen;
  const ended = await attempt(() => endSession(context, tokensOf(current).token));
  const forgotten = await attempt(() => dropSession(context, seen));
  const here =
    'error' in forgotten
      ? `The copy on this machine is still there: ${forgotten.error.message}`
      : `The session of ${whose} is forgotten on this machine.`;
  if ('error' in ended) {
    const { kind, message, details } = ended.error;
    throw new CliError(kind, `${message} ${here}`, { ...details, cause: ended.error });
  }
  context.terminal.message(`Elixir ended the session for this device. ${here}`, 'good');
  return {
    data: { message: ended.value },
    rows: [['message', ended.value]],
    ...('error' in forgotten ? { afterwards: forgotten.error } : {}),
  };
}

async function attempt<T>(
  work: () => Promise<T>,
): Promise<{ readonly value: T } | { readonly error: CliError }> {
  try {
    return { value: await work() };
  } catch (error) {
    if (error instanceof CliError) return { error };
    throw error;
  }
}
