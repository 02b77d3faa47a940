/** A message that the sandbox "sent": nothing leaves the machine, it is read here. */
export interface OutboxMessage {
  /** Grows with every message. */
  readonly id: string;
  readonly provider: string;
  /** The recipient, unmasked: a phone number or an e-mail address. */
  readonly to: string;
  readonly code: string;
  /** ISO 8601 UTC on the sandbox's clock. */
  readonly sentAt: string;
}

export interface OutboxFilter {
  readonly provider?: string;
  readonly to?: string;
  /** Only messages after the one with this id. */
  readonly since?: string;
}

/** All messages in memory, newest last, bounded. */
export interface Outbox {
  deliver(message: Omit<OutboxMessage, 'id' | 'sentAt'>): OutboxMessage;
  list(filter?: OutboxFilter): readonly OutboxMessage[];
  /** The matching messages, as soon as there is one; an empty list when the signal is aborted first. */
  wait(filter: OutboxFilter, signal: AbortSignal): Promise<readonly OutboxMessage[]>;
  reset(): void;
}
