import type { Terminal } from '../terminal/terminal.ts';
import { maskByShape } from '../redaction/by-shape.ts';
import { mask } from '../redaction/mask.ts';
import type { Redactor } from '../redaction/redactor.ts';
import { asShellWord } from '../shell-word.ts';
import { plainLine } from '../terminal/plain.ts';
import { type Case, endedWell, endOf, type Exchange, lastExchanges } from './case.ts';
import type { Finding, Source } from './cause.ts';
import { findingsIn } from './causes/index.ts';
import { createLabels } from './labels.ts';
import type { Place } from './places.ts';
import { type Row, timelineOf } from './timeline.ts';

/** What a recording comes to, as it is printed: plain data, every text of it safe to show anywhere. */
export interface Report {
  /** `jekimo login`, or what kind of file it is. */
  readonly title: string;
  readonly source: Case['source'];
  readonly creator: string;
  /** ISO 8601 UTC; null for a file without any call of the providers. */
  readonly startedAt: string | null;
  readonly milliseconds: number;
  /** Calls of the providers, and other calls in the file. */
  readonly calls: number;
  readonly others: number;
  readonly timeline: readonly Row[];
  readonly verdict: {
    readonly ok: boolean;
    readonly exitCode: number | null;
    readonly kind: string | null;
    readonly text: string;
  };
  /** Null where the sign-in went well, and where nobody knows why it did not. */
  readonly cause: Told | null;
  /** The reason in plain words, of an unknown one too. */
  readonly reason: string;
  readonly ask: readonly string[];
  readonly next: readonly string[];
  /** What is worth knowing beside it. */
  readonly remarks: readonly Told[];
}

/** A cause as it is told. */
export interface Told {
  readonly name: string;
  readonly row: string;
  readonly source: Source | null;
  readonly reason: string;
  readonly ask: readonly string[];
  readonly next: readonly string[];
  /** The numbers of the calls that show it. */
  readonly at: readonly number[];
}

interface Printing {
  readonly terminal: Pick<Terminal, 'safe'>;
  readonly redactor: Redactor;
  /** The file as it was named, for the commands that take it. */
  readonly file: string;
}

/** Longer texts are cut: a timeline is read in one look. */
const longestText = 600;
const longestMember = 120;
const longestSearched = 4000;

/** Puts together what is told of the recording. */
export function reportOf(recording: Case, places: readonly Place[], printing: Printing): Report {
  const { terminal, redactor, file } = printing;
  const labels = createLabels(recording, places, redactor);
  const say = (text: string, max = longestText) => {
    // Cut before it is searched, as a redactor understands it, since a message may be as large as an answer.
    const free = maskByShape(plainLine(text, longestSearched), recording.masked ? mask : labels.of, (known) =>
      terminal.safe(labels.clean(known)),
    );
    return unmarked(plainLine(free, max));
  };
  const named = say(asShellWord(file));
  const type = (command: string) => atItsPlace(command, recording, places).replaceAll(/\bFILE\b/g, named);
  const tell = (finding: Finding): Told => ({
    name: finding.name,
    row: finding.row,
    source: finding.source ?? null,
    reason: say(finding.reason),
    ask: finding.ask.map((text) => say(text)),
    next: finding.next.map(type),
    at: finding.at.map(({ number }) => number),
  });
  const member = (text: string) => say(text, longestMember);
  const findings = findingsIn(recording);
  const primary = primaryIn(findings, recording);
  const rest = findings.filter((finding) => finding !== primary);
  const fallback = primary ?? (endedWell(recording) ? wentWell : unknown(recording));
  const { exchanges } = recording;
  return {
    title: say(titleOf(recording), longestMember),
    source: recording.source,
    creator: member(recording.creator),
    ...spanOf(recording),
    calls: exchanges.length,
    others: recording.others,
    timeline: timelineOf(recording, labels, places).map((row) => ({
      ...row,
      call: member(row.call),
      sent: row.sent.map(member),
      got: row.got.map(member),
    })),
    verdict: verdictOf(recording, primary !== undefined, say),
    cause: primary === undefined ? null : tell(primary),
    reason: say(fallback.reason),
    ask: fallback.ask.map((text) => say(text)),
    next: fallback.next.map(type),
    remarks: rest.map(tell),
  };
}

