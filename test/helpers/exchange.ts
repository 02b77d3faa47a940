import { expect } from 'vitest';
import { CliError } from '../../src/errors.ts';
import { createHttp, type Http, type HttpRequest, type HttpSetup } from '../../src/http/http.ts';

/** The run's signal of `makeHttp`, which never ends a run. */
export const { signal } = new AbortController();
const secrets = ['query-secret', 'key-secret', 'body-secret'];

/** The way to the network with an empty environment. */
export function makeHttp(setup: Partial<HttpSetup> = {}): Http {
  return createHttp({ env: {}, signal, version: '1.2.3', ...setup });
}

/** A request whose query, header and body are secrets. */
export function post(url: string, more: Partial<HttpRequest> = {}): HttpRequest {
  return { method: 'POST', url, headers: { 'X-API-Key': 'key-secret' }, body: 'pin=body-secret', ...more };
}

/** The CliError that a request ends with, once it is known to hold none of the request's secrets. */
export async function failureOf(request: HttpRequest, setup: Partial<HttpSetup> = {}): Promise<CliError> {
  const error: unknown = await makeHttp(setup)
    .send(request)
    .then(
      () => undefined,
      (reason: unknown) => reason,
    );
  if (!(error instanceof CliError))
    throw new Error('The request did not fail with a CliError.', { cause: error });
  const { cause } = error.details;
  const said = [
    error.message,
    error.details.hint,
    error.stack,
    cause instanceof Error ? cause.stack : '',
  ].join('\n');
  for (const secret of secrets) expect(said).not.toContain(secret);
  return error;
}
