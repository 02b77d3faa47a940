import { CliError } from '../errors.ts';
import type { Consequence } from './contract.ts';

/** The error of a call whose answer is lost: where the call may have had an effect, it says so. */
export function unknownOutcome(error: CliError, title: string, { effect, spends }: Consequence): CliError {
  if (effect === 'reads') return error;
  const effects = {
    sends: 'the message may have been sent',
    consumes: `${spends ?? 'the code'} may be used up`,
    changes: 'the change may have been made',
  };
  const { kind, message, details } = error;
  return new CliError(kind, `${message} The outcome is unknown: ${effects[effect]}.`, {
    ...details,
    cause: error,
    retryable: false,
    // Whoever stopped the command knows why: one line is enough.
    ...(kind === 'cancelled' ? {} : { hint: onceOnly(title, details.hint) }),
  });
}

function onceOnly(title: string, hint = ''): string {
  return `authrig sent this call to ${title} once and does not repeat it. ${hint}`.trim();
}
