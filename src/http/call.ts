import type { Context } from '../context.ts';
import { CliError } from '../errors.ts';
import { redactFields } from '../redaction/fields.ts';
import { jsonText, plainLine } from '../terminal/plain.ts';
import type { Consequence, Contract, Endpoint, v } from './contract.ts';
import type { HttpAnswer, HttpRequest } from './http.ts';
import { unknownOutcome } from './outcome.ts';
import { type Answer, readAnswer } from './read-answer.ts';

export type { Answer } from './read-answer.ts';

/** Whom a call goes to, for messages and for the error document. */
export interface Callee {
  /** The provider's name as people write it: Jekimo. */
  readonly title: string;
  readonly name: string;
  readonly baseUrl: string;
}

type Reach = Pick<Context, 'http' | 'terminal' | 'redactor' | 'clock'>;

/**
 * Makes one call of a contract, once. Throws `network` (saying "outcome unknown" where the call may have taken
 * effect), `provider` for an answer that is no JSON or a redirect, and whatever ends the run.
 */
export async function call<C extends Contract, Operation extends keyof C & string>(
  context: Reach,
  callee: Callee,
  contract: C,
  operation: Operation,
  input: C[Operation] extends Endpoint<infer Input, v.GenericSchema> ? Input : never,
  how: Pick<HttpRequest, 'timeoutMs' | 'reuse'> = {},
): Promise<Answer> {
  const { clock, http, terminal } = context;
  const endpoint = contract[operation] as Endpoint<typeof input>;
  const sentSecrets = [...endpoint.secrets, ...(endpoint.sentSecrets ?? [])];
  learnSecrets(context, sentSecrets, input);
  const nature = { provider: callee.name, operation, effect: endpoint.effect };
  const request = {
    ...buildRequest(endpoint, callee, input),
    ...how,
    call: { ...nature, sentSecrets, answeredSecrets: endpoint.secrets },
  };
  const started = clock.monotonic();
  terminal.trace(`> ${request.method} ${request.url}`);
  let answer: HttpAnswer;
  try {
    answer = await http.send(request);
  } catch (error) {
    throw lostAnswer(error, endpoint, callee, operation);
  }
  const milliseconds = Math.round(clock.monotonic() - started);
  const line = `< HTTP ${answer.status} in ${milliseconds} ms`;
  terminal.trace(`${line}, ${answer.body.length} characters`);
  const read = readAnswer(answer, callee, operation, endpoint, clock.now());
  learnSecrets(context, endpoint.secrets, read.json);
  terminal.trace(`< ${plainLine(jsonText(redactFields(read.json, endpoint.secrets)), 2000)}`);
  return read;
}

function buildRequest<Input>(endpoint: Endpoint<Input>, callee: Callee, input: Input): HttpRequest {
  const query = endpoint.query === undefined ? '' : `?${new URLSearchParams(endpoint.query(input))}`;
  return {
    method: endpoint.method,
    url: callee.baseUrl.replace(/\/+$/, '') + endpoint.path + query,
    headers: endpoint.headers(input),
    ...(endpoint.body === undefined ? {} : { body: endpoint.body(input) }),
  };
}

/**
 * Everything under a name that the contract calls secret is masked from here on, wherever it shows up; so is an
 * answer that is a text alone, which may be one of them. Goes as deep as an answer does, which is deeper than a stack.
 */
function learnSecrets({ redactor }: Reach, secrets: readonly string[], value: unknown): void {
  const names = new Set(secrets.map((name) => name.toLowerCase()));
  const rest: { readonly found: unknown; readonly secret: boolean }[] = [{ found: value, secret: true }];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    const { found, secret } = next;
    if (typeof found === 'object' && found !== null) {
      for (const [name, member] of Object.entries(found)) {
        const inside = found !== value && secret;
        rest.push({ found: member, secret: inside || names.has(name.toLowerCase()) });
      }
    } else if (secret && (typeof found === 'string' || typeof found === 'number')) {
      redactor.learn(String(found), 'token');
    }
  }
}

function lostAnswer(
  error: unknown,
  consequence: Consequence,
  { name, title }: Callee,
  operation: string,
): unknown {
  if (!(error instanceof CliError)) return error;
  const { kind, message, details } = error;
  const ended = kind === 'cancelled' || kind === 'expired';
  if (ended) return details.sent === false ? error : interrupted(error, title, consequence);
  if (kind !== 'network' && kind !== 'provider') return error;
  const told = new CliError(kind, message, { ...details, cause: error, provider: { name, operation } });
  return details.sent === false ? told : unknownOutcome(told, title, consequence);
}

/** The run was stopped in the middle of the call: more time, as its hint says, would be a second call. */
function interrupted(error: CliError, title: string, consequence: Consequence): CliError {
  if (consequence.effect === 'reads') return error;
  const { hint: _moreTime, ...rest } = error.details;
  return unknownOutcome(new CliError(error.kind, error.message, rest), title, consequence);
}
