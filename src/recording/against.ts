import type { Context } from '../context.ts';
import { CliError } from '../errors.ts';
import type { HttpRequest } from '../http/http.ts';
import type { CallNature } from '../http/watch.ts';
import { driftBetween, type Shaped } from './drift.ts';
import { pseudonymPattern } from './pseudonyms.ts';
import { restore } from './hide.ts';
import type { OwnRecording } from './read.ts';
import type { HarEntry, RecordedExchange } from './recording.ts';
import { createStandIns } from './stand-in.ts';

/** Where calls are sent anew, and what with. */
export interface Target {
  /** Base URLs, keys and accounts of today, by setting name. */
  setting(name: string): string | undefined;
  /** The code that was sent by the calls so far; undefined where nobody can say it. */
  code(exchange: RecordedExchange): Promise<string | undefined>;
  /** What the vendor has handed out by another way, of which the last one counts. */
  outbox(provider: string): { readonly to: string; readonly code: string } | undefined;
  /** The most that is waited between two calls, in milliseconds; otherwise as long as then. */
  readonly pauseMs: number;
}

/** One call, sent anew. */
export interface Again {
  readonly provider: string;
  readonly operation: string;
  readonly recordedStatus: number;
  /** 0 where no answer came. */
  readonly status: number;
  /** In words, one for each; empty for the same shape. */
  readonly differences: readonly string[];
}

/**
 * Sends recorded calls in their order. What an answer of today brings under a name goes into the calls after it, as it
 * went then. Throws `credentials` for a key that is needed and not there, before the call that needs it.
 */
export async function sendAgain(
  context: Pick<Context, 'http' | 'clock' | 'signal' | 'redactor'>,
  { log }: OwnRecording,
  calls: readonly HarEntry[],
  target: Target,
): Promise<Again[]> {
  const { _authrig: run } = log;
  const standIns = createStandIns(run.pseudonyms);
  const values = new Map<string, string>();
  for (const [name, { value }] of Object.entries(run.settings)) {
    const now = target.setting(name);
    if (value in run.pseudonyms && now !== undefined) values.set(value, now);
  }
  const again: Again[] = [];
  let before: number | undefined;
  for (const entry of calls) {
    const { _authrig: exchange } = entry;
    if (exchange === undefined) continue;
    await pause(context, before, exchange.startedMs, target.pauseMs);
    before = exchange.endedMs;
    await needValues(entry, exchange, run, values, target);
    const valueOf = (label: string): string | undefined => values.get(label) ?? standIns.of(label);
    const request = requestOf(entry, exchange, run.settings, target, valueOf);
    const now = await context.http.send(request).catch(noAnswer);
    const recorded = shapedOf(entry);
    const brought = 'body' in now ? bindingsOf(parsed(recorded.body), parsed(now.body)) : [];
    for (const [label, value] of brought) values.set(label, value);
    for (const value of values.values()) context.redactor.learn(value, 'token');
    again.push({
      provider: exchange.provider ?? '',
      operation: exchange.operation ?? '',
      recordedStatus: entry.response.status,
      status: 'body' in now ? now.status : 0,
      differences: driftBetween(recorded, now),
    });
  }
  return again;
}

async function pause(
  { clock, signal }: Pick<Context, 'clock' | 'signal'>,
  before: number | undefined,
  startedMs: number,
  mostMs: number,
): Promise<void> {
  if (before !== undefined) await clock.sleep(Math.min(Math.max(0, startedMs - before), mostMs), signal);
}

