import { jsonObject } from '../../../json-object.ts';
import { hinted } from '../../../sandbox/hinted.ts';
import type { SandboxAnswer, SandboxCore, SandboxHandler, SandboxRequest } from '../../../sandbox/vendor.ts';
import { refusals } from './refusals.ts';

export type Data = Readonly<Record<string, unknown>>;

/**
 * The key and the body, in the order that a switch says: the page does not. Nothing is done without the key, so for a
 * body that comes first there is `isGood`, which only looks, and the `refusal` of one that is not.
 */
export type Keyed = (
  isGood: (body: Data, request: SandboxRequest) => boolean,
  refusal: SandboxAnswer,
  answer: (body: Data, request: SandboxRequest) => SandboxAnswer,
) => SandboxHandler;

/** What stands before every call of Elixir's. */
export function createKeyed({ reading }: SandboxCore, apiKey: string): Keyed {
  /** R-ELX-1 has 400 for every refusal; a switch sends them under 200, as a client that looks at the body must bear. */
  function withStatus(answer: SandboxAnswer): SandboxAnswer {
    const as200 = answer.status === 400 && reading('elixir.refusalStatus') === '200';
    return as200 ? { ...answer, status: 200 } : answer;
  }

  return (isGood, refusal, answer) => (request) => {
    const keyless = request.headers['x-api-key'] !== apiKey;
    if (keyless && reading('elixir.order') === 'key-first') return withStatus(refusals.key);
    const body = readObject(request.body);
    if (body === undefined)
      return withStatus(hinted(refusals.credentials, 'the body is not one JSON object'));
    if (keyless) return withStatus(isGood(body, request) ? refusals.key : refusal);
    return withStatus(answer(body, request));
  };
}

/** ELX-18: a call that needs no body may come without one. */
function readObject(body: string): Data | undefined {
  return body.trim() === '' ? {} : jsonObject(body);
}
