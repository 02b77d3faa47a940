import { CliError, exitCodes } from '../errors.ts';
import type { RecordedFailure } from './recording.ts';

/** An error as a recording keeps it; what nobody foresaw is kept as the bug that it is. */
export function recordedFailure(error: unknown): RecordedFailure {
  if (!(error instanceof CliError)) {
    return { kind: 'internal', message: error instanceof Error ? error.message : 'unknown' };
  }
  const { kind, message, exitCode, details } = error;
  const { hint, retryable, retryAfterMs, sent, provider } = details;
  return {
    kind,
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(exitCode === exitCodes[kind] ? {} : { exitCode }),
    ...(retryable === undefined ? {} : { retryable }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(sent === undefined ? {} : { sent }),
    ...(provider === undefined ? {} : { provider }),
  };
}

/** The error again, as it was thrown. */
export function errorOf(failure: RecordedFailure): Error {
  if (failure.kind === 'internal') return new Error(failure.message);
  const { kind, message, ...rest } = failure;
  const details = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return new CliError(kind, message, details);
}
