import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { dropChallenge } from '../../flow/kept-challenge.ts';
import { isOverAtSandbox } from '../../http/refusals.ts';
import type { AccessToken } from './api.ts';
import { confirmCommand, type Pending } from './challenge.ts';
import { WrongCode, WrongSecondFactor } from './refusal.ts';

/** Shorter than a run that is stopped waits for the last word of its work. */
const beforeTheEndMs = 50;

/**
 * Answers a challenge that is kept, and drops it where no other code can mend what went wrong. However else the wait
 * ends, by a signal too, the command that finishes the challenge is told, since the OTP may still be good: in the hint of
 * the error, or by itself where the work can't end in time. `asked` is true where a person types it.
 */
export async function whileKept(
  context: Context,
  { id, pending, asked }: { readonly id: string; readonly pending: Pending; readonly asked: boolean },
  answer: () => Promise<AccessToken>,
): Promise<AccessToken> {
  const { signal, clock, terminal } = context;
  let over = false;
  const tell = (): void => {
    if (!over) terminal.message(`The OTP may still be good: ${confirmCommand(context, id)}`);
    over = true;
  };
  // A question that is open is cleared away first; what does not end by then is not waited for.
  const tellSoon = (): void => void clock.sleep(beforeTheEndMs).then(tell, tell);
  signal.addEventListener('abort', tellSoon, { once: true });
  try {
    return await answer();
  } catch (error) {
    if (isOver(context, pending, error)) {
      over = true;
      await dropChallenge(context, id).catch(() => {});
      throw error;
    }
    if (error instanceof WrongCode) throw withAnotherTry(context, error, id);
    if (error instanceof CliError && !over) {
      over = true;
      // A person who gave no usable answer would be told to run the command again.
      throw withTheRest(context, asked && error.kind === 'usage' ? withoutHint(error) : error, id);
    }
    tell();
    throw error;
  } finally {
    over = true;
    signal.removeEventListener('abort', tellSoon);
  }
}

/** What no other code can mend: the OTP ran out or is locked, or Verifik takes no more attempts or does not know the client. */
function isOver({ clock }: Context, { deadline, expiresAt }: Pending, error: unknown): boolean {
  if (expiresAt !== undefined && clock.monotonic() >= deadline) return true;
  if (!(error instanceof CliError)) return false;
  if (error instanceof WrongCode) return isOverAtSandbox(error);
  return error.details.provider !== undefined && (error.kind === 'expired' || error.kind === 'denied');
}

function withoutHint({ kind, message, details: { hint: _hint, ...details } }: CliError): CliError {
  return new CliError(kind, message, details);
}

/** To run the same command again would send another message. */
function withTheRest(context: Context, { kind, message, details }: CliError, id: string): CliError {
  const { hint = '', retryAfterMs } = details;
  // On a line of its own, so that a narrow terminal does not break the command.
  const rest = confirmCommand(context, id);
  return new CliError(kind, message, {
    ...details,
    hint:
      retryAfterMs === undefined
        ? `${hint}\nThe OTP may still be good:\n${rest}`.trim()
        : `Wait ${Math.ceil(retryAfterMs / 1000)} s. The OTP may still be good:\n${rest}`,
  });
}

function withAnotherTry(context: Context, error: WrongCode, id: string): WrongCode {
  const command = confirmCommand(context, id);
  const hint =
    error instanceof WrongSecondFactor
      ? `The challenge is still there. Try again, with the code that the authenticator app shows now: ${command}`
      : `The challenge is still there. Try again with: ${command}, or ask for a new OTP with: authrig verifik phone`;
  return new WrongCode(error.kind, error.message, { ...error.details, hint });
}
