import type { Effect } from './contract.ts';

/** How far an exchange has come, for whoever times it; the end is known to whoever sent it. */
export type Step = 'socket' | 'lookup' | 'connect' | 'secure' | 'sent' | 'answer';

/** Told of one exchange while it goes on. */
export interface ExchangeWatch {
  /** All headers as they leave, ours included. */
  headers(headers: Readonly<Record<string, string>>): void;
  /** Called as each step is reached; a connection without TLS or DNS has fewer of them. */
  reached(step: Step): void;
  /** The address at the other end of the connection. */
  address(address: string): void;
}

/** Which call of which contract a request is, for those who look at it from outside. */
export interface CallNature {
  readonly provider: string;
  readonly operation: string;
  readonly effect: Effect;
  /** Names of headers, parameters and members that are secret in the request. */
  readonly sentSecrets: readonly string[];
  /** Names of members that are secret in the answer. */
  readonly answeredSecrets: readonly string[];
}
