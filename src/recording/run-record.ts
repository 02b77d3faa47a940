import type { Command } from 'commander';
import type { Machine } from '../machine.ts';
import type { Redactor } from '../redaction/redactor.ts';
import { masksOf, type SettingDefinition } from '../settings/settings.ts';
import { commandOf } from '../usage.ts';
import { hiddenCommandLine } from './command-line.ts';
import { hideFailure, type Span } from './entry.ts';
import type { ExchangeLog } from './exchange-log.ts';
import { recordedFailure } from './failure.ts';
import { hideUrl, hideValue, type IsSecret, tells } from './hide.ts';
import type { InputLog, Taken } from './input-log.ts';
import { pseudonymPattern, type Pseudonyms } from './pseudonyms.ts';
import type { RecordedInput, RecordedRun } from './recording.ts';

/** What is recorded, and where to. */
export interface RecorderSetup {
  readonly path: string;
  readonly includeSecrets: boolean;
  readonly machine: Machine;
  readonly version: string;
  readonly redactor: Redactor;
  readonly command: Command;
  readonly definitions: readonly SettingDefinition[];
}

/** What is known from the first moment on. */
export interface Begun {
  /** Wall clock, milliseconds since 1970. */
  readonly startedAt: number;
  /** The same moment on the clock that never jumps. */
  readonly from: number;
  readonly pseudonyms: Pseudonyms;
  readonly stopped: () => { readonly at: number; readonly reason: unknown } | undefined;
}

/** How the run ended. */
export interface Ending {
  readonly exitCode: number;
  readonly error?: unknown;
  /** What --json prints. */
  readonly document: Readonly<Record<string, unknown>>;
}

export interface Ended {
  readonly exchanges: ExchangeLog;
  readonly inputs: InputLog;
  readonly span: Span;
  readonly ending: Ending;
}

/** `log._authrig`. */
export function runOf(setup: RecorderSetup, begun: Begun, ended: Ended): RecordedRun {
  const { machine, command, version, includeSecrets } = setup;
  const { pseudonyms, startedAt, stopped } = begun;
  const { inputs, span, ending, exchanges } = ended;
  const profile = inputs.profile();
  const stop = stopped();
  const inputOf = (taken: Taken) => recordedInput(taken, span, pseudonyms);
  const run = {
    schemaVersion: 1 as const,
    includesSecrets: includeSecrets,
    command: commandOf(command),
    argv: hiddenCommandLine(withoutRecord(machine.argv), command, pseudonyms),
    versions: { authrig: version, node: machine.nodeVersion, platform: machine.platform },
    ...(profile === undefined ? {} : { profile: { name: profile.name, origin: profile.origin } }),
    settings: settingsOf(setup.definitions, inputs, pseudonyms),
    startedAt: new Date(startedAt).toISOString(),
    milliseconds: Math.round(span.to - span.from),
    exchanges: exchanges.seen.length,
    attended: inputs.attended(),
    stdinIsTTY: machine.stdinIsTTY,
    answers: inputs.answers.map(inputOf),
    inputs: inputs.inputs.map(inputOf),
    ...(stop === undefined
      ? {}
      : {
          stopped: {
            afterMs: Math.round(stop.at - span.from),
            failure: hideFailure(recordedFailure(stop.reason), pseudonyms),
          },
        }),
    verdict: {
      exitCode: ending.exitCode,
      ...(ending.error === undefined
        ? {}
        : { error: hideFailure(recordedFailure(ending.error), pseudonyms) }),
    },
    document: hideValue(ending.document, inDocument(setup, exchanges), pseudonyms) as RecordedRun['document'],
  };
  return { ...run, pseudonyms: pseudonyms.shapes() };
}

/** A replay writes no recording over the one that it plays. */
function withoutRecord(argv: readonly string[]): string[] {
  const end = argv.indexOf('--');
  return argv.filter((word, at) => {
    if (end >= 0 && at > end) return true;
    if (word === '--include-secrets' || word === '--record' || word.startsWith('--record=')) return false;
    return argv[at - 1] !== '--record';
  });
}

