import type { Clock } from '../clock.ts';
import type { Changes } from './changes.ts';
import { recipientKey } from './recipient-key.ts';
import type { Table } from './table.ts';

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
  /** True for what the sandbox put there by itself: nobody asked for it. */
  readonly seeded?: true;
}

export interface OutboxFilter {
  readonly provider?: string;
  /** However it is written: spaces and dashes in a phone number and the case of an address make no difference. */
  readonly to?: string;
  /** False leaves out what the sandbox put there by itself. */
  readonly seeded?: false;
  /** Only messages after the one with this id. */
  readonly since?: string;
}

/** All messages in memory, newest last, bounded. */
export interface Outbox {
  deliver(message: Omit<OutboxMessage, 'id' | 'sentAt'>): OutboxMessage;
  list(filter?: OutboxFilter): readonly OutboxMessage[];
  /** The matching messages, as soon as there is one; an empty list when the signal is aborted first. */
  wait(filter: OutboxFilter, signal: AbortSignal): Promise<readonly OutboxMessage[]>;
}

/** Keeps messages in `messages`; their ids go on counting in `count`, also after a reset. */
export function createOutbox(
  clock: Clock,
  messages: Table<OutboxMessage>,
  count: Table<number>,
  changes?: Changes,
): Outbox {
  const waiting = new Set<() => void>();

  function list({ provider, to, since, seeded }: OutboxFilter = {}): OutboxMessage[] {
    const recipient = to === undefined ? undefined : recipientKey(to);
    return messages
      .values()
      .filter(
        (message) =>
          (provider === undefined || message.provider === provider) &&
          (recipient === undefined || recipientKey(message.to) === recipient) &&
          (seeded === undefined || message.seeded !== true) &&
          (since === undefined || Number(message.id) > Number(since)),
      );
  }

  return {
    deliver: (sent) => {
      const number = (count.get('message') ?? 0) + 1;
      count.set('message', number);
      const id = String(number);
      const { provider, to, code, seeded } = sent;
      const message = {
        id,
        provider,
        to,
        code,
        sentAt: new Date(clock.now()).toISOString(),
        ...(seeded === undefined ? {} : { seeded }),
      };
      messages.set(id, message);
      changes?.tell('outbox');
      for (const wake of waiting) wake();
      return message;
    },
    list,
    wait: async (filter, signal) => {
      while (list(filter).length === 0 && !signal.aborted) await delivery(waiting, signal);
      return list(filter);
    },
  };
}

/** Resolves at the next message, or when the signal is aborted. */
async function delivery(waiting: Set<() => void>, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    function wake(): void {
      waiting.delete(wake);
      signal.removeEventListener('abort', wake);
      resolve();
    }
    waiting.add(wake);
    signal.addEventListener('abort', wake, { once: true });
  });
}
