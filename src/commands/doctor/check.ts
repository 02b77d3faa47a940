import type { Context } from '../../context.ts';
import type { Certificate } from '../../http/certificate.ts';
import type { LookUp } from '../../http/name-lookup.ts';
import type { Visit } from './visit.ts';

/** One line of the report: `doubtful` is what may do harm or could not be seen, `bad` is what certainly stands in the way. */
export interface Check {
  readonly name: string;
  readonly status: 'good' | 'doubtful' | 'bad';
  /** What was found, as a sentence without its full stop. */
  readonly detail: string;
  /** What to do about it; null where there is nothing to do. */
  readonly hint: string | null;
  /** What is drawn below the report. */
  readonly drawing?: readonly string[];
}

/** What the doctor has beside the context to look with; tests have others. */
export interface Senses {
  lookUp(host: string, signal: AbortSignal): Promise<LookUp>;
  certificate(url: URL, signal: AbortSignal): Promise<Certificate>;
  addressesHere(): Promise<{ readonly ipv4: boolean; readonly ipv6: boolean }>;
}

/** What a check looks at. */
export interface Patient {
  readonly context: Context;
  readonly senses: Senses;
  /** One visit to each base URL, made once for all checks. */
  readonly visits: () => Promise<readonly Visit[]>;
  /** Ends what this check began. */
  readonly signal: AbortSignal;
}

/** Looks at one thing. What it throws is told as bad, with the words of the error. */
export type Examine = (patient: Patient) => Promise<readonly Check[]> | readonly Check[];

export function good(name: string, detail: string): Check {
  return { name, status: 'good', detail, hint: null };
}

export function doubtful(name: string, detail: string, hint: string): Check {
  return { name, status: 'doubtful', detail, hint };
}

export function bad(name: string, detail: string, hint: string): Check {
  return { name, status: 'bad', detail, hint };
}

/** The message of an error as the detail of a check. */
export function withoutStop(message: string): string {
  return message.replace(/\.$/, '');
}
