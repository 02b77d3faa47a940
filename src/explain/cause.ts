import type { Case, Exchange } from './case.ts';

/** Where a vendor documents what a cause speaks of. */
export interface Source {
  /** The address of the vendor's page. */
  readonly page: string;
  /** The heading, or words to look for on the page. */
  readonly heading: string;
}

/** What is said of a cause that was found. */
export interface Told {
  /** The reason in plain words, one or two sentences. */
  readonly reason: string;
  /** What to ask the customer, or to do on the other side, next. */
  readonly ask: readonly string[];
  /** Commands to type next, as they can be typed. */
  readonly next: readonly string[];
}

/** What every piece of evidence has: the exchanges that show it. */
export interface Evidence {
  readonly at: readonly Exchange[];
}

/** One reason why a sign-in fails, known by name. */
export interface CauseDefinition<Found extends Evidence> {
  /** `provider.what-happened`; scripts may rely on it. */
  readonly name: string;
  /** The requirements that it goes by, JEK-12. */
  readonly row: string;
  /** Undefined for what no vendor documents. */
  readonly source?: Source;
  /** True for what is worth knowing and makes no sign-in fail by itself. */
  readonly remark?: true;
  /** The evidence, or undefined where the recording has none. */
  readonly detect: (recording: Case) => Found | undefined;
  readonly say: (evidence: Found) => Told;
}

/** A cause that was found in a recording. */
export interface Finding extends Told {
  readonly name: string;
  readonly row: string;
  readonly source: Source | undefined;
  readonly remark: boolean;
  readonly at: readonly Exchange[];
}

/** A cause as it is looked for, whatever its evidence is. */
export interface Cause {
  readonly name: string;
  readonly row: string;
  readonly source: Source | undefined;
  readonly remark: boolean;
  find(recording: Case): Finding | undefined;
}

/** A cause from its definition. */
export function cause<Found extends Evidence>(definition: CauseDefinition<Found>): Cause {
  const { detect, say, name, row, source, remark = false } = definition;
  const facts = { name, row, source, remark };
  return {
    ...facts,
    find: (recording) => {
      const evidence = detect(recording);
      return evidence && { ...facts, at: evidence.at, ...say(evidence) };
    },
  };
}

/** A span as people say it: `4 s`, `0.4 s`, `2 min 5 s`. In milliseconds. */
export function inWords(milliseconds: number): string {
  const seconds = Math.abs(milliseconds) / 1000;
  if (seconds < 9.95) return `${Number(seconds.toFixed(1))} s`;
  const whole = Math.round(seconds);
  if (whole < 120) return `${whole} s`;
  const [minutes, rest] = [Math.floor(whole / 60), whole % 60];
  if (minutes < 120) return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
