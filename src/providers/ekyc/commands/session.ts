import type { Result } from '../../../command.ts';
import type { Context } from '../../../context.ts';
import { CliError } from '../../../errors.ts';
import { needApplication } from '../api.ts';
import { keepSession, openSession, type Session } from '../session.ts';

/** Creates a session token, and keeps it 120 s for `ekyc auth-url` and `ekyc callback`. */
export async function session(context: Context): Promise<Result> {
  await needApplication(context);
  const opened = await openSession(context);
  const { kept, unkept } = await tryToKeep(context, opened);
  context.terminal.message(
    context.sandbox === undefined
      ? 'Sign in with it: authrig ekyc auth-url --redirect-uri URL'
      : 'It ends with this command, as its sandbox does. One that stays: authrig sandbox start',
    'dim',
  );
  const { token, expiresAt } = kept;
  return {
    data: { session_token: token, expiresAt },
    rows: [
      ['session_token', token],
      ['expiresAt', expiresAt],
    ],
    ...(unkept === undefined ? {} : { afterwards: unkept }),
  };
}

/** A token that can't be kept is a token all the same, and is printed. */
async function tryToKeep(context: Context, opened: Session): Promise<{ kept: Session; unkept?: CliError }> {
  try {
    return { kept: await keepSession(context, opened) };
  } catch (error) {
    if (error instanceof CliError && error.kind === 'local') return { kept: opened, unkept: error };
    throw error;
  }
}
