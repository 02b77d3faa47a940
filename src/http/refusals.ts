import { CliError } from '../errors.ts';
import { plainLine } from '../terminal/plain.ts';
import type { Answer } from './call.ts';
import { unknownOutcome } from './outcome.ts';

/** The error of an answer that breaks the contract; `problem` says what is wrong with it. */
export function wrongShape(title: string, answer: Answer, problem: string): CliError {
  const wrong = new CliError(
    'provider',
    `${title} answered HTTP ${answer.httpStatus} with something the contract does not allow: ${plainLine(problem, 160)}.`,
    {
      provider: answer.fault,
      hint:
        answer.consequence.effect === 'reads'
          ? 'Run the command again with --verbose to see the answer.'
          : '--verbose shows what it answers.',
    },
  );
  return unknownOutcome(wrong, title, answer.consequence);
}

/** Whether our own sandbox says, in the vendor's place, that no other code helps what was sent. */
export function isOverAtSandbox({ details }: CliError): boolean {
  return /^(?:locked|the code has expired)\b/.test(details.provider?.sandboxHint ?? '');
}

/** What the HTTP status says where the body says nothing that is documented; undefined for a 2xx. */
export function httpFailure(title: string, answer: Answer): CliError | undefined {
  const { httpStatus, fault: provider, retryAfterMs, consequence } = answer;
  if (httpStatus >= 200 && httpStatus < 300) return undefined;
  if (httpStatus === 401 || httpStatus === 403) {
    return new CliError('credentials', `${title} refused the request with HTTP ${httpStatus}.`, {
      provider,
      hint: `Check the API key, and whether this machine's address is allowed: authrig config get ${provider.name}.apiKey`,
    });
  }
  if (httpStatus === 429) {
    const wait = retryAfterMs === undefined ? 'a while' : `${Math.ceil(retryAfterMs / 1000)} s`;
    return new CliError('provider', `${title} limits the rate of requests (HTTP 429).`, {
      provider,
      retryable: true,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      // Our own sandbox has said what helps there, and waiting may not.
      ...(provider.sandboxHint === undefined ? { hint: `Wait ${wait} and run the command again.` } : {}),
    });
  }
  const broken = httpStatus >= 500;
  const failure = new CliError(
    'provider',
    `${title} answered HTTP ${httpStatus}, with nothing in it that is documented.`,
    {
      provider,
      retryable: broken,
      hint: broken
        ? 'The trouble is on its side: try again later.'
        : 'Run the command again with --verbose to see the answer.',
    },
  );
  return broken ? unknownOutcome(failure, title, consequence) : failure;
}
