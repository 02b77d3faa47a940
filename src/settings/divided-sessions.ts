import type { Sessions } from './sessions.ts';

/** Sessions that lie in several places, by their kind. A profile is forgotten where `forgetProfile` says. */
export function divideSessions(
  of: (kind: string) => Sessions,
  forgetProfile: Sessions['forgetProfile'],
): Sessions {
  return {
    get: (kind, id) => of(kind).get(kind, id),
    put: (kind, id, value, life) => of(kind).put(kind, id, value, life),
    remove: (kind, id) => of(kind).remove(kind, id),
    list: (kind) => of(kind).list(kind),
    locked: (kind, id, work, patienceMs) => of(kind).locked(kind, id, work, patienceMs),
    forgetProfile,
  };
}
