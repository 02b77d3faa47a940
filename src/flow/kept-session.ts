import { createHash } from 'node:crypto';
import type { Context } from '../context.ts';
import { CliError } from '../errors.ts';

/** A sign-in that is kept between two commands. */
export interface KeptSession {
  readonly provider: string;
  /** Where it was obtained: a session of the sandbox is never sent to the real host, nor the other way round. */
  readonly baseUrl: string;
  /** Whose it is, such as `+11234566663`; unmasked, since it tells two accounts apart. */
  readonly account: string;
  /** Wall clock, milliseconds. */
  readonly receivedAt: number;
  readonly expiresAt: number;
  /** The provider's own: tokens, and what comes with them. */
  readonly tokens: Readonly<Record<string, unknown>>;
}

type Reach = Pick<Context, 'sessions' | 'clock'>;
type Place = Pick<KeptSession, 'provider' | 'baseUrl'>;

const kind = 'sessions';
/** Sessions that were seen expired: marks beside them, so that marking never overwrites a newer session. */
const spentKind = 'spent';
/** A token is treated as expired this much early, so that it does not run out on its way. */
const earlyMs = 60_000;
/** A wall clock may be corrected by this much after a token was received. */
const tolerableJumpMs = 60_000;
/** The end of what a date can hold. */
const latestDate = 8.64e15;

/** The id of the file and of the lock: one per provider, host and account, and nothing of them readable. */
export function sessionId({ provider, baseUrl, account }: Place & Pick<KeptSession, 'account'>): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([provider, baseUrl, account]))
    .digest('hex');
  return `${provider}-${digest.slice(0, 24)}`;
}

/** Keeps a session in the place of the one before, whole or not at all. Throws `local`. */
export async function keepSession({ sessions }: Reach, session: KeptSession): Promise<void> {
  await sessions.put(kind, sessionId(session), session);
}

/** Every copy of the session is removed; true where there was one. */
export async function dropSession(
  { sessions }: Reach,
  session: Place & Pick<KeptSession, 'account'>,
): Promise<boolean> {
  const id = sessionId(session);
  const there = await sessions.remove(kind, id);
  await sessions.remove(spentKind, id);
  return there;
}

/**
 * Runs the work while no other process refreshes this session. Work that may wait for a person or a message says how
 * long the others are to wait for it, in milliseconds.
 */
export async function lockSession<T>(
  { sessions }: Reach,
  id: string,
  work: () => Promise<T>,
  patienceMs?: number,
): Promise<T> {
  return sessions.locked(kind, id, work, patienceMs);
}

/**
 * The kept session of the account, or the only one there is where no account is named. Undefined where none is kept;
 * throws `usage` where there are several, naming the option that chooses.
 */
export async function findSession(
  context: Reach,
  place: Place,
  account: string | undefined,
  option: string,
): Promise<KeptSession | undefined> {
  const own = (await listSessions(context, place)).filter(
    (each) => account === undefined || each.account === account,
  );
  if (own.length > 1) {
    throw new CliError('usage', `${own.length} accounts are kept for ${place.provider}, and none is named.`, {
      hint: `Name one with ${option}.`,
    });
  }
  return own[0];
}

/** Every kept session of the provider at this host, or at any host where none is named. */
export async function listSessions(
  { sessions }: Reach,
  place: Pick<Place, 'provider'> & Partial<Place>,
): Promise<KeptSession[]> {
  const kept = await sessions.list(kind);
  return kept
    .flatMap(({ value }) => (isSession(value) ? [value] : []))
    .filter(
      ({ provider, baseUrl }) =>
        provider === place.provider && (place.baseUrl === undefined || baseUrl === place.baseUrl),
    );
}

/** Copies every session into another store, for the base URL that `place` makes of its own. */
export async function copySessions(
  from: Context['sessions'],
  to: Context['sessions'],
  place: (baseUrl: string) => string,
): Promise<void> {
  for (const { value } of await from.list(kind)) {
    if (!isSession(value)) continue;
    const moved = { ...value, baseUrl: place(value.baseUrl) };
    await to.put(kind, sessionId(moved), moved);
  }
}

/**
 * How long the session's token is still good, in milliseconds: 0 from a minute before its end, and ever after, since a
 * wall clock that is put back revives nothing.
 */
export async function remainingMs(context: Reach, session: KeptSession): Promise<number> {
  const { clock, sessions } = context;
  const { receivedAt, expiresAt } = session;
  const id = sessionId(session);
  const now = clock.now();
  const left = expiresAt - earlyMs - now;
  const mark = `${receivedAt} ${expiresAt}`;
  const spent = (await sessions.get(spentKind, id)) === mark;
  if (!spent && left > 0 && now >= receivedAt - tolerableJumpMs) return left;
  // What could not be marked is judged again next time; a store that can't be written is no reason to fail a reader.
  if (!spent) await sessions.put(spentKind, id, mark).catch(() => {});
  return 0;
}

function isSession(value: unknown): value is KeptSession {
  if (typeof value !== 'object' || value === null) return false;
  const { provider, baseUrl, account, receivedAt, expiresAt, tokens } = value as Record<string, unknown>;
  const texts = [provider, baseUrl, account].every((text) => typeof text === 'string');
  return (
    texts &&
    typeof receivedAt === 'number' &&
    typeof expiresAt === 'number' &&
    Math.abs(expiresAt) <= latestDate &&
    typeof tokens === 'object' &&
    tokens !== null
  );
}
