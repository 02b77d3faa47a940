import type { PortalCore, PortalRequest } from '../../../sandbox/portal/part.ts';
import type { SandboxAnswer } from '../../../sandbox/vendor.ts';
import type { TotpKey } from '../../../totp/totp.ts';
import type { Backend } from './backend.ts';
import type { Pending, Pendings } from './pending.ts';
import type { Users } from './users.ts';

/** What the portal's server knows about one browser. */
export interface Visit {
  /** Who is signed in, by both factors where the second is on. */
  user?: string | undefined;
  /** The sign-in that waits for its second factor: bound to this browser (EKY-26). */
  pending?: Pending | undefined;
  /** A key that was shown and not verified yet (EKY-12). */
  enrolment?: { readonly key: TotpKey; wrongCodes: number } | undefined;
  /** What the next page has to say, once. */
  notice?: string | undefined;
  /** Everything that the browser was given. */
  got: string[];
}

/** What the pages of this part share. */
export interface Parts {
  readonly core: PortalCore;
  readonly backend: Backend;
  readonly users: Users;
  readonly pendings: Pendings;
  readonly visitOf: (request: PortalRequest) => Visit;
}

/** The notice for the next page, which shows it once. */
export function takeNotice(visit: Visit): string {
  const { notice = '' } = visit;
  visit.notice = undefined;
  return notice;
}

/** Leads the browser on; a URL with a token in it is left behind that way (EKY-56). */
export function goTo(url: string): SandboxAnswer {
  return { status: 303, headers: { location: url }, body: undefined };
}
