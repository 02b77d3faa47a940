import type { Context } from '../context.ts';
import type { Answer } from '../http/call.ts';
import type { ProbeCall } from '../http/probe.ts';

/** Whether a key is good, as far as one answer tells. */
export type Verdict = 'valid' | 'invalid' | 'inconclusive';

/** What one answer says about the key. */
export interface Judgement {
  readonly verdict: Verdict;
  /** Why, in a sentence of our own that holds nothing of the answer. */
  readonly reason: string;
  /** The answer in the vendor's word: what a false key is answered is compared with it. */
  readonly said: string;
  /** True where that word is not one that the vendor documents: it is shown beside the reason. */
  readonly strange?: true;
  /** True of an answer that a good key can have got too: if a false key is refused otherwise, the key passed. */
  readonly open?: true;
}

/** A call that asks about a key, and the reading of its answer. */
export interface Question {
  readonly call: ProbeCall;
  /** Reads an answer that is JSON, of any status below 500 but 429. */
  judge(answer: Answer): Judgement;
}

/** A key that the rig itself keeps, such as a token of an earlier sign-in. */
export interface KeptKey {
  readonly key: string;
  /** Whose it is, masked. */
  readonly account: string;
}

/** How a provider is asked whether a key is good. */
export interface Probe {
  /** The provider's name as people write it: Jekimo. */
  readonly title: string;
  /** The question that leaves nothing behind. */
  readonly harmless: Question;
  /** A surer one that leaves something behind, and what it asks with where the harmless one left the key open. */
  readonly active?: Question & { readonly asksWith?: string };
  /** Settings that both can't do without, by their names without the provider's. */
  readonly needs?: readonly string[];
  /** What the key is called; without it `API key`. */
  readonly what?: string;
  /** Keys that are kept between commands, for a provider that has none among its settings. */
  kept?(context: Pick<Context, 'sessions' | 'settings' | 'clock'>): Promise<readonly KeptKey[]>;
  /** What can be told without asking; undefined where that is nothing. `now` is wall clock, in milliseconds. */
  beforehand?(key: string, now: number): Judgement | undefined;
}

/** An answer that the vendor does not document: of no key can anything be said by it. */
export function undocumented(title: string, { httpStatus }: Answer, said = ''): Judgement {
  return {
    verdict: 'inconclusive',
    reason: `${title} answered HTTP ${httpStatus} with something that it does not document for this call.`,
    said: said === '' ? `HTTP ${httpStatus}` : said,
    ...(said === '' ? {} : { strange: true }),
  };
}

/** The text or number under a path of names; empty where the answer has none there. */
export function wordAt(json: unknown, ...path: readonly string[]): string {
  let found = json;
  for (const name of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return '';
    found = (found as Record<string, unknown>)[name];
  }
  return typeof found === 'string' || typeof found === 'number' ? String(found) : '';
}