function settingsOf(
  definitions: readonly SettingDefinition[],
  { found }: InputLog,
  pseudonyms: Pseudonyms,
): RecordedRun['settings'] {
  const kinds = new Map(definitions.map((definition) => [definition.name, masksOf(definition)]));
  return Object.fromEntries(
    [...found].map(([name, { value, origin }]) => {
      const kind = kinds.get(name);
      const shown = name.endsWith('Url') ? hideUrl(value, tells, pseudonyms) : pseudonyms.hide(value);
      return [name, { value: kind === undefined ? shown : pseudonyms.of(value, kind), origin }];
    }),
  );
}

/** Doors that nothing secret comes through by itself. */
const open = new Set(['listen', 'totp', 'browser', 'confirm']);
/** What is no secret of a session or a challenge that is kept. */
const plainMembers: IsSecret = (name) =>
  /^(?:provider|baseUrl|recipient|sentAt|tokenType|source|gateway|requires2FA|countryCode)$/.test(name);

function recordedInput(taken: Taken, { from, to }: Span, pseudonyms: Pseudonyms): RecordedInput {
  const { what, question, value, failure, started, ended = to } = taken;
  return {
    what,
    ...(question === undefined || question === '' ? {} : { question: pseudonyms.hide(question) }),
    ...(value === undefined ? {} : { value: inputValue(what, value, pseudonyms) }),
    ...(failure === undefined ? {} : { failure: hideFailure(recordedFailure(failure), pseudonyms) }),
    startedMs: Math.round((started - from) * 1000) / 1000,
    endedMs: Math.round((ended - from) * 1000) / 1000,
  };
}

function inputValue(what: string, value: unknown, pseudonyms: Pseudonyms): unknown {
  if (open.has(what)) return hideValue(value, tells, pseudonyms);
  // A mark of two moments, which a later command compares.
  if (what === 'sessions.get spent' && typeof value === 'string' && /^\d+ \d+$/.test(value)) return value;
  return deepHidden(value, what === 'code' ? 'code' : 'token', pseudonyms);
}

/** Every text is secret that is not known to be none. */
function deepHidden(value: unknown, kind: 'code' | 'token', pseudonyms: Pseudonyms): unknown {
  if (typeof value === 'string') return hiddenText(value, kind, pseudonyms);
  if (Array.isArray(value)) return value.map((item: unknown) => deepHidden(item, kind, pseudonyms));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]: [string, unknown]) => [
      name,
      plainMembers(name) && typeof member === 'string'
        ? hideUrl(member, tells, pseudonyms)
        : deepHidden(member, kind, pseudonyms),
    ]),
  );
}

/** A known secret stays recognisable in what is made of it alone, such as a country's code and a phone number. */
function hiddenText(value: string, kind: 'code' | 'token', pseudonyms: Pseudonyms): string {
  const hidden = pseudonyms.hide(value);
  const rest = hidden.replaceAll(pseudonymPattern, '');
  return hidden !== value && /^[+\d]{0,5}$/.test(rest) ? hidden : pseudonyms.of(value, kind);
}

/** What is secret in a result: as in the answers that it was made of, and by the names of our own. */
function inDocument({ definitions, command }: RecorderSetup, { seen }: ExchangeLog): IsSecret {
  const masked = definitions.filter((each) => masksOf(each) !== undefined).map(({ name }) => name);
  // The sandbox's own commands show what it sent to whom.
  const mail = command.parent?.name() === 'sandbox' ? ['code', 'to'] : [];
  const called = seen.flatMap(({ call }) => call?.answeredSecrets ?? []);
  const names = new Set([...masked, ...mail, ...called].map((name) => name.toLowerCase()));
  const ours = /(?:token|secret|apiKey|otp|pin|qrcode|^ur[il]|email|phone|account|transactionId|^_id)$/i;
  return (name) => names.has(name.toLowerCase()) || ours.test(name);
}
