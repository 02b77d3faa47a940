import { CliError, type ProviderFault } from '../errors.ts';
import { plainLine } from '../terminal/plain.ts';
import { isLoopback } from './address.ts';
import type { Callee } from './call.ts';
import type { Consequence, Endpoint } from './contract.ts';
import { parseExactly } from './exact-json.ts';
import type { HttpAnswer } from './http.ts';
import { unknownOutcome } from './outcome.ts';
import { httpFailure } from './refusals.ts';

/** An answer that is JSON, whatever its HTTP status: the vendor's `api.ts` reads it body first. */
export interface Answer {
  readonly httpStatus: number;
  readonly json: unknown;
  readonly retryAfterMs: number | undefined;
  /** What the call that it answers may have done. */
  readonly consequence: Consequence;
  /** Who answered what, for errors. */
  readonly fault: ProviderFault;
}

/**
 * Throws `provider` for a redirect and for what is no JSON, where the HTTP status alone does not tell enough. What
 * says nothing leaves the outcome of the call unknown.
 */
export function readAnswer(
  answer: HttpAnswer,
  callee: Callee,
  operation: string,
  endpoint: Pick<Endpoint<never>, 'effect' | 'spends' | 'page'>,
  now: number,
): Answer {
  const { status, headers, body } = answer;
  const fault = { name: callee.name, operation, httpStatus: status, ...sandboxHintOf(callee, headers) };
  const retryAfterMs = retryAfter(headers['retry-after'], now);
  const wrong = (what: string, hint: string) =>
    new CliError('provider', `${callee.title} answered HTTP ${status} ${what}.`, {
      provider: fault,
      retryable: status >= 500 || status === 429,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      hint,
    });
  if (status >= 300 && status < 400) {
    const target = plainLine(redirectOrigin(headers['location']), 120);
    throw wrong(
      `with a redirect to ${target}, which is not followed`,
      `No key is sent to another address. If the provider moved, run: authrig config set ${callee.name}.baseUrl URL`,
    );
  }
  try {
    return {
      httpStatus: status,
      json: parseExactly(body),
      retryAfterMs,
      consequence: endpoint,
      fault,
    };
  } catch (error) {
    const plain = { httpStatus: status, json: undefined, retryAfterMs, consequence: endpoint, fault };
    if ([401, 403, 429].includes(status)) throw httpFailure(callee.title, plain) ?? error;
    const { what, hint } = describe(answer, error, endpoint.page);
    // A 4xx was turned away at the door; behind every other status the call may have been carried out.
    const refused = status >= 400 && status < 500;
    throw refused ? wrong(what, hint) : unknownOutcome(wrong(what, hint), callee.title, endpoint);
  }
}

/** Our own sandbox's word, which no provider has: it is taken from this machine alone. */
function sandboxHintOf(
  { baseUrl }: Callee,
  { 'x-sandbox-hint': hint }: HttpAnswer['headers'],
): Pick<ProviderFault, 'sandboxHint'> {
  if (hint === undefined || !isLoopback(new URL(baseUrl).hostname)) return {};
  return { sandboxHint: plainLine(hint, 200) };
}

/** What came instead of JSON. Broken JSON is not repeated, since nobody can tell what in it is a secret. */
function describe(
  { headers, body }: HttpAnswer,
  error: unknown,
  page: string,
): { readonly what: string; readonly hint: string } {
  const type = plainLine(headers['content-type'] ?? 'no content type', 60);
  const documented = `The answer that is documented: ${page}`;
  if (body.trim() === '') return { what: 'with an empty body', hint: documented };
  if (/^\s*<(?:!doctype|html|\?xml|head|body)/i.test(body)) {
    return {
      what: `with a web page instead of JSON (${type}): ${plainLine(body, 80)}`,
      hint: 'Is a proxy or a captive portal in the way? Open the base URL in a browser.',
    };
  }
  if (/^\s*[[{"]/.test(body))
    return { what: `with JSON that is broken${brokenLine(body, error)} (${type})`, hint: documented };
  return { what: `with something that is not JSON (${type}): ${plainLine(body, 80)}`, hint: documented };
}

function brokenLine(body: string, error: unknown): string {
  const position = error instanceof Error ? / at position (\d+)/.exec(error.message)?.[1] : undefined;
  return position === undefined ? '' : ` in line ${body.slice(0, Number(position)).split('\n').length}`;
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
