import type { Clock } from '../../clock.ts';
import type { Outbox, OutboxFilter } from '../outbox.ts';
import type { SandboxAnswer, SandboxRequest } from '../vendor.ts';
import { unusable } from './call.ts';

export const longestWaitSeconds = 300;

interface Reach {
  readonly outbox: Outbox;
  readonly realClock: Clock;
}

/** The messages that match, held back until there is one where the client wants to wait. */
export async function readOutbox(
  rig: Reach,
  { query }: SandboxRequest,
  signal: AbortSignal,
): Promise<SandboxAnswer> {
  const provider = query.get('provider');
  // A plus sign that was not percent-encoded arrives as a space; no recipient begins with one.
  const to = query.get('to')?.replace(/^ /, '+');
  const since = query.get('since');
  const wait = query.get('wait') ?? '0';
  if (since !== null && !/^\d{1,15}$/.test(since)) return unusable('since takes the id of a message.');
  if (!/^\d{1,3}$/.test(wait) || Number(wait) > longestWaitSeconds) {
    return unusable(`wait takes whole seconds, at most ${longestWaitSeconds}.`);
  }
  const filter = {
    ...(provider === null ? {} : { provider }),
    ...(to === undefined ? {} : { to }),
    ...(since === null ? {} : { since }),
  };
  if (Number(wait) > 0) await waitForMessage(rig, filter, Number(wait) * 1000, signal);
  return { body: { messages: rig.outbox.list(filter) } };
}

async function waitForMessage(
  { outbox, realClock }: Reach,
  filter: OutboxFilter,
  milliseconds: number,
  signal: AbortSignal,
): Promise<void> {
  const end = new AbortController();
  const stop = (): void => end.abort();
  signal.addEventListener('abort', stop, { once: true });
  const deadline = realClock.sleep(milliseconds, end.signal).then(stop, () => {});
  await outbox.wait(filter, end.signal);
  stop();
  await deadline;
}
