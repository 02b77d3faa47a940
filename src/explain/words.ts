import { inWords } from './cause.ts';
import type { Report, Told } from './report.ts';
import type { Row } from './timeline.ts';

/** One row in words, for every format: when, how long, what, and what was said. */
export interface RowWords {
  readonly numbers: string;
  readonly at: string;
  readonly took: string;
  readonly call: string;
  readonly said: string;
}

/** The row's words: `+5.1 s`, `41 ms`, `check, 23 times, every 5 s`. */
export function wordsOf({ numbers, atMs, tookMs, call, count, everyMs, sent, got, state }: Row): RowWords {
  const times =
    count > 1 ? `, ${count} times${everyMs === undefined ? '' : `, every ${inWords(everyMs)}`}` : '';
  const said = [
    ...(sent.length === 0 ? [] : [state === 'wait' ? sent.join(', ') : `sent ${sent.join(', ')}`]),
    ...(got.length === 0 ? [] : [`got ${got.join(', ')}`]),
  ];
  const took = tookMs === undefined ? '' : tookMs < 1000 ? `${Math.round(tookMs)} ms` : inWords(tookMs);
  return {
    numbers,
    at: `+${(Math.max(0, atMs) / 1000).toFixed(1)} s`,
    took,
    call: call + times,
    said: said.join('; '),
  };
}

/** What the report is of: `jekimo login, recorded by authrig 0.1.0 on 2026-01-01 00:00:00 UTC`. */
export function headingOf({ title, creator, startedAt, milliseconds, calls, others }: Report): string {
  const when = startedAt === null ? '' : ` on ${startedAt.slice(0, 19).replace('T', ' ')} UTC`;
  const by = creator === '' ? '' : `, recorded by ${creator}`;
  const rest =
    others === 0
      ? ''
      : `, and ${others} ${others === 1 ? 'other that goes' : 'others that go'} to no provider`;
  return `${title}${by}${when}: ${calls} ${calls === 1 ? 'call' : 'calls'} in ${inWords(milliseconds)}${rest}.`;
}

/** `denied, exit code 3: …` */
export function verdictIn({ verdict: { exitCode, kind, text } }: Report): string {
  if (exitCode === null) return text;
  return `${kind === null ? 'well' : kind}, exit code ${exitCode}: ${text}`;
}

/** The cause by its name, with its requirements and the calls that show it. */
export function nameOf({ name, row, at }: Told): string {
  return `${name} (${row}${at.length === 0 ? '' : `; ${at.length === 1 ? 'call' : 'calls'} ${callList(at)}`})`;
}

const mostNumbers = 6;

function callList(at: readonly number[]): string {
  const shown = at.slice(0, mostNumbers).join(', ');
  return at.length > mostNumbers ? `${shown} and ${at.length - mostNumbers} more` : shown;
}

/** The vendor's page and what to look for there. */
export function sourceIn({ source }: Told): string | undefined {
  return source === null ? undefined : `${source.page} at ${source.heading}`;
}
