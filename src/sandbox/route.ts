import type { SandboxAnswer, SandboxRequest } from './vendor.ts';

/** An answer that goes on until its client leaves: a list of events. */
export interface StreamAnswer {
  readonly stream: (write: (text: string) => void, signal: AbortSignal) => Promise<void>;
}

export type RouteAnswer = SandboxAnswer | StreamAnswer;

/** One method and path of the sandbox's server. */
export interface Route {
  /** `ALL` takes what no other route at this path takes. */
  readonly method: 'GET' | 'POST' | 'DELETE' | 'ALL';
  /** From the root; a segment such as `:id` stands for any text without a slash, `*` at the end for any rest. */
  readonly path: string;
  /** True where a page of another origin may not post: the rig's own routes and pages, not the vendors' calls. */
  readonly ownOrigin?: true;
  /** `signal` is aborted when the client has left or the server closes. */
  readonly answer: (request: SandboxRequest, signal: AbortSignal) => RouteAnswer | Promise<RouteAnswer>;
}
