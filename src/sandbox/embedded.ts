import type { Outbox } from './outbox.ts';

/** The sandbox in this process, as `--sandbox` starts it, with its simulated customer. */
export interface EmbeddedSandbox {
  readonly origin: string;
  /** Base URLs and sandbox keys, by setting name. */
  readonly settings: Readonly<Record<string, string>>;
  /** Also where a command delivers what an integrator would mail, such as Jekimo's pin. */
  readonly outbox: Outbox;
  close(): Promise<void>;
}
