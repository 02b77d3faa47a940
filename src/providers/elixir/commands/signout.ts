import type { Result } from '../../../command.ts';
import type { Context } from '../../../context.ts';
import { CliError } from '../../../errors.ts';
import {
  dropSession,
  findSession,
  type KeptSession,
  listSessions,
  lockSession,
  sessionId,
} from '../../../flow/kept-session.ts';
import { maskAccount, needSession, noSession, placeOf, tokensOf, unnamed } from '../account.ts';
import { endSession } from '../api.ts';

/** Ends the session at Elixir, for this device alone, and forgets it here whatever Elixir says (ELX-12). */
export async function signout(context: Context, { all }: { readonly all?: boolean } = {}): Promise<Result> {
  if (all === true) return signoutAll(context);
  const kept = await needSession(context);
  // Under the lock, so that no refresh brings back what is being removed.
  return lockSession(context, sessionId(kept), () => endAndForget(context, kept));
}

/** Every session of this base URL, one after the other: one that Elixir does not end stops none of the others. */
async function signoutAll(context: Context): Promise<Result> {
  if (context.settings.find('elixir.email')?.origin === 'flag') {
    throw new CliError('usage', '--all means every account, and --email names one.', {
      hint: 'Leave one of them out.',
    });
  }
  const kept = await listSessions(context, placeOf(context));
  if (kept.length === 0) throw noSession(context);
  const ended: { readonly account: string; readonly message: unknown }[] = [];
  const failures: CliError[] = [];
  for (const session of kept) {
    for (const secret of Object.values(tokensOf(session))) context.redactor.learn(secret, 'token');
    if (session.account !== unnamed) context.redactor.learn(session.account, 'email');
    const done = await attempt(() =>
      lockSession(context, sessionId(session), () => endAndForget(context, session)),
    );
    const failure = 'error' in done ? done.error : done.value.afterwards;
    if (failure !== undefined) failures.push(failure);
    if ('value' in done) ended.push({ account: nameOf(session), message: done.value.data['message'] });
  }
  const [first, ...others] = failures;
  for (const other of others) context.terminal.warning(other.message, 'bad');
  const data = { message: ended.at(-1)?.message ?? null, sessions: ended };
  if (first !== undefined && ended.length === 0) throw first;
  return {
    data,
    rows: ended.map(({ account, message }) => [account, String(message)] as const),
    ...(first === undefined ? {} : { afterwards: first }),
  };
}

function nameOf({ account }: KeptSession): string {
  return account === unnamed ? unnamed : maskAccount(account);
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
