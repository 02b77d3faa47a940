import type { Declare } from '../command.ts';
import type { Contract } from '../http/contract.ts';
import type { SandboxModule } from '../sandbox/vendor.ts';
import type { SettingDefinition } from '../settings/settings.ts';
import type { Probe } from './probe.ts';

/** So many requests in any span of so many milliseconds. */
export interface RateLimit {
  readonly requests: number;
  readonly perMs: number;
}

/**
 * A provider's card. It is read at every start, so it holds plain data and functions that import the rest;
 * adding one means a folder with these files and one line in `index.ts`.
 */
export interface Provider {
  /** The noun on the command line, the prefix of its settings and of its sandbox: lower case, one word. */
  readonly name: string;
  /** What `authrig --help` says of it: one line, no full stop. */
  readonly summary: string;
  /** Every setting under this provider's name; one of them is `NAME.baseUrl`. */
  readonly settings: readonly SettingDefinition[];
  /** Every call the provider documents, by operation. */
  readonly contract: () => Promise<Contract>;
  /** How it is asked whether a key of its is good. */
  readonly probe: () => Promise<Probe>;
  /** The most requests that its hosts take from us, where the vendor documents that; no limit on loopback. */
  readonly rateLimit?: RateLimit;
  /** The vendor in memory, with a handler for every operation of the contract. */
  readonly sandbox: () => Promise<SandboxModule>;
  /** Declares the provider's verbs under its noun; loads no library and none of the verbs' own modules. */
  readonly commands: () => Promise<Declare>;
}
