import type { Context } from '../context.ts';
import { CliError } from '../errors.ts';

/** A code that was sent and not yet confirmed, kept for the process that confirms it. */
export interface KeptChallenge {
  readonly id: string;
  readonly provider: string;
  /** Where it was sent from: a challenge of the sandbox is never confirmed at the real host. */
  readonly baseUrl: string;
  /** What the provider wants to hear again, such as a transaction id or a phone number. */
  readonly transaction: Readonly<Record<string, string>>;
  /** Masked, for people. */
  readonly recipient: string;
  /** Wall clock, milliseconds. */
  readonly sentAt: number;
  /** Wall clock, milliseconds; null where the provider names no deadline. */
  readonly expiresAt: number | null;
}

type Reach = Pick<Context, 'sessions' | 'clock' | 'randomBytes'>;

const kind = 'challenges';
/** A challenge without a deadline is good for a day at the most. */
const longestLifeMs = 86_400_000;

/** Keeps a challenge in a file of its own, so that two at once don't disturb each other. Throws `local`. */
export async function keepChallenge(
  context: Reach,
  challenge: Omit<KeptChallenge, 'id'>,
): Promise<KeptChallenge> {
  await sweep(context);
  const kept = { ...challenge, id: Buffer.from(context.randomBytes(5)).toString('hex') };
  await context.sessions.put(kind, kept.id, kept);
  return kept;
}

/** Which challenges are meant. */
export interface Wanted {
  readonly provider: string;
  readonly baseUrl: string;
  readonly id?: string | undefined;
  /** Members that the kept `transaction` must have. */
  readonly transaction?: Readonly<Record<string, string>>;
}

/** What is kept, as its provider calls it, and how to come by another one. */
export interface Wording {
  /** Such as `challenge`. */
  readonly what: string;
  /** What expired, as a sentence begins with it. */
  readonly named: (recipient: string) => string;
  /** Sentences that end with the command. */
  readonly make: string;
  readonly makeAnew: string;
}

/** The words for a code that a message brought; `sendCommand` is what sends another one. */
export function sentCode(sendCommand: string): Wording {
  return {
    what: 'challenge',
    named: (recipient) => `The code that was sent to ${recipient}`,
    make: `Send a code with: ${sendCommand}`,
    makeAnew: `Send a new one with: ${sendCommand}`,
  };
}

/**
 * The challenge of this id, or the newest live one of the provider at this base URL. Throws `expired` for one whose
 * time is over, and `credentials` where none is kept.
 */
export async function findChallenge(context: Reach, wanted: Wanted, words: Wording): Promise<KeptChallenge> {
  const own = await everyChallenge(context, wanted);
  const live = own.filter((challenge) => !isOver(challenge, context.clock.now()));
  const found = wanted.id === undefined ? live.at(-1) : own.find(({ id }) => id === wanted.id);
  const chosen = found ?? (wanted.id === undefined ? own.at(-1) : undefined);
  if (chosen === undefined) {
    const which = wanted.id === undefined ? words.what : `${words.what} with this id`;
    throw new CliError('credentials', `No ${which} is kept.`, { hint: words.make });
  }
  const now = context.clock.now();
  if (!isOver(chosen, now)) return chosen;
  await dropChallenge(context, chosen.id);
  const late =
    chosen.expiresAt === null ? 'more than a day' : `${Math.ceil((now - chosen.expiresAt) / 1000)} s`;
  throw new CliError('expired', `${words.named(chosen.recipient)} expired ${late} ago.`, {
    hint: words.makeAnew,
  });
}

/** The challenges that can still be answered, oldest first. */
export async function listChallenges(
  context: Reach,
  wanted: Omit<Wanted, 'id'>,
): Promise<readonly KeptChallenge[]> {
  const own = await everyChallenge(context, wanted);
  return own.filter((challenge) => !isOver(challenge, context.clock.now()));
}

/** Forgets a challenge that is answered or over. */
export async function dropChallenge({ sessions }: Reach, id: string): Promise<void> {
  await sessions.remove(kind, id);
}

/** Copies every challenge into another store, for the base URL that `place` makes of its own. */
export async function copyChallenges(
  from: Context['sessions'],
  to: Context['sessions'],
  place: (baseUrl: string) => string,
): Promise<void> {
  for (const challenge of await all({ sessions: from }))
    await to.put(kind, challenge.id, { ...challenge, baseUrl: place(challenge.baseUrl) });
}

/** Removes what was over long enough ago that nobody asks for it any more. */
async function sweep(context: Reach): Promise<void> {
  for (const challenge of await all(context)) {
    if (isOver(challenge, context.clock.now() - longestLifeMs)) await dropChallenge(context, challenge.id);
  }
}

/** Every challenge that is kept, those that are over included: what has to go when an account is forgotten. */
export async function everyChallenge(
  context: Reach,
  { provider, baseUrl, transaction = {} }: Omit<Wanted, 'id'>,
): Promise<KeptChallenge[]> {
  return (await all(context)).filter(
    (each) =>
      each.provider === provider &&
      each.baseUrl === baseUrl &&
      Object.entries(transaction).every(([name, value]) => each.transaction[name] === value),
  );
}

async function all({ sessions }: Pick<Reach, 'sessions'>): Promise<KeptChallenge[]> {
  const kept = await sessions.list(kind);
  return kept.flatMap(({ value }) => (isChallenge(value) ? [value] : []));
}

function isOver({ sentAt, expiresAt }: KeptChallenge, now: number): boolean {
  return now >= (expiresAt ?? sentAt + longestLifeMs);
}

function isChallenge(value: unknown): value is KeptChallenge {
  if (typeof value !== 'object' || value === null) return false;
  const { id, provider, baseUrl, transaction, recipient, sentAt, expiresAt } = value as Record<
    string,
    unknown
  >;
  const texts = [id, provider, baseUrl, recipient].every((text) => typeof text === 'string');
  const times = typeof sentAt === 'number' && (typeof expiresAt === 'number' || expiresAt === null);
  return texts && times && typeof transaction === 'object' && transaction !== null;
}
