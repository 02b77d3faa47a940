import { CliError } from '../../src/errors.ts';

/** The failure that this work throws; what no user is ever told goes through. */
export function failureOf(work: () => unknown): CliError {
  let made: unknown;
  try {
    made = work();
  } catch (error) {
    return told(error);
  }
  throw missed(made);
}

/** The failure that this work ends with. */
export async function failureIn(work: Promise<unknown>): Promise<CliError> {
  let made: unknown;
  try {
    made = await work;
  } catch (error) {
    return told(error);
  }
  throw missed(made);
}

function told(error: unknown): CliError {
  if (error instanceof CliError) return error;
  throw error;
}

function missed(made: unknown): Error {
  return new Error(`It did not fail, and gave ${String(made)}.`);
}
