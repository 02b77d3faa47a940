import { createHash } from 'node:crypto';
import type { Context } from '../context.ts';
import { CliError } from '../errors.ts';
import { isLoopback } from '../http/address.ts';

/** A message that is about to reach somebody. */
export interface Sending {
  readonly provider: string;
  /** The provider's name as people write it. */
  readonly title: string;
  readonly baseUrl: string;
  /** Unmasked: what the limit counts. */
  readonly recipient: string;
  /** Masked: what is shown. */
  readonly shown: string;
  /** `--yes`. */
  readonly yes?: boolean | undefined;
}

type Reach = Pick<Context, 'sessions' | 'clock' | 'prompter'>;

const kind = 'sends';
const most = 5;
const windowMs = 3_600_000;

/**
 * Stands before every call that messages a real person: asks once where somebody can answer, and allows five messages
 * to one recipient in an hour. Loopback hosts send nothing and are not asked about.
 * Throws `cancelled` for a no, and `local` beyond the limit.
 */
export async function consentToSend(context: Reach, sending: Sending): Promise<void> {
  if (isLoopback(new URL(sending.baseUrl).hostname)) return;
  if (sending.yes !== true && context.prompter.available) {
    const message = `${sending.title} will send a real message to ${sending.shown}. Go on?`;
    const agreed = await context.prompter.confirm({ message, option: '--yes', initial: true });
    if (!agreed) throw new CliError('cancelled', 'Nothing was sent.');
  }
  await countSend(context, sending);
}

async function countSend({ sessions, clock }: Reach, sending: Sending): Promise<void> {
  const id = createHash('sha256')
    .update(JSON.stringify([sending.provider, sending.recipient]))
    .digest('hex')
    .slice(0, 24);
  const now = clock.now();
  await sessions.locked(kind, id, async () => {
    const kept = await sessions.get(kind, id);
    const times = Array.isArray(kept) ? kept.filter((at): at is number => typeof at === 'number') : [];
    const recent = times.filter((at) => at > now - windowMs && at <= now);
    if (recent.length >= most) {
      const minutes = Math.ceil(((recent[0] ?? now) + windowMs - now) / 60_000);
      throw new CliError(
        'local',
        `${most} messages went to ${sending.shown} within the hour; authrig sends no more.`,
        {
          hint: `Wait ${minutes} min, or try the flow with --sandbox, which has no limit.`,
        },
      );
    }
    await sessions.put(kind, id, [...recent, now]);
  });
}
