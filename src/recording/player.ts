import { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { CliError } from '../errors.ts';
import type { Listen } from '../flow/callback-listener.ts';
import type { Http } from '../http/http.ts';
import type { Outside, Take } from '../outside.ts';
import type { Origin, Settings } from '../settings/settings.ts';
import { errorOf } from './failure.ts';
import { restore } from './hide.ts';
import type { OwnRecording } from './read.ts';
import type { RecordedInput } from './recording.ts';
import type { StandIns } from './stand-in.ts';
import type { PlayedExchange, Tape } from './tape.ts';
import type { VirtualTime } from './virtual-time.ts';

/** Stands at the doors of a command and gives it what it was given when it was recorded. */
export function createPlayer(
  { log }: OwnRecording,
  tape: Tape,
  time: VirtualTime,
  standIns: StandIns,
): Outside {
  const { _authrig: run } = log;

  /**
   * What was not recorded was not done. A command that was stopped may get a little further now, and is stopped there;
   * any other goes another way than then.
   */
  const missing = async (what: string): Promise<never> => {
    const kind = run.verdict.error?.kind;
    if (kind === 'cancelled' || kind === 'expired') await time.until(Number.POSITIVE_INFINITY);
    throw new CliError(
      'failed',
      `The recording has no more of this: ${what}. The command goes another way now.`,
      {
        hint: 'The file was edited, or authrig has changed: log._authrig.versions says which one recorded it.',
      },
    );
  };
  const input = async (what: string): Promise<RecordedInput> => tape.input(what) ?? missing(what);

  const take: Take = async (what) => {
    const { startedMs, endedMs, failure, value } = await input(what);
    time.reach(startedMs);
    await time.until(endedMs);
    if (failure !== undefined) throw errorOf(failure);
    return value as never;
  };

  const http: Http = {
    send: async ({ method, url, call, signal }) => {
      const exchange =
        tape.exchange(method, url, call?.operation) ??
        (await missing(call?.operation ?? `${method} to ${new URL(url).host}`));
      time.reach(exchange.startedMs);
      await time.until(exchange.endedMs, signal);
      if (exchange.failure !== undefined) throw errorOf(exchange.failure);
      const { status, headers, content } = exchange.entry.response;
      return {
        status,
        headers: Object.fromEntries(headers.map(({ name, value }) => [name.toLowerCase(), value])),
        body: content.text ?? '',
      };
    },
  };

  return {
    take,
    http: () => http,
    prompter: () => ({
      available: run.attended,
      text: ({ message }) => take('text', message, never),
      secret: ({ message }) => take('secret', message, never),
      confirm: ({ message }) => take('confirm', message, never),
    }),
    randomBytes: () => () => Buffer.from(String(tape.input('random')?.value ?? '00'.repeat(32)), 'hex'),
    sessions: (sessions) => ({
      ...sessions,
      get: (kind) => take(`sessions.get ${kind}`, '', never),
      put: (kind) => take(`sessions.put ${kind}`, '', never),
      remove: (kind) => take(`sessions.remove ${kind}`, '', never),
      list: (kind) => take(`sessions.list ${kind}`, '', never),
      locked: async (kind, _id, work) => {
        await take(`sessions.locked ${kind}`, '', never);
        return work();
      },
    }),
    settings: (settings) => recordedSettings(settings, run, standIns),
    listen: () => listenAgain(input, tape, time),
  };
}

function never(): never {
  throw new Error('a replay never does the work itself');
}

/** What was found then, in the place of what would be found now. */
function recordedSettings(
  settings: Settings,
  { profile, settings: found, inputs }: OwnRecording['log']['_authrig'],
  standIns: StandIns,
): Settings {
  const find: Settings['find'] = (name) => {
    const failure = inputs.find(({ what }) => what === `setting ${name}`)?.failure;
    if (failure !== undefined) throw errorOf(failure);
    const setting = Object.hasOwn(found, name) ? found[name] : undefined;
    return setting && { value: restore(setting.value, standIns.of), origin: setting.origin as Origin };
  };
  return {
    definitions: settings.definitions,
    profile: { name: profile?.name ?? 'default', origin: (profile?.origin ?? 'default') as Origin },
    find,
    need: (name) => find(name)?.value ?? settings.need(name),
    look: async (name) => find(name),
    secret: async (name) => find(name)?.value ?? settings.secret(name),
    originOf: (name) => find(name)?.origin,
  };
}

/** A port that nobody can reach: what came then comes again, at its moment. */
function listenAgain(input: (what: string) => Promise<RecordedInput>, tape: Tape, time: VirtualTime): Listen {
  return async () => {
    const { value, failure, startedMs, endedMs } = await input('listen');
    time.reach(startedMs);
    await time.until(endedMs);
    if (failure !== undefined) throw errorOf(failure);
    const closed = new AbortController();
    return {
      origin: String(value),
      serve: (handle) => {
        const deliver = async (arrival: PlayedExchange): Promise<void> => {
          await time.until(arrival.startedMs, closed.signal);
          tape.arrived(arrival);
          handle({ incoming: incomingOf(arrival), body: arrival.entry.request.postData?.text ?? '', send });
        };
        // One that nobody waits for any more comes to nobody.
        for (const arrival of tape.arrivals) deliver(arrival).catch(() => {});
      },
      stop: () => {},
      quiet: async () => {},
      close: async () => closed.abort(),
    };
  };
}

function incomingOf({ entry }: PlayedExchange): IncomingMessage {
  const { method, url, headers } = entry.request;
  const { pathname, search } = new URL(url);
  const pairs = headers.map(({ name, value }) => [name.toLowerCase(), value] as const);
  return {
    method,
    url: pathname + search,
    headers: Object.fromEntries(pairs),
    headersDistinct: Object.fromEntries(pairs.map(([name, value]) => [name, [value]])),
  } as never;
}

/** The page goes nowhere, and is out at once. */
function send(): ServerResponse {
  const response = new EventEmitter();
  queueMicrotask(() => response.emit('close'));
  return response as never;
}
