import type { PortalCore, PortalPart, Visitor } from '../../sandbox/portal/part.ts';
import { attackPages } from './portal/attack-pages.ts';
import { createBackend } from './portal/backend.ts';
import { callbackPages } from './portal/callback.ts';
import { mistakes } from './portal/mistakes.ts';
import { createPendings } from './portal/pending.ts';
import { securityPages } from './portal/security.ts';
import { signInPages } from './portal/sign-in.ts';
import { createUsers } from './portal/users.ts';
import type { Parts, Visit } from './portal/visit.ts';
import { returnPages } from './portal/way-back.ts';

/**
 * The web application of somebody who integrates eKYC eAuthenticator, step by step as https://authen.ekyc.com/docs
 * wants it: the security page, the session, both sign-in methods, and access after the callback alone (EKY-52).
 */
export function createEkycPortal(core: PortalCore): PortalPart {
  const visits = new WeakMap<Visitor, Visit>();
  const parts: Parts = {
    core,
    backend: createBackend(core),
    users: createUsers(),
    pendings: createPendings(core),
    visitOf: (request) => {
      const visitor = request.visitor();
      const visit = visits.get(visitor) ?? { got: [] };
      visits.set(visitor, visit);
      return visit;
    },
  };
  return {
    title: 'eKYC eAuthenticator',
    summary:
      'Turn two-factor authentication on and off, and sign in with it: by a redirect or in a popup window.',
    mistakes,
    pages: [
      ...signInPages(parts),
      ...returnPages(parts),
      ...callbackPages(parts),
      ...securityPages(parts),
      ...attackPages(parts),
    ],
  };
}
