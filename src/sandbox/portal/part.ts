import type { Clock } from '../../clock.ts';
import type { RandomBytes } from '../../machine.ts';
import type { Outbox } from '../outbox.ts';
import type { SandboxAnswer, SandboxRequest } from '../vendor.ts';
import type { Call } from './call.ts';
import type { Markup } from '../../page/markup.ts';

/** A documented way to get an integration wrong, which a switch turns on. */
export interface Mistake {
  /** Unique among all vendors, lower case with dashes: `pin-in-browser`. */
  readonly id: string;
  /** The requirement that it breaks, such as `JEK-36`. */
  readonly row: string;
  /** The mistake in one line, as a support person would say it. */
  readonly title: string;
  /** What goes wrong, and what somebody could do with it: two or three plain sentences. */
  readonly explanation: string;
}

/** A browser that has been here before. Whoever keeps something about it keeps it by this object, weakly. */
export interface Visitor {
  readonly [visitor]: true;
}
declare const visitor: unique symbol;

export interface PortalRequest extends SandboxRequest {
  /** The browser that asks; one that is new gets its cookie with the answer. */
  visitor(): Visitor;
}

/** A page of a part, or a place that its pages and its vendor post to. */
export interface PortalPage {
  /** `ALL` for what a vendor calls without saying how. */
  readonly method: 'GET' | 'POST' | 'ALL';
  /** Behind the part's own place: empty for its first page; a segment such as `:id` stands for any text without a slash. */
  readonly path: string;
  /** True for a page of somebody else's site: it is served from another origin than the portal. */
  readonly foreign?: true;
  readonly answer: (request: PortalRequest) => SandboxAnswer | Promise<SandboxAnswer>;
}

/** Something to try, which works where a mistake is on, and is refused where it is off. */
export interface Attack {
  /** The mistake's id. */
  readonly mistake: string;
  /** What one does, and what with. */
  readonly text: string;
  readonly control?: Markup;
}

/** One page of the portal, before it is wrapped. */
export interface PortalView {
  readonly title: string;
  readonly main: Markup;
  /** Everything that this browser was given, one line each: with it, the side panel is shown. */
  readonly got?: readonly string[];
  /** Texts in those lines that a browser should never have had: they are marked. */
  readonly leaks?: readonly string[];
  /** What somebody could try from here, playing the attacker. */
  readonly attacks?: readonly Attack[] | undefined;
  readonly status?: number;
  /** The page's own static script; it finds `data` and `got()` at hand. */
  readonly script?: string;
  /** What the script is told: plain JSON. */
  readonly data?: unknown;
}

/** What the portal lends to each vendor's part. */
export interface PortalCore {
  /** The sandbox's clock: what expires, expires by it. */
  readonly clock: Clock;
  /** The machine's clock: how often a browser may ask is measured in real time, also where the sandbox's stands still. */
  readonly realClock: Clock;
  readonly randomBytes: RandomBytes;
  /** Where the integrator's mails go. */
  readonly outbox: Outbox;
  /** Base URLs and keys by setting name, as an integrator has them. */
  readonly settings: Readonly<Record<string, string>>;
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string;
  /** The same machine as a browser sees another site: `http://localhost:PORT`. */
  readonly foreignOrigin: string;
  /** Path of the part from the root: `/__sandbox/portal/NAME`. */
  readonly path: string;
  readonly mistakes: { has(id: string): boolean };
  /** An HTTP call of the portal's backend, which reaches this sandbox alone. */
  readonly call: Call;
  /** Wraps a view into a whole page. */
  page(view: PortalView): SandboxAnswer;
}

/** The integrator's side of one vendor. */
export interface PortalPart {
  readonly title: string;
  /** What there is to see, in one sentence. */
  readonly summary: string;
  readonly pages: readonly PortalPage[];
  readonly mistakes: readonly Mistake[];
}

export type CreatePortalPart = (core: PortalCore) => PortalPart;
