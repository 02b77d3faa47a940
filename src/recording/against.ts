import type { Context } from '../context.ts';
import { CliError } from '../errors.ts';
import type { HttpRequest } from '../http/http.ts';
import type { CallNature } from '../http/watch.ts';
import { driftBetween, type Shaped } from './drift.ts';
import { createOutcomes, type StateOf } from './outcomes.ts';
import type { OwnRecording } from './read.ts';
import type { HarEntry, RecordedExchange, RecordedRun } from './recording.ts';
import { createToday, type Target, type Today } from './today.ts';

/** One call, sent anew. */
export interface Again {
  readonly provider: string;
  readonly operation: string;
  readonly recordedStatus: number;
  /** 0 where no answer came. */
  readonly status: number;
  /** In words, one for each; empty for the same shape. */
  readonly differences: readonly string[];
  /** Why it was not sent. */
  readonly skipped?: string;
  /** Why its answer can't be compared: another shape belongs to another outcome. */
  readonly otherwise?: string;
}

/**
 * Sends recorded calls in their order, but for those that need what nobody can say today. Throws `credentials` for a key
 * that is needed and not there, before the call that needs it.
 */
export async function sendAgain(
  context: Pick<Context, 'http' | 'clock' | 'signal' | 'redactor'>,
  { log }: OwnRecording,
  calls: readonly HarEntry[],
  target: Target,
  stateOf: StateOf,
): Promise<Again[]> {
  const { _authrig: run } = log;
  const today = await createToday(log, target);
  const again: Again[] = [];
  let before: number | undefined;
  const otherwise = createOutcomes(stateOf);
  for (const entry of calls) {
    const { _authrig: exchange } = entry;
    if (exchange === undefined) continue;
    const { provider = '', operation = '', startedMs, endedMs } = exchange;
    const call = { provider, operation, recordedStatus: entry.response.status };
    const missing = await today.missing(entry, exchange);
    if (missing !== undefined) {
      again.push({ ...call, status: 0, differences: [], skipped: missing });
      continue;
    }
    await pause(context, before, startedMs, target.pauseMs);
    before = endedMs;
    for (const value of today.values()) context.redactor.learn(value, 'token');
    const request = await requestOf(entry, exchange, run, target, today);
    const now = await context.http.send(request).catch(noAnswer);
    const recorded = shapedOf(entry);
    if ('body' in now) today.bring(recorded.body, now.body);
    const status = 'body' in now ? now.status : 0;
    const differences = driftBetween(recorded, now);
    const why = 'body' in now ? otherwise(entry, now) : undefined;
    const told =
      why === undefined || differences.length === 0 ? { differences } : { differences: [], otherwise: why };
    again.push({ ...call, status, ...told });
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

async function requestOf(
  { request }: HarEntry,
  { provider = '', operation = '', effect = 'changes' }: RecordedExchange,
  { settings }: RecordedRun,
  target: Target,
  { put }: Today,
): Promise<HttpRequest> {
  const own = new Set(['user-agent', 'accept', 'content-length', 'host', 'connection']);
  const headers = request.headers.filter(({ name }) => !own.has(name.toLowerCase()));
  const text = request.postData?.text;
  const call: CallNature = { provider, operation, effect, sentSecrets: [], answeredSecrets: [] };
  return {
    method: request.method === 'GET' || request.method === 'DELETE' ? request.method : 'POST',
    url: await moved(put(request.url, encodeURIComponent), settings, target),
    headers: Object.fromEntries(headers.map(({ name, value }) => [name, put(value)])),
    ...(text === undefined ? request.method === 'POST' && { body: '' } : { body: put(text) }),
    call,
  };
}

/** The same path at today's base URL. */
async function moved(url: string, settings: RecordedRun['settings'], { setting }: Target): Promise<string> {
  for (const [name, { value }] of Object.entries(settings)) {
    const now = name.endsWith('Url') && url.startsWith(value) ? await setting(name) : undefined;
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
