import type { Clock } from '../clock.ts';
import type { SignIns } from './sign-ins.ts';

export interface CustomerOptions {
  readonly signIns: SignIns;
  /** The machine's clock: the customer takes a moment of real time. */
  readonly clock: Clock;
  /** Aborted when nobody waits for the customer any more. */
  readonly signal: AbortSignal;
  /** How long the customer takes, in milliseconds. */
  readonly delayMs?: number;
}

/** What the simulated customer may be told. */
export interface SimulatedCustomer {
  /** Leaves this sign-in to somebody else, who may take longer. */
  leave(id: string): void;
}

/** Approves every sign-in after a moment, seen as a risk where a second factor was asked for, so that it is needed. */
export function simulateCustomer({
  signIns,
  clock,
  signal,
  delayMs = 1500,
}: CustomerOptions): SimulatedCustomer {
  const left = new Set<string>();
  signIns.onOpen(({ id, secondFactor, attended }) => {
    if (attended === true) return;
    clock.sleep(delayMs, signal).then(
      () => !left.has(id) && signIns.decide(id, { decision: 'approve', risk: secondFactor === true }),
      () => false,
    );
  });
  return { leave: (id) => void left.add(id) };
}
