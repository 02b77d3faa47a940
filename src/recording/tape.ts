import { plainLine } from '../terminal/plain.ts';
import { restoreValue } from './hide.ts';
import type { OwnRecording } from './read.ts';
import type { HarEntry, RecordedExchange, RecordedInput } from './recording.ts';
import type { StandIns } from './stand-in.ts';

/** One exchange of ours, as it is played. */
export interface PlayedExchange extends RecordedExchange {
  readonly entry: HarEntry;
}

/** All that went through the doors, to be taken once each, secrets as stand-ins. */
export interface Tape {
  /** The next exchange that was sent with this method, to this address or by this call; undefined for none. */
  exchange(method: string, url: string, operation: string | undefined): PlayedExchange | undefined;
  /** What came in by itself, in order. */
  readonly arrivals: readonly PlayedExchange[];
  arrived(arrival: PlayedExchange): void;
  /** The next that came through this door; undefined for none. */
  input(what: string): RecordedInput | undefined;
  /** What a recording that was played to its end does not have, as its command left it; in words. */
  oddities(): string[];
  /** When the next of all begins that was not taken yet, or the recorded end; milliseconds since the beginning. */
  next(): number;
}

/** Puts a recording on a tape. */
export function createTape({ log }: OwnRecording, standIns: StandIns): Tape {
  const { _authrig: run } = log;
  const played = log.entries.flatMap((entry) => {
    const { _authrig: exchange } = entry;
    return exchange === undefined
      ? []
      : [{ ...exchange, entry: restoreValue(entry, standIns.of) as HarEntry }];
  });
  const sent = played.filter(({ direction }) => direction === 'out');
  const arrivals = played.filter(({ direction }) => direction === 'in');
  const inputs = [...run.answers, ...run.inputs].map((input) => ({
    ...input,
    value: restoreValue(input.value, standIns.of),
  }));
  let elsewhere: string | undefined;
  const left = new Set<PlayedExchange | RecordedInput>([...played, ...inputs]);

  return {
    arrivals,
    arrived: (arrival) => void left.delete(arrival),
    exchange: (method, url, operation) => {
      const [address] = url.split(/[?#]/);
      const found = sent.find(
        (each) =>
          left.has(each) &&
          each.entry.request.method === method &&
          (operation !== undefined
            ? each.operation === operation
            : each.entry.request.url.split(/[?#]/)[0] === address),
      );
      if (found === undefined) return undefined;
      left.delete(found);
      const [then, now] = [new URL(found.entry.request.url).host, new URL(url).host];
      if (then !== now) elsewhere = `a call to ${plainLine(then, 100)} that goes to ${now}`;
      return found;
    },
    input: (what) => {
      const found = inputs.find((each) => left.has(each) && each.what === what);
      if (found === undefined) return undefined;
      left.delete(found);
      // What the work behind this door sent is not sent again.
      for (const each of sent) if (isWithin(each, found)) left.delete(each);
      return found;
    },
    oddities: () => {
      const kind = run.verdict.error?.kind;
      // One that was stopped may be stopped a call earlier now.
      const stopped = kind === 'cancelled' || kind === 'expired';
      const unasked = stopped ? 0 : sent.filter((each) => left.has(each)).length;
      const turned = played.some(({ startedMs }, at) => startedMs < (played[at - 1]?.startedMs ?? 0));
      const apart = log.entries.length - (run.exchanges ?? log.entries.length);
      return [
        ...(apart === 0 ? [] : [countedApart(apart)]),
        ...(unasked === 0 ? [] : [`${unasked} ${unasked === 1 ? 'call' : 'calls'} that nobody asked for`]),
        ...(turned ? ['calls in another order than that of their times'] : []),
        ...(elsewhere === undefined ? [] : [elsewhere]),
      ];
    },
    next: () => Math.min(run.milliseconds, ...[...left].map(({ startedMs }) => startedMs)),
  };
}

function isWithin(each: PlayedExchange, { what, startedMs, endedMs }: RecordedInput): boolean {
  const fetches = ['code', 'code source', 'secret'].includes(what);
  return fetches && each.operation === undefined && each.startedMs >= startedMs && each.endedMs <= endedMs;
}

function countedApart(apart: number): string {
  const count = Math.abs(apart);
  return `${count} ${count === 1 ? 'entry' : 'entries'} ${apart < 0 ? 'fewer' : 'more'} than were recorded`;
}