/** Keys have to be there; a code is asked for when it is due. Everything else has come, or is put by its shape. */
async function needValues(
  { request }: HarEntry,
  exchange: RecordedExchange,
  run: OwnRecording['log']['_authrig'],
  values: Map<string, string>,
  target: Target,
): Promise<void> {
  const labels = new Set(labelsIn(JSON.stringify(request)));
  for (const [name, { value }] of Object.entries(run.settings)) {
    if (!labels.has(value) || values.has(value)) continue;
    throw new CliError('credentials', `${name} is not set, and ${exchange.operation} needs it.`, {
      hint: `Type: authrig config set ${name}`,
    });
  }
  for (const { what, value } of run.inputs) {
    const sent = what === 'outbox' ? target.outbox(exchange.provider ?? '') : undefined;
    const now = typeof value === 'string' ? sent?.code : sent;
    for (const [label, found] of bindingsOf(value, now)) if (!values.has(label)) values.set(label, found);
  }
  const codes = new Set(
    run.answers.flatMap(({ value }) => (typeof value === 'string' ? labelsIn(value) : [])),
  );
  for (const label of labels) {
    if (values.has(label) || (!codes.has(label) && !label.startsWith('otp#'))) continue;
    const code = await target.code(exchange);
    if (code !== undefined) values.set(label, code);
  }
}

function labelsIn(text: string): string[] {
  return (text.match(pseudonymPattern) ?? []).map((label) => label.replace('%23', '#'));
}

function requestOf(
  { request }: HarEntry,
  { provider = '', operation = '', effect = 'changes' }: RecordedExchange,
  settings: OwnRecording['log']['_authrig']['settings'],
  target: Target,
  valueOf: (label: string) => string | undefined,
): HttpRequest {
  const own = new Set(['user-agent', 'accept', 'content-length', 'host', 'connection']);
  const headers = request.headers.filter(({ name }) => !own.has(name.toLowerCase()));
  const text = request.postData?.text;
  const call: CallNature = { provider, operation, effect, sentSecrets: [], answeredSecrets: [] };
  const url = restore(request.url, (label) => {
    const value = valueOf(label);
    return value === undefined ? undefined : encodeURIComponent(value);
  });
  return {
    method: request.method === 'GET' || request.method === 'DELETE' ? request.method : 'POST',
    url: moved(url, settings, target),
    headers: Object.fromEntries(headers.map(({ name, value }) => [name, restore(value, valueOf)])),
    ...(text === undefined ? request.method === 'POST' && { body: '' } : { body: restore(text, valueOf) }),
    call,
  };
}

/** The same path at today's base URL. */
function moved(
  url: string,
  settings: OwnRecording['log']['_authrig']['settings'],
  { setting }: Target,
): string {
  for (const [name, { value }] of Object.entries(settings)) {
    const now = name.endsWith('Url') && url.startsWith(value) ? setting(name) : undefined;
    if (now !== undefined) return now.replace(/\/+$/, '') + url.slice(value.replace(/\/+$/, '').length);
  }
  throw new CliError('usage', 'The recording does not say which base URL a call went to.', {
    hint: 'Record the command again with this version of authrig.',
  });
}

/** Where no answer came, why; whoever ended the run is not one of the reasons. */
function noAnswer(error: unknown): { readonly failure: string } {
  if (error instanceof CliError && (error.kind === 'network' || error.kind === 'provider'))
    return { failure: error.message };
  throw error;
}

function shapedOf({ response, _error: error }: HarEntry): Shaped & { readonly body: string } {
  const body = response.content.text ?? '';
  return error === undefined ? { status: response.status, body } : { status: 0, body, failure: error };
}

/** Pseudonyms in the recorded answer, and what stands at the same place today. */
function bindingsOf(recorded: unknown, now: unknown): (readonly [string, string])[] {
  const found: (readonly [string, string])[] = [];
  const visit = (then: unknown, today: unknown): void => {
    if (typeof then === 'string' && (typeof today === 'string' || typeof today === 'number')) {
      if (labelsIn(then)[0] === then) found.push([then, String(today)]);
    } else if (typeof then === 'object' && typeof today === 'object' && then !== null && today !== null) {
      for (const [name, member] of Object.entries(then))
        visit(member, (today as Readonly<Record<string, unknown>>)[name]);
    }
  };
  visit(recorded, now);
  return found;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
