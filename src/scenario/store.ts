import { copyChallenges } from '../flow/kept-challenge.ts';
import { copySessions } from '../flow/kept-session.ts';
import { divideSessions } from '../settings/divided-sessions.ts';
import { createMemorySessions } from '../settings/memory-sessions.ts';
import type { Sessions } from '../settings/sessions.ts';

/** What counts across runs, and what one run finds of another: never a file's own. */
const everyones = new Set(['sends', 'sandboxes']);
/** What two files of a live run must not keep apart, since a refresh makes the older copy worthless. */
const ofSignIns = new Set(['sessions', 'spent']);

/**
 * What a file keeps between its steps: its own, in memory. `machine` counts what is sent to people; `shared` holds the
 * sign-ins of the run, where the file uses them as they are.
 */
export function createFileStore(machine: Sessions, shared?: Sessions): Sessions {
  const own = createMemorySessions();
  const of = (kind: string): Sessions => {
    if (everyones.has(kind)) return machine;
    return shared !== undefined && ofSignIns.has(kind) ? shared : own;
  };
  return divideSessions(of, (name) => own.forgetProfile(name));
}

/** Copies what a sign-in kept into a file's store; what was kept for one sandbox is kept for the other. */
export async function copyKept(
  from: Sessions,
  to: Sessions,
  origins: { readonly from: string; readonly to: string },
): Promise<void> {
  const place = (baseUrl: string): string =>
    baseUrl.startsWith(`${origins.from}/`) ? origins.to + baseUrl.slice(origins.from.length) : baseUrl;
  await copySessions(from, to, place);
  await copyChallenges(from, to, place);
}
