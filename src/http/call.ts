import type { Context } from '../context.ts';
import { CliError, type ProviderFault } from '../errors.ts';
import { redactFields } from '../redaction/fields.ts';
import { jsonText, plainLine } from '../terminal/plain.ts';
import type { Contract, Endpoint, v } from './contract.ts';
import type { HttpAnswer, HttpRequest } from './http.ts';

/** Whom a call goes to, for messages and for the error document. */
export interface Callee {
  /** The provider's name as people write it: Jekimo. */
  readonly title: string;
  readonly name: string;
  readonly baseUrl: string;
}

/** An answer that is JSON, whatever its HTTP status: the vendor's `api.ts` reads it body first. */
export interface Answer {
  readonly httpStatus: number;
  readonly json: unknown;
  readonly retryAfterMs: number | undefined;
  /** Who answered what, for errors. */
  readonly fault: ProviderFault;
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
  timeoutMs?: number,
): Promise<Answer> {
  const endpoint = contract[operation] as Endpoint<typeof input>;
  learnSecrets(context, endpoint, input);
  const request = buildRequest(endpoint, callee, input, timeoutMs);
  const fault = { name: callee.name, operation };
  const started = context.clock.monotonic();
  context.terminal.trace(`> ${request.method} ${request.url}`);
  let answer: HttpAnswer;
  try {
    answer = await context.http.send(request);
  } catch (error) {
    throw lostAnswer(error, endpoint, callee, fault);
  }
  const read = readAnswer(answer, callee, fault, context.clock.now());
  learnSecrets(context, endpoint, read.json);
  const milliseconds = Math.round(context.clock.monotonic() - started);
  const shown = jsonText(redactFields(read.json, endpoint.secrets));
  context.terminal.trace(`< HTTP ${answer.status} in ${milliseconds} ms: ${plainLine(shown, 2000)}`);
  return read;
}

function buildRequest<Input>(
  endpoint: Endpoint<Input>,
  callee: Callee,
  input: Input,
  timeoutMs: number | undefined,
): HttpRequest {
  return {
    method: endpoint.method,
    url: callee.baseUrl.replace(/\/+$/, '') + endpoint.path,
    headers: endpoint.headers(input),
    ...(endpoint.body === undefined ? {} : { body: endpoint.body(input) }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  };
}

/** Everything under a name that the contract calls secret is masked from here on, wherever it shows up. */
function learnSecrets(context: Reach, endpoint: Pick<Endpoint<never>, 'secrets'>, value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    if (typeof member === 'object') learnSecrets(context, endpoint, member);
    else if (endpoint.secrets.includes(name) && (typeof member === 'string' || typeof member === 'number')) {
      context.redactor.learn(String(member), 'token');
    }
  }
}

function lostAnswer(
  error: unknown,
  endpoint: Pick<Endpoint<never>, 'effect'>,
  callee: Callee,
  fault: ProviderFault,
): unknown {
  if (!(error instanceof CliError) || (error.kind !== 'network' && error.kind !== 'provider')) return error;
  const { kind, message, details } = error;
  if (endpoint.effect === 'reads' || details.sent === false) {
    return new CliError(kind, message, { ...details, cause: error, provider: fault });
  }
  const effect = {
    sends: 'the message may have been sent',
    consumes: 'the code may be used up',
    changes: 'the change may have been made',
  };
  return new CliError(kind, `${message} The outcome is unknown: ${effect[endpoint.effect]}.`, {
    ...details,
    cause: error,
    provider: fault,
    retryable: false,
    hint: `authrig sent this call to ${callee.title} once and does not repeat it. ${details.hint ?? ''}`.trim(),
  });
}

function readAnswer(answer: HttpAnswer, callee: Callee, called: ProviderFault, now: number): Answer {
  const fault = { ...called, httpStatus: answer.status };
  const retryAfterMs = retryAfter(answer.headers['retry-after'], now);
  const wrong = (what: string, hint?: string) =>
    new CliError('provider', `${callee.title} answered HTTP ${answer.status} ${what}.`, {
      provider: fault,
      retryable: answer.status >= 500 || answer.status === 429,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      hint: hint ?? 'Run the command again with --verbose to see the exchange.',
    });
  if (answer.status >= 300 && answer.status < 400) {
    const target = plainLine(redirectOrigin(answer.headers['location']), 120);
    throw wrong(
      `with a redirect to ${target}, which is not followed`,
      `No key is sent to another address. If the provider moved, run: authrig config set ${callee.name}.baseUrl URL`,
    );
  }
  if (answer.body.trim() === '') throw wrong('with an empty body');
  try {
    return { httpStatus: answer.status, json: JSON.parse(answer.body) as unknown, retryAfterMs, fault };
  } catch {
    const type = plainLine(answer.headers['content-type'] ?? 'no content type', 60);
    const page = /^\s*<(?:!doctype|html|\?xml|head|body)/i.test(answer.body);
    const start = plainLine(answer.body, 80);
    if (page)
      throw wrong(
        `with a web page instead of JSON (${type}): ${start}`,
        'Is a proxy or a captive portal in the way? Open the base URL in a browser.',
      );
    throw wrong(`with something that is not JSON (${type}): ${start}`);
  }
}

/** A redirect's query may repeat a secret: only its origin is told. */
function redirectOrigin(location: string | undefined): string {
  if (location === undefined) return 'nowhere';
  return URL.canParse(location) ? new URL(location).origin : 'another path';
}

/** `Retry-After` in milliseconds, from seconds or an HTTP date; nonsense is ignored and a day is the most. */
function retryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  const milliseconds = /^\d+$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isFinite(milliseconds) && milliseconds > 0 ? Math.min(milliseconds, 86_400_000) : undefined;
}
