import type { PortalCore } from '../../../sandbox/portal/part.ts';
import { isSame } from '../../../same.ts';
import { type BackChannel, createBackChannel } from '../back-channel.ts';
import type { Method } from '../start-url.ts';

/** A sign-in whose first factor was right, and whose second is awaited. */
export interface Pending {
  readonly email: string;
  readonly token: string;
  readonly method: Method;
  /** 128 bits that this browser's answer must carry (EKY-34, EKY-35). */
  readonly state: string;
  /** On the sandbox's monotonic clock (EKY-26, EKY-27). */
  readonly deadline: number;
  /** What the notices to the backend add up to: a first no stays (EKY-55). */
  readonly back: BackChannel;
  /** The last notice, for the mistake that goes by it. */
  last?: boolean;
  /** True once the browser brought the token back. */
  front: boolean;
}

export interface Pendings {
  open(email: string, token: string, method: Method): Pending;
  /** The sign-in of a token, whoever's it is: what a portal without a state goes by. */
  ofToken(token: string): Pending | undefined;
  /** A notice to the backend; what it is about is not told to whoever sent it. */
  take(query: URLSearchParams): void;
  /** What the backend knows, undefined while it knows nothing. */
  verdict(pending: Pending): boolean | undefined;
  isOver(pending: Pending): boolean;
  /** A session is good once (EKY-28). */
  drop(pending: Pending | undefined): void;
}

const lifeMs = 120_000;
const most = 1000;

/** The sign-ins that wait, by their token, on the server alone. Those whose time is over are dropped. */
export function createPendings({ clock, randomBytes, mistakes }: PortalCore): Pendings {
  const pendings = new Set<Pending>();
  const isOver = ({ deadline }: Pending): boolean => clock.monotonic() >= deadline;

  return {
    open: (email, token, method) => {
      for (const each of pendings) if (isOver(each) || pendings.size >= most) pendings.delete(each);
      const state = Buffer.from(randomBytes(16)).toString('hex');
      const deadline = clock.monotonic() + lifeMs;
      const pending: Pending = {
        email,
        token,
        method,
        state,
        deadline,
        back: createBackChannel(() => token),
        front: false,
      };
      pendings.add(pending);
      return pending;
    },
    ofToken: (token) => [...pendings].find((each) => isSame(each.token, token)),
    take: (query) => {
      // Every one is asked, so that the time it takes tells nothing about the token.
      for (const each of pendings) {
        const verdict = each.back.take(query);
        if ('result' in verdict && !isOver(each)) each.last = verdict.result;
      }
    },
    verdict: ({ back, last }) => (mistakes.has('late-true') ? last : back.result),
    isOver,
    drop: (pending) => {
      if (pending !== undefined) pendings.delete(pending);
    },
  };
}
