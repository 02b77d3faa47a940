import { randomBytes } from 'node:crypto';
import { openSandbox } from './library/open.ts';
import { realClock } from './real-clock.ts';

// The types below are the whole public surface, and name nothing of the house: they are published as they stand.

/** How a sandbox is set up. What is given here is there again after a `reset()`. */
export interface SandboxOptions {
  /** The port on 127.0.0.1; a free one without it, or where it is 0. */
  readonly port?: number | undefined;
  /** The same seed gives the same codes and tokens in every run, and again after a reset; ids of messages go on. */
  readonly seed?: string | number | undefined;
  /** Where its time begins (a date, ISO 8601 with its zone, or milliseconds since 1970), and whether it stands still there. */
  readonly clock?:
    | { readonly at?: Date | string | number | undefined; readonly frozen?: boolean | undefined }
    | undefined;
  /** How it reads what the vendors leave open, by the switch's name. */
  readonly switches?: Readonly<Record<string, string>> | undefined;
  /** Fixed codes and fates, by recipient: a phone number as the vendor writes it, or an e-mail address. */
  readonly recipients?: Readonly<Record<string, Arrangement>> | undefined;
}

/** A sandbox of all providers that listens in this process, with state of its own. Whoever starts it closes it. */
export interface Sandbox {
  /** `http://127.0.0.1:PORT`; the page for people stands at its root. */
  readonly url: string;
  /** Base URLs and keys by setting, such as `jekimo.baseUrl` and `jekimo.apiKey`. */
  readonly settings: Readonly<Record<SettingName, string>>;
  /** The same as variables, such as AUTHRIG_JEKIMO_BASE_URL, for the environment of a child process. */
  readonly environment: Readonly<Record<string, string>>;
  readonly outbox: Outbox;
  readonly signIns: SignIns;
  readonly clock: SandboxClock;
  readonly faults: Faults;
  readonly recipients: Recipients;
  readonly switches: Switches;
  /** What reached the providers, secrets masked, oldest first; only what came after the id `since`. */
  requests(filter?: { readonly since?: string | undefined }): readonly LoggedRequest[];
  /** Forgets everything, and begins again as it was set up. */
  reset(): Promise<void>;
  /**
   * Ends every connection, fails whoever still waits, and leaves nothing behind that keeps the process alive. Whatever is
   * called after it fails, but for `close()` itself.
   */
  close(): Promise<void>;
  /** `close()`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

export type SettingName =
  | `${'jekimo' | 'elixir' | 'ekyc' | 'juvlon'}.apiKey`
  | `${'jekimo' | 'verifik' | 'elixir' | 'ekyc' | 'juvlon'}.baseUrl`
  | 'verifik.countryCode'
  | 'verifik.phone'
  | 'elixir.email'
  | 'ekyc.clientId'
  | 'ekyc.email'
  | 'ekyc.issuer'
  | 'ekyc.identifierUrl';

/** How long to wait. */
export interface WaitOptions {
  /** Milliseconds of real time; 4000 without it, less than the 5 s after which test runners give a test up. */
  readonly timeoutMs?: number | undefined;
}

/** What the providers "sent": nothing leaves the machine. It keeps the newest 1000 messages. */
export interface Outbox {
  /** Oldest first. */
  list(filter?: MessageFilter): readonly OutboxMessage[];
  /**
   * The newest message that matches, at once or as soon as there is one: give `since` for one that came later. Without a
   * provider or a recipient, what is `seeded` does not count. Rejects when the time is over.
   */
  waitFor(filter?: MessageFilter, options?: WaitOptions): Promise<OutboxMessage>;
}

export interface MessageFilter {
  /** Such as `verifik`; refused where neither the sandbox nor a message that is there knows it. */
  readonly provider?: string | undefined;
  /** The recipient, however a phone number is written and whatever the case of an address. */
  readonly to?: string | undefined;
  /** Only messages after the one with this id. */
  readonly since?: string | undefined;
}

export interface OutboxMessage {
  /** Grows with every message, and is not used again after a reset. */
  readonly id: string;
  readonly provider: string;
  /** The recipient, unmasked. */
  readonly to: string;
  readonly code: string;
  /** ISO 8601 UTC on the sandbox's clock. */
  readonly sentAt: string;
  /** True for what the sandbox put there by itself, such as Juvlon's pair: nobody asked for it. */
  readonly seeded?: true;
}

/** Sign-ins that wait for their customer: Jekimo's QR codes and eKYC's phone. You play the customer. */
export interface SignIns {
  /** Oldest first, whatever their state. */
  list(): readonly SignIn[];
  /** The newest pending sign-in, at once or as soon as there is one. Rejects when the time is over. */
  waitFor(filter?: { readonly provider?: string | undefined }, options?: WaitOptions): Promise<SignIn>;
  /** The customer approves. Without an id the only pending one; rejects where there is none, or several. */
  approve(id?: string, details?: ApprovalDetails): Promise<SignIn>;
  /** The customer refuses. Ids as in `approve`. */
  deny(id?: string): Promise<SignIn>;
  /** The customer lets the time run out. Ids as in `approve`. */
  timeOut(id?: string): Promise<SignIn>;
  /** The provider fails while the customer decides. Ids as in `approve`. */
  fail(id?: string): Promise<SignIn>;
}

export interface ApprovalDetails {
  /** Jekimo flags a risk. */
  readonly risk?: boolean | undefined;
  /** The customer's age in years. */
  readonly age?: number | undefined;
}

export interface SignIn {
  /** The provider's own id for it, such as Jekimo's token. */
  readonly id: string;
  readonly provider: string;
  /** What the customer would open or scan. */
  readonly url: string;
  /** ISO 8601 UTC on the sandbox's clock. */
  readonly createdAt: string;
  /** ISO 8601 UTC on the sandbox's clock. */
  readonly expiresAt: string;
  readonly state: 'pending' | 'decided' | 'expired';
}

/** The one clock that every expiry of every provider is read from. It runs with `Date` until it is moved. */
export interface SandboxClock {
  now(): Date;
  readonly frozen: boolean;
  /** Moves the time forward, frozen or not: `'121s'`, `'1h30m'`, or milliseconds. Resolves with the new time. */
  advance(duration: string | number): Promise<Date>;
  /** Makes the time stand still. */
  freeze(): Promise<void>;
  /** Lets it go on from where it stood. */
  unfreeze(): Promise<void>;
}

/** What goes wrong on purpose, for every client of this sandbox. */
export interface Faults {
  /** Rejects, saying what is wrong, where the kind, the provider or the operation is not known. */
  add(fault: FaultSpec): Promise<Fault>;
  list(): readonly Fault[];
  /** Rejects where no fault has this id. */
  remove(id: string): Promise<void>;
  clear(): Promise<void>;
}

/** Before the provider sees the call (the first five), or in place of its answer, or while that is sent. */
export type FaultKind =
  | 'latency'
  | 'down'
  | 'timeout'
  | 'status'
  | 'rate-limit'
  | 'reset'
  | 'empty'
  | 'truncated'
  | 'limit-data'
  | 'garbage'
  | 'malformed-chunk'
  | 'bad-json'
  | 'wrong-type'
  | 'dribble'
  | 'bandwidth'
  | 'slow-close';

export interface FaultSpec {
  readonly kind: FaultKind;
  /** Without it every provider's calls. */
  readonly provider?: string | undefined;
  /** The call, such as `phoneConfirm`; without it every call of the provider. */
  readonly operation?: string | undefined;
  /** Strikes so often and no more. */
  readonly times?: number | undefined;
  /** Lets so many calls pass first. */
  readonly after?: number | undefined;
  /** Strikes each n-th call. */
  readonly every?: number | undefined;
  /** From 0 to 1. */
  readonly probability?: number | undefined;
  /** The same seed strikes the same calls. */
  readonly seed?: string | number | undefined;
  /** Milliseconds, for `latency`, `timeout`, `dribble` and `slow-close`. */
  readonly ms?: number | undefined;
  /** Milliseconds around `ms`, for `latency`. */
  readonly jitterMs?: number | undefined;
  /** Makes `latency` log-normal around `ms`; from 0 to 3. */
  readonly sigma?: number | undefined;
  /** For `status`: 503 without it. */
  readonly status?: number | undefined;
  /** For `status`: sent as JSON, or as it is where it is a string. */
  readonly body?: unknown;
  /** For `rate-limit`: seconds, or a date as HTTP writes it; 7 without it. */
  readonly retryAfter?: number | string | undefined;
  /** For `truncated`, `limit-data`, `garbage` and `dribble`. */
  readonly bytes?: number | undefined;
  /** For `bandwidth`. */
  readonly bytesPerSecond?: number | undefined;
}

export interface Fault extends FaultSpec {
  readonly id: string;
  /** Calls it was there for. */
  readonly seen: number;
  /** Calls it struck. */
  readonly struck: number;
}

export interface Recipients {
  /** Adds to what is arranged for this recipient. Rejects, saying what is wrong, where that is not possible. */
  arrange(to: string, arrangement: Arrangement): Promise<void>;
  list(): readonly ({ readonly to: string } & Arrangement)[];
}

export interface Arrangement {
  /** Sent in place of a random code: up to 20 letters and digits. */
  readonly code?: string;
  /** What becomes of this recipient's sign-ins, each time; `none` takes away what its name would bring. */
  readonly fate?:
    | 'expired'
    | 'locked'
    | 'rate-limited'
    | 'banned'
    | 'unknown'
    | 'inactive'
    | 'under-age'
    | 'denies'
    | 'silent'
    | 'none';
  /** False lifts the limit on messages to this recipient. */
  readonly resendLimit?: boolean;
}

/** How the sandbox reads what the vendors' pages leave open. */
export interface Switches {
  list(): readonly Switch[];
  /** Rejects, naming what there is, where the switch or the value is not known. */
  set(name: string, value: string): Promise<void>;
}

export interface Switch {
  /** Such as `juvlon.verify`. */
  readonly name: string;
  readonly value: string;
  /** The first one is what the sandbox does unless told otherwise. */
  readonly values: readonly string[];
  readonly summary: string;
}

/** A request that reached a provider, with everything secret in it masked. The newest 1000 are kept. */
export interface LoggedRequest {
  /** Grows with every request. */
  readonly id: string;
  /** ISO 8601 UTC on the sandbox's clock. */
  readonly at: string;
  readonly method: string;
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The first 2000 characters; of a body beyond 16 KB its length alone. */
  readonly body: string;
  /** The HTTP status of the answer. */
  readonly status: number;
  /** What the sandbox had to say about the request, beside the provider's answer. */
  readonly hint?: string;
  /** The kind of the fault that struck it. */
  readonly fault?: string;
}

/**
 * Starts a sandbox of all providers in this process, on 127.0.0.1. It installs no signal handler and reads no file and
 * no variable. Rejects with an Error that says why where the port is taken or an option can't be used.
 */
export function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  return openSandbox(options, { clock: realClock, randomBytes });
}
