import { isLoopback } from '../http/address.ts';
import type { RecordedFault, RecordedInput } from '../recording/recording.ts';

/** Members of a request or an answer by name, values as they came: outside data. */
export type Fields = Readonly<Partial<Record<string, unknown>>>;

/** Header names in lower case. */
export type Headers = Readonly<Partial<Record<string, string>>>;

/**
 * How one exchange left the sign-in: `good` ended it well, `bad` refused it, `step` brought it further without an end,
 * and to `lost` no answer is recorded.
 */
export type State = 'good' | 'bad' | 'step' | 'lost';

/** One exchange with a provider, as a recording or a browser's export holds it. */
export interface Exchange {
  /** Its number in the timeline, from 1. */
  readonly number: number;
  /** `jekimo`, `verifik` and so on. */
  readonly provider: string;
  /** The contract's operation, or `startAuthentication`, `wayBack` and `callback` of eKYC's front and back channel. */
  readonly operation: string;
  /** True where the provider's answer was handed on by somebody else's server, as an integrator's own endpoint does. */
  readonly relayed: boolean;
  readonly method: string;
  readonly url: URL;
  /** When it began by the recording's clock, milliseconds since 1970. */
  readonly at: number;
  /** Milliseconds from its beginning to the end of its answer; undefined where that is not recorded. */
  readonly tookMs: number | undefined;
  readonly headers: Headers;
  /** The parameters of query and body. */
  readonly sent: Fields;
  /** 0 where no answer is recorded. */
  readonly status: number;
  readonly answerHeaders: Headers;
  /** The answer's JSON object; empty where it is none. */
  readonly answer: Fields;
  /** The answer's body as text; undefined where the file does not hold it. */
  readonly body: string | undefined;
  /** What is recorded of an exchange that failed. */
  readonly error: string | undefined;
  readonly state: State;
}

/** How the recorded command ended, in its own words. */
export interface Verdict {
  readonly exitCode: number;
  /** The kind of error, `denied` and so on; undefined where it ended well. */
  readonly kind: string | undefined;
  readonly message: string | undefined;
  readonly hint: string | undefined;
  readonly provider: RecordedFault | undefined;
  /** The exit code that goes with the error; undefined where it is the recorded one. */
  readonly otherCode: number | undefined;
}

/** A recording as causes are looked for in it. */
export interface Case {
  /** Who wrote the file: authrig itself, somebody's browser, or another program such as a proxy. */
  readonly source: 'authrig' | 'browser' | 'program';
  /** The program that wrote it, with its version. */
  readonly creator: string;
  /** The words of the recorded command, `jekimo login`; empty for a browser's export. */
  readonly command: string;
  /** The options of the recorded command by name, without dashes; a choice as `method=popup` too. */
  readonly options: readonly string[];
  /** When the recorded command began, milliseconds since 1970. */
  readonly startedAt: number | undefined;
  /** In the order of time. */
  readonly exchanges: readonly Exchange[];
  /** How many other calls the file holds. */
  readonly others: number;
  /** What people and code sources said to the command. */
  readonly inputs: readonly RecordedInput[];
  /** How many TOTP codes the command itself found to be wrong. */
  readonly wrongTotps: number;
  /** True where secrets stand as pseudonyms already. */
  readonly masked: boolean;
  /** What tokens say of their own times, by pseudonym, in seconds since 1970. */
  readonly claims: ReadonlyMap<string, Readonly<Record<string, number>>>;
  /** Undefined where nobody recorded one. */
  readonly verdict: Verdict | undefined;
}

/** The last exchange with each provider that the case knows. */
export function lastExchanges({ exchanges }: Pick<Case, 'exchanges'>): Exchange[] {
  return [...new Map(exchanges.map((exchange) => [exchange.provider, exchange])).values()];
}

/** Whether it went well: by the recorded verdict, else by how the last exchange with each provider ended. */
export function endedWell(recording: Case): boolean {
  const { verdict } = recording;
  if (verdict !== undefined) return verdict.exitCode === 0 && verdict.kind === undefined;
  const last = lastExchanges(recording);
  return last.length > 0 && last.every(({ state }) => state === 'good');
}

/** The exchanges of one operation. */
export function callsOf(
  { exchanges }: Pick<Case, 'exchanges'>,
  provider: string,
  ...operations: readonly string[]
): Exchange[] {
  return exchanges.filter(
    (exchange) => exchange.provider === provider && operations.includes(exchange.operation),
  );
}

/** When the answer was there, as far as it is known: milliseconds since 1970. */
export function endOf({ at, tookMs = 0 }: Exchange): number {
  return at + tookMs;
}

/** What a sandbox said beside its answer, empty for nothing; a real host's header of this name is nobody's word. */
export function sandboxHint({ url, answerHeaders }: Exchange): string {
  return (isLoopback(url.hostname) && answerHeaders['x-sandbox-hint']) || '';
}
