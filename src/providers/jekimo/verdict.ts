import type { Result } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import type { Check } from './api.ts';
import { isToken } from './values.ts';

/** The token argument, refused before any call where it can't be one (JEK-38). Throws `usage` without echo. */
export function needToken(given: string): string {
  if (isToken(given)) return given;
  throw new CliError('usage', 'TOKEN is not a Jekimo token: 64 hexadecimal digits in lower case.', {
    hint: 'Request one with: authrig jekimo request --field token',
  });
}

/** JEK-39: whoever integrates Jekimo must know whom it challenged before it lets anybody in. */
export function tellWhoIsIn({ terminal }: Context): void {
  terminal.message(
    'OK names no user: bind the token to the session and the e-mail address that you challenged.',
    'dim',
  );
}

/** The result of `check`, `wait` and `login`. */
export function verdictOf(token: string, { status, risk, pin }: Check, attempts: number): Result {
  return {
    data: { token, status, risk: risk ?? null, pin, attempts },
    rows: [
      ['status', status],
      ['risk', risk === undefined ? 'not said' : risk ? 'flagged' : 'none'],
      ['pin', pin ?? 'none'],
      ['checks', String(attempts)],
      ['token', token],
    ],
  };
}
