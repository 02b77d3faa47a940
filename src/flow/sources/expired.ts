import { CliError } from '../../errors.ts';

/** The error of a source that brought no code before the deadline. */
export function codeMissing(what: string, where: string, hint: string): CliError {
  return new CliError('expired', `No ${what} came from ${where} in time.`, { hint });
}