/** The most telling; what the file lacks is the reason only where nothing in it tells another. */
function primaryIn(findings: readonly Finding[], recording: Case): Finding | undefined {
  const well = endedWell(recording);
  if (recording.verdict !== undefined && well) return undefined;
  const told = findings.find(({ remark }) => !remark);
  return told ?? (well ? undefined : findings.find(({ name }) => name === 'file.no-bodies'));
}

/** A sign-in at the sandbox is tried again at the sandbox, not with the keys of a real account. */
function atItsPlace(command: string, { options }: Case, places: readonly Place[]): string {
  const [, noun] = command.split(' ');
  const apart = !options.includes('sandbox') || / --sandbox\b/.test(command);
  return apart || !places.some(({ provider }) => provider === noun) ? command : `${command} --sandbox`;
}

/** S32: what a CI's log would take for a command of its own is broken up. */
function unmarked(text: string): string {
  return text.replaceAll(/(^|\s)::/g, '$1: :').replaceAll('##[', '# #[');
}

function titleOf({ command, source }: Case): string {
  if (command !== '') return command;
  return source === 'browser' ? 'A browser’s export' : 'A HAR file';
}

function spanOf({ exchanges, inputs, startedAt }: Case): Pick<Report, 'startedAt' | 'milliseconds'> {
  const began = startedAt ?? exchanges[0]?.at;
  if (began === undefined) return { startedAt: null, milliseconds: 0 };
  const asked = inputs.map(({ endedMs }) => began + endedMs);
  const end = Math.max(began, ...exchanges.map(endOf), ...asked);
  return { startedAt: new Date(began).toISOString(), milliseconds: Math.round(end - began) };
}

function verdictOf(recording: Case, blamed: boolean, say: (text: string) => string): Report['verdict'] {
  const { verdict } = recording;
  if (verdict === undefined) {
    const ok = endedWell(recording) && !blamed;
    return { ok, exitCode: null, kind: null, text: say(endInWords(recording, blamed)) };
  }
  const { exitCode, kind = null, message = 'It went well.', otherCode } = verdict;
  const odd = otherCode === undefined ? '' : ` This error ends with ${otherCode}: the file was edited.`;
  return { ok: endedWell(recording), exitCode, kind, text: say(message + odd) };
}

const states: Readonly<Record<Exchange['state'], string>> = {
  good: 'went well',
  bad: 'was refused',
  step: 'was not the end',
  lost: 'got no answer',
};

function endInWords(recording: Case, blamed: boolean): string {
  if (recording.exchanges.length === 0) return 'There is no call of a provider in the file.';
  const last = lastExchanges(recording).map(
    ({ provider, operation, number, state }) => `${provider} ${operation} (call ${number}) ${states[state]}`,
  );
  const well = blamed ? 'It must not count, though it seems to have gone well' : 'It went well';
  const end = endedWell(recording) ? well : 'It did not end well';
  return `${end}, by the last ${last.length === 1 ? 'call' : 'calls'}: ${last.join('; ')}.`;
}

const wentWell = {
  reason: 'Nothing is wrong with this sign-in, as far as the file shows.',
  ask: [],
  next: [],
};

function unknown({ exchanges, others, source }: Case): { reason: string; ask: string[]; next: string[] } {
  if (exchanges.length === 0 && source !== 'authrig') {
    return {
      reason: `No call in the file goes to a provider that authrig knows (it holds ${others}): where a server makes them, a browser does not see them.`,
      ask: ['Export the page where the sign-in happens, from before it begins, or record on the server.'],
      next: ['authrig --help'],
    };
  }
  return {
    reason:
      'authrig knows no cause for this by name. The timeline shows what was said; the vendor’s page may tell more.',
    ask: [
      'Attach this recording to the ticket, with the time, the time zone and what the customer saw.',
      ...(source === 'authrig'
        ? []
        : ['Can it be reproduced with authrig? Its own recording holds more: add --record FILE.']),
    ],
    next: source === 'authrig' ? ['authrig replay FILE', 'authrig replay FILE --against sandbox'] : [],
  };
}
