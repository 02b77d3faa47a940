import { CliError } from '../errors.ts';
import type { Effect } from './contract.ts';

const effects: Readonly<Record<Exclude<Effect, 'reads'>, string>> = {
  sends: 'the message may have been sent',
  consumes: 'the code may be used up',
  changes: 'the change may have been made',
};

/** The error of a call whose answer is lost: where the call may have had an effect, it says so. */
export function unknownOutcome(error: CliError, title: string, effect: Effect): CliError {
  if (effect === 'reads') return error;
  const { kind, message, details } = error;
  return new CliError(kind, `${message} The outcome is unknown: ${effects[effect]}.`, {
    ...details,
    cause: error,
    retryable: false,
    hint: `authrig sent this call to ${title} once and does not repeat it. ${details.hint ?? ''}`.trim(),
  });
}
