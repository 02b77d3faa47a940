import { type Case, endOf, type Exchange } from './case.ts';
import type { Labels } from './labels.ts';
import type { Place } from './places.ts';
import { callName, shownAnswer, shownRequest } from './shown.ts';

/** A line of the timeline: one call, or several that are alike, or something that was waited for. */
export interface Row {
  /** `1`, or `2-24` for calls that are alike; empty for a wait. */
  readonly numbers: string;
  /** Milliseconds from the beginning. */
  readonly atMs: number;
  /** Milliseconds; the longest where several are alike. */
  readonly tookMs: number | undefined;
  readonly call: string;
  /** `sent` and `got`, member by member. */
  readonly sent: readonly string[];
  readonly got: readonly string[];
  /** How many calls the line stands for; 0 for a wait. */
  readonly count: number;
  /** The usual time from one to the next where several are alike, milliseconds. */
  readonly everyMs: number | undefined;
  readonly state: Exchange['state'] | 'wait';
}

/** A pause that nobody accounts for is told from this length on, in milliseconds. */
const gapMs = 1500;

/** No wait of a client is longer than this between two polls: what is, is a gap. */
const slowestPollMs = 31_000;

/** What happened in the order of time, alike polls as one line, with the waits in between. */
export function timelineOf(recording: Case, labels: Labels, places: readonly Place[]): Row[] {
  const { exchanges, startedAt } = recording;
  const began = Math.min(startedAt ?? Number.POSITIVE_INFINITY, exchanges[0]?.at ?? Number.POSITIVE_INFINITY);
  const calls = mergeAlike(exchanges.map((exchange) => rowOf(exchange, recording, labels, places, began)));
  const inputs = recording.inputs.map((input) => inputRow(input, labels));
  const rows = [...calls, ...inputs].toSorted((one, other) => one.atMs - other.atMs);
  return withGaps(rows);
}

type Lasting = Row & { readonly endMs: number };

function rowOf(
  exchange: Exchange,
  recording: Case,
  labels: Labels,
  places: readonly Place[],
  began: number,
): Lasting {
  return {
    numbers: String(exchange.number),
    atMs: exchange.at - began,
    endMs: endOf(exchange) - began,
    tookMs: exchange.tookMs,
    call: callName(exchange, recording),
    sent: shownRequest(exchange, labels, places),
    got: shownAnswer(exchange, labels, places),
    count: 1,
    everyMs: undefined,
    state: exchange.state,
  };
}

/** Polls are told once, with how often and how fast. */
function mergeAlike(rows: readonly Lasting[]): Lasting[] {
  const groups: Lasting[][] = [];
  for (const row of rows) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    const near = last !== undefined && row.atMs - last.endMs < slowestPollMs;
    if (near && likeness(last) === likeness(row)) group?.push(row);
    else groups.push([row]);
  }
  return groups.flatMap((group) => {
    const [first, last] = [group[0], group.at(-1)];
    if (first === undefined || last === undefined || first === last) return group;
    const gaps = group.slice(1).map((row, index) => row.atMs - (group[index]?.atMs ?? 0));
    return [
      {
        ...first,
        numbers: `${first.numbers}-${last.numbers}`,
        endMs: last.endMs,
        tookMs: Math.max(...group.map(({ tookMs = 0 }) => tookMs)),
        count: group.length,
        everyMs: gaps.toSorted((one, other) => one - other)[Math.floor(gaps.length / 2)],
      },
    ];
  });
}

const likeness = ({ call, sent, got }: Row): string => JSON.stringify([call, sent, got]);

/** What a person or a code source said, and how long that took. */
function inputRow(
  { what, question, value, failure, startedMs, endedMs }: Case['inputs'][number],
  labels: Labels,
): Lasting {
  const text = typeof value === 'boolean' ? (value ? 'yes' : 'no') : textOf(value);
  const given = failure === undefined ? text && labels.clean(text) : `nothing: ${failure.message}`;
  return {
    numbers: '',
    atMs: startedMs,
    endMs: endedMs,
    tookMs: endedMs - startedMs,
    call: what === 'code' ? 'waited for the code' : 'asked',
    sent: question === undefined ? [] : [question.replace(/:$/, '')],
    got: given === '' ? [] : [given],
    count: 0,
    everyMs: undefined,
    state: 'wait',
  };
}

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** A pause between two lines is a line of its own. */
function withGaps(rows: readonly Lasting[]): Row[] {
  let end: number | undefined;
  return rows.flatMap(({ endMs, ...row }) => {
    const from = end;
    end = Math.max(end ?? endMs, endMs);
    if (from === undefined || row.atMs - from < gapMs) return [row];
    return [{ ...pause, atMs: from, tookMs: row.atMs - from }, row];
  });
}

const pause: Omit<Row, 'atMs' | 'tookMs'> = {
  numbers: '',
  call: 'pause',
  sent: [],
  got: [],
  count: 0,
  everyMs: undefined,
  state: 'wait',
};
