/** One request as it leaves. Header names are sent as spelt. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The longest the whole exchange may take, in milliseconds. */
  readonly timeoutMs?: number;
  /** Ends this one request early; the run's own signal always does. */
  readonly signal?: AbortSignal;
}

/** One answer as it came, decompressed and decoded as UTF-8, whatever its status. */
export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case; of repeated headers the first. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The way to the network. Sends once, follows no redirect, reads at most 10 MB. */
export interface Http {
  /**
   * Sends the request once.
   * Throws CliError `network` (no answer; `details.sent` false where it never left), `provider` (too large,
   * broken HTTP), `usage` (plain http to a host that is not loopback), `expired` and `cancelled` by the signal.
   */
  send(request: HttpRequest): Promise<HttpAnswer>;
}
