import type { Clock } from '../clock.ts';
import type { Contract } from '../http/contract.ts';
import type { RandomBytes } from '../machine.ts';
import type { Fault } from './faults.ts';
import type { Outbox } from './outbox.ts';
import type { CreatePortalPart } from './portal/part.ts';
import type { Arrangement, Recipients } from './recipients.ts';
import type { SignIns } from './sign-ins.ts';
import type { Switch } from './switches.ts';
import type { Table } from './table.ts';

/** A call as it reached the sandbox. */
export interface SandboxRequest {
  readonly method: string;
  readonly path: string;
  /** The client's address. */
  readonly peer: string;
  /** What stood in place of a page's `:name` segments, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What the sandbox answers. Strings are sent as they are, everything else as JSON. */
export interface SandboxAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** How it is spoilt on its way. */
  readonly fault?: Fault;
}

/** What the core of the sandbox lends to each vendor. */
export interface SandboxCore {
  /** The one clock that drives every expiry. */
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
  readonly outbox: Outbox;
  readonly signIns: SignIns;
  readonly recipients: Recipients;
  /** Where the vendor keeps what it knows: emptied at a reset, kept in the state file. */
  readonly table: <T>(name: string, limit?: number) => Table<T>;
  /** How the sandbox reads what the vendor's page leaves open, by the switch's name. */
  readonly reading: (name: string) => string;
  /** `http://127.0.0.1:PORT` plus the vendor's prefix and base path: what its base URL setting is set to. */
  readonly baseUrl: string;
  /** The same for the vendor's second place; empty where it has none. */
  readonly webUrl: string;
  /** Calls an integrator's backend, once. Resolves when it has answered, or can't be reached. */
  readonly notify: Notify;
}

/** A call without a body to a loopback URL: true where something answered. A sandbox calls nobody else. */
export type Notify = (url: string, method?: 'GET' | 'POST') => Promise<boolean>;

export type SandboxHandler = (request: SandboxRequest) => SandboxAnswer | Promise<SandboxAnswer>;

/** One handler for every endpoint of the contract: a missing one does not compile. */
export type Handlers<C extends Contract> = {
  readonly [Name in keyof C]: SandboxHandler;
};

/** What stands beside the contract at a vendor: a page for the customer's browser. */
export interface SandboxPage {
  readonly method: 'GET' | 'POST';
  /** What the sandbox's own page calls it, where it links to it. */
  readonly title?: string;
  /** Behind the mount; a segment such as `:id` stands for any text without a slash. */
  readonly path: string;
  readonly answer: SandboxHandler;
}

/** A vendor in memory. */
export interface SandboxVendor<C extends Contract = Contract> {
  readonly contract: C;
  readonly handlers: Handlers<C>;
  readonly pages?: readonly SandboxPage[];
  /** Behind the second mount. */
  readonly webPages?: readonly SandboxPage[];
  /** What the vendor itself answers to a method that its call does not take; without it the sandbox answers 405. */
  readonly wrongMethod?: SandboxHandler;
  /** Puts in what is there from the start, into tables that are empty. */
  seed?(): void;
}

/** What the sandbox does of what the vendor's page says. */
export interface Emulated {
  readonly what: string;
  /** The requirements, such as `JEK-12, JEK-13`. */
  readonly rows: string;
  /**
   * What to look for on the vendor's page, in quotes: a heading or words of it. `beyond the page` where another source or
   * the sandbox itself says so.
   */
  readonly source: string;
}

/** What a provider's `sandbox.ts` exports. */
export interface SandboxModule {
  /** Path behind the server's origin where the vendor stands, such as `/jekimo/app.php`. */
  readonly mount: string;
  /** Keys that the sandbox accepts: fixed, public, the same in every instance. By setting name. */
  readonly settings: Readonly<Record<string, string>>;
  /** The setting that holds the base URL. */
  readonly baseUrlSetting: string;
  /** Where the vendor has web pages on another host than its API, and the setting that holds that host's URL. */
  readonly web?: { readonly mount: string; readonly setting: string };
  /** What the page leaves open. */
  readonly switches?: readonly Switch[];
  /** What some recipients bring by themselves. */
  readonly recipients?: Readonly<Record<string, Arrangement>>;
  readonly emulates: readonly Emulated[];
  create(core: SandboxCore): SandboxVendor;
  /** The integrator's side, for the demo portal; loaded when somebody opens it. */
  readonly portal?: () => Promise<CreatePortalPart>;
}
