import type { SandboxClock } from './clock.ts';
import { simulateCustomer, type SimulatedCustomer } from './customer.ts';
import type { Outbox } from './outbox.ts';
import type { SandboxOptions } from './options.ts';
import { startSandbox } from './start.ts';
import type { SavedState } from './state-file.ts';

/** The sandbox in this process, as `--sandbox` starts it, with its simulated customer. */
export interface EmbeddedSandbox extends SimulatedCustomer {
  readonly origin: string;
  /** Base URLs and sandbox keys, by setting name. */
  readonly settings: Readonly<Record<string, string>>;
  /** Also where a command delivers what an integrator would mail, such as Jekimo's pin. */
  readonly outbox: Outbox;
  /** The one clock that drives every expiry. */
  readonly clock: SandboxClock;
  /** A copy of all that it knows now, for others to go on from, each by itself. */
  save(): SavedState;
  close(): Promise<void>;
}

export interface EmbeddedOptions extends Omit<SandboxOptions, 'port'> {
  /** Aborted when the run ends: the customer then stops acting. */
  readonly signal: AbortSignal;
  /** How long the simulated customer takes, in milliseconds. */
  readonly customerDelayMs?: number;
}

/** Starts the sandbox of `--sandbox` on a free loopback port. Whoever starts it closes it. */
export async function startEmbedded({
  signal,
  customerDelayMs,
  ...options
}: EmbeddedOptions): Promise<EmbeddedSandbox> {
  const { origin, settings, outbox, clock, signIns, save, close } = await startSandbox(options);
  const leaving = new AbortController();
  const leave = (): void => leaving.abort();
  signal.addEventListener('abort', leave, { once: true });
  const { leave: leaveTo } = simulateCustomer({
    signIns,
    clock: options.clock,
    signal: leaving.signal,
    ...(customerDelayMs === undefined ? {} : { delayMs: customerDelayMs }),
  });
  return {
    origin,
    settings,
    outbox,
    clock,
    leave: leaveTo,
    save: () => structuredClone(save()),
    close: async () => {
      signal.removeEventListener('abort', leave);
      leave();
      await close();
    },
  };
}
