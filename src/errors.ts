/** Every way a command can fail, and the exit code that scripts see. Published by `authrig help exit-codes`. */
export const exitCodes = {
  internal: 1,
  usage: 2,
  denied: 3,
  credentials: 4,
  expired: 5,
  network: 6,
  provider: 7,
  inconclusive: 8,
  failed: 9,
  local: 10,
  cancelled: 130,
} as const;

export type ErrorKind = keyof typeof exitCodes;

/** What a provider said when it refused, for the `provider` member of the error document. */
export interface ProviderFault {
  readonly name: string;
  readonly operation: string;
  readonly httpStatus?: number;
  readonly code?: string;
  /** The reason that a sandbox tells beside the provider's own words; part of the hint that is shown. */
  readonly sandboxHint?: string;
}

export interface CliErrorOptions {
  /** The next thing to do, best as a command to type. */
  readonly hint?: string;
  readonly cause?: unknown;
  readonly provider?: ProviderFault;
  /** Whether the same command may succeed later without any change. */
  readonly retryable?: boolean;
  /** How long the provider asked us to stay away, in milliseconds. */
  readonly retryAfterMs?: number;
  /** False only where the request certainly never left this machine. */
  readonly sent?: boolean;
  /** Carried into the document beside `error`, by commands that always report data. */
  readonly data?: Readonly<Record<string, unknown>>;
  /** Replaces the kind's exit code: signals alone do this (129, 130, 143). */
  readonly exitCode?: number;
}

/** A failure that a user can understand: what happened, why, and what to type next. Anything else is a bug. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly kind: ErrorKind;
  readonly details: CliErrorOptions;

  constructor(kind: ErrorKind, message: string, details: CliErrorOptions = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.kind = kind;
    this.details = details;
  }

  get exitCode(): number {
    return this.details.exitCode ?? exitCodes[this.kind];
  }
}

/** The `code` of a system error such as ENOENT, or undefined. */
export function errorCode(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}
