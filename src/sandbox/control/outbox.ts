import type { OutboxFilter } from '../outbox.ts';
import type { SandboxAnswer, SandboxRequest } from '../vendor.ts';
import { unusable } from './call.ts';
import type { Controlled } from './calls.ts';

export const longestWaitSeconds = 300;

type Reach = Pick<Controlled, 'outbox' | 'realClock' | 'providers'>;

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
  const seeded = query.get('seeded');
  const wait = query.get('wait') ?? '0';
  const wrong = provider === null ? undefined : wrongProvider(rig, provider);
  if (wrong !== undefined) return unusable(wrong);
  if (seeded !== null && seeded !== 'false') return unusable('seeded takes false, or is left out.');
  if (since !== null && !/^\d{1,15}$/.test(since)) return unusable('since takes the id of a message.');
  if (!/^\d{1,3}$/.test(wait) || Number(wait) > longestWaitSeconds) {
    return unusable(`wait takes whole seconds, at most ${longestWaitSeconds}.`);
  }
  const filter = {
    ...(provider === null ? {} : { provider }),
    ...(to === undefined ? {} : { to }),
    ...(since === null ? {} : { since }),
    ...(seeded === null ? {} : { seeded: false as const }),
  };
  if (Number(wait) > 0) await waitForMessage(rig, filter, Number(wait) * 1000, signal);
  return { body: { messages: rig.outbox.list(filter) } };
}

/** Why no message can be this provider's; an integrator's own messages may name one that the sandbox does not know. */
export function wrongProvider(
  { outbox, providers }: Pick<Controlled, 'outbox' | 'providers'>,
  provider: string,
): string | undefined {
  const known = new Set([...providers, ...outbox.list().map((message) => message.provider)]);
  return known.has(provider) ? undefined : `provider is one of ${[...known].join(', ')}.`;
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
