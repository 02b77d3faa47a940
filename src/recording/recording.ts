import type { ErrorKind } from '../errors.ts';
import type { Effect } from '../http/contract.ts';

/*
 * A recording is HAR 1.2, http://www.softwareishard.com/blog/har-12-spec/: browsers open it. What a replay and an
 * explanation need beyond that stands under `_authrig`, as the format allows for names that begin with an underscore.
 */

export interface Har {
  readonly log: HarLog;
}

export interface HarLog {
  readonly version: string;
  readonly creator: { readonly name: string; readonly version: string };
  readonly entries: readonly HarEntry[];
  readonly comment?: string | undefined;
  /** There in recordings of ours, and in no browser's. */
  readonly _authrig?: RecordedRun | undefined;
}

export interface HarPair {
  readonly name: string;
  readonly value: string;
}

export interface HarRequest {
  readonly method: string;
  readonly url: string;
  readonly httpVersion: string;
  readonly cookies: readonly HarPair[];
  readonly headers: readonly HarPair[];
  readonly queryString: readonly HarPair[];
  readonly postData?: { readonly mimeType: string; readonly text: string } | undefined;
  readonly headersSize: number;
  readonly bodySize: number;
}

export interface HarResponse {
  /** 0 where no answer came. */
  readonly status: number;
  readonly statusText: string;
  readonly httpVersion: string;
  readonly cookies: readonly HarPair[];
  readonly headers: readonly HarPair[];
  readonly content: {
    readonly size: number;
    readonly mimeType: string;
    readonly text?: string | undefined;
    readonly encoding?: string | undefined;
  };
  readonly redirectURL: string;
  readonly headersSize: number;
  readonly bodySize: number;
  /** Where Chrome and Safari say why there is no answer. */
  readonly _error?: string | undefined;
}

/** Milliseconds; -1 where the phase did not happen or is not known. `ssl` is a part of `connect`. */
export interface HarTimings {
  readonly blocked: number;
  readonly dns: number;
  readonly connect: number;
  readonly ssl: number;
  readonly send: number;
  readonly wait: number;
  readonly receive: number;
}

export interface HarEntry {
  readonly startedDateTime: string;
  /** Milliseconds. */
  readonly time: number;
  readonly request: HarRequest;
  readonly response: HarResponse;
  readonly cache: Readonly<Record<string, unknown>>;
  readonly timings: HarTimings;
  readonly serverIPAddress?: string | undefined;
  /** Why there is no answer, in words; browsers write one too. */
  readonly _error?: string | undefined;
  readonly _authrig?: RecordedExchange | undefined;
}

/** What HAR has no place for in one exchange. */
export interface RecordedExchange {
  /** `out` for what authrig sent; `in` for what came to its callback server. */
  readonly direction: 'out' | 'in';
  readonly provider?: string | undefined;
  readonly operation?: string | undefined;
  readonly effect?: Effect | undefined;
  /** Milliseconds since the command began, on the clock that never jumps. */
  readonly startedMs: number;
  readonly endedMs: number;
  /** There where no answer came. */
  readonly failure?: RecordedFailure | undefined;
}

/** A CliError as it is kept. */
export interface RecordedFailure {
  readonly kind: ErrorKind;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly exitCode?: number | undefined;
  readonly retryable?: boolean | undefined;
  readonly retryAfterMs?: number | undefined;
  /** False where the request certainly never left. */
  readonly sent?: boolean | undefined;
  readonly provider?: RecordedFault | undefined;
}

export interface RecordedFault {
  readonly name: string;
  readonly operation: string;
  readonly httpStatus?: number | undefined;
  readonly code?: string | undefined;
  readonly sandboxHint?: string | undefined;
}

/** Something that the command took from outside and that was no exchange. */
export interface RecordedInput {
  /**
   * Where it came from. Of people and code sources: `text`, `secret`, `confirm`, `code`. Of this machine:
   * `sessions.get challenges`, `random`, `listen` and the like.
   */
  readonly what: string;
  /** The question, or what the code is called. */
  readonly question?: string | undefined;
  /** Secrets stand as pseudonyms; absent for what gave nothing. */
  readonly value?: unknown;
  readonly failure?: RecordedFailure | undefined;
  readonly startedMs: number;
  readonly endedMs: number;
}

export const forms = [
  'digits',
  'hex',
  'base32',
  'jwt',
  'email',
  'phone',
  'uuid',
  'url',
  'otpauth',
  'text',
] as const;

/** What a pseudonym stands for: enough to put something of the same shape in its place, and nothing of it. */
export interface Shape {
  readonly form: (typeof forms)[number];
  readonly length: number;
  /** What everybody's value begins with: the origin of a URL, or a word such as `REIKEY:`. */
  readonly prefix?: string | undefined;
  /** A token's own times, in seconds since 1970; the digits and the period of an otpauth URI. */
  readonly claims?: Readonly<Record<string, number>> | undefined;
}

/** `log._authrig`: the run as a whole. */
export interface RecordedRun {
  readonly schemaVersion: 1;
  /** True where --include-secrets was typed: nothing is masked then, and the file is as secret as the keys. */
  readonly includesSecrets: boolean;
  /** `jekimo login` */
  readonly command: string;
  /** The command line as it can be typed again, secrets as pseudonyms. */
  readonly argv: readonly string[];
  readonly versions: { readonly authrig: string; readonly node: string; readonly platform: string };
  readonly profile?: { readonly name: string; readonly origin: string } | undefined;
  /** What was asked for, by setting name. */
  readonly settings: Readonly<Record<string, { readonly value: string; readonly origin: string }>>;
  /** ISO 8601 UTC, by this machine's clock. */
  readonly startedAt: string;
  readonly milliseconds: number;
  /** How many entries were written: an editor that takes one out or adds one leaves this as it was. */
  readonly exchanges?: number | undefined;
  /** Whether somebody sat at a terminal who could be asked. */
  readonly attended: boolean;
  /** Whether stdin was a terminal, and so nothing was piped in. */
  readonly stdinIsTTY: boolean;
  /** What people and code sources said, in order. */
  readonly answers: readonly RecordedInput[];
  /** What this machine gave, in order. */
  readonly inputs: readonly RecordedInput[];
  /** There where a signal or a crash ended the command. */
  readonly stopped?: { readonly afterMs: number; readonly failure: RecordedFailure } | undefined;
  /** By pseudonym, such as `token#1`. Equal secrets have equal pseudonyms. */
  readonly pseudonyms: Readonly<Record<string, Shape>>;
  readonly verdict: { readonly exitCode: number; readonly error?: RecordedFailure | undefined };
  /** What --json prints for this run, secrets as pseudonyms. */
  readonly document: Readonly<Record<string, unknown>>;
}
