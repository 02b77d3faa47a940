import { CliError } from '../../errors.ts';
import { findCodes, onlyCode } from '../code.ts';
import type { CodeReader, SourceRequest } from '../code-source.ts';
import { poll } from '../poll.ts';
import type { SourceDeps } from '../source.ts';
import { codeMissing } from './expired.ts';
import { type Message, readMailbox, sameRecipient } from './mailbox.ts';

const intervalMs = 1000;
const baselineTimeoutMs = 10_000;

/** Waits until the address answers with a new code: a message list, or a text with the code in it. */
export async function urlReader(url: string, alreadySent: boolean, deps: SourceDeps): Promise<CodeReader> {
  const { clock, signal, terminal, fetchText } = deps;
  let before = alreadySent ? undefined : await baseline(url, fetchText);
  if (before === '')
    terminal.message(`There are no messages at ${new URL(url).host} yet, or not at this path.`, 'warning');

  const told = new Set<string>();
  const tell = (remark: string): void => {
    if (!told.has(remark)) terminal.message(remark, 'warning');
    told.add(remark);
  };
  return (request) =>
    poll({
      check: async (_attempt, timeoutMs) => {
        const now = await fetchText(url, timeoutMs);
        const { codes, remark } = freshCodes(now, before, request);
        const code = onlyCode(codes, `${request.option} url:`);
        if (code === undefined) {
          if (remark !== undefined) tell(remark);
          return { pending: 'no code' };
        }
        before = now;
        return { done: code };
      },
      onTrouble: (trouble) => {
        if (trouble !== undefined) terminal.message(`${trouble.message} Trying again.`, 'warning');
      },
      expired: () => missing(request, url),
      budgetMs: request.deadline - clock.monotonic(),
      intervalMs,
      attempts: Number.POSITIVE_INFINITY,
      clock,
      signal,
    });
}

/** What is there before the send: an address that can't be reached is told before a message is spent on it. */
async function baseline(url: string, fetchText: SourceDeps['fetchText']): Promise<string> {
  try {
    return await fetchText(url, baselineTimeoutMs);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    const { kind, message, details } = error;
    throw new CliError(kind, `The source url: can't be read. ${message}`, {
      ...details,
      cause: error,
      hint: 'Nothing was sent. See that the mailbox runs and the address is right.',
    });
  }
}

interface Look {
  readonly codes: readonly string[];
  /** Why what came is not taken. */
  readonly remark?: string;
}

/** The codes of the newest new message that has any, or those of the text that were not there before. */
function freshCodes(now: string, before: string | undefined, request: SourceRequest): Look {
  const messages = readMailbox(now);
  if (messages === undefined) {
    const known = before === undefined ? [] : findCodes(before, request);
    return { codes: findCodes(now, request).filter((code) => !known.includes(code)) };
  }
  const isNew = newerThan(before, request);
  const fresh = messages.filter((one) => isNew(one));
  const ours = fresh.filter((one) => isOurs(one, request));
  for (const message of ours) {
    const codes = findCodes(message.text, request);
    if (codes.length > 0) return { codes };
  }
  return { codes: [], ...remarkOn(fresh, ours, request) };
}

function remarkOn(
  fresh: readonly Message[],
  ours: readonly Message[],
  { what }: SourceRequest,
): Pick<Look, 'remark'> {
  if (fresh.length === 0) return {};
  if (ours.length === 0)
    return { remark: 'A new message came, to somebody else or of another provider. Waiting on.' };
  const how = ours.some(({ text }) => text !== '')
    ? `no ${what} is found in it: --otp-match says how one is found`
    : 'its text is under none of the names that `authrig help sources` has';
  return { remark: `A new message came, but ${how}. Waiting on.` };
}

function isOurs({ provider, to }: Message, { challenge }: SourceRequest): boolean {
  return (
    (provider === undefined || provider === challenge.provider) && sameRecipient(to, challenge.recipient)
  );
}

/**
 * A message is new when it was not listed before the send and is not older than what was. Both sides of that comparison
 * are the server's clock, which may be another than ours. Without a list from before, our own clock has to do.
 */
function newerThan(before: string | undefined, { challenge }: SourceRequest): (message: Message) => boolean {
  if (before === undefined) {
    // Some servers give whole seconds.
    const since = Math.floor(challenge.sentAt / 1000) * 1000;
    return ({ at }) => at === undefined || at >= since;
  }
  const listed = readMailbox(before) ?? [];
  const newest = Math.max(...listed.map(({ at }) => at ?? Number.NEGATIVE_INFINITY));
  const keys = new Set(listed.map(keyOf));
  return (message) => !keys.has(keyOf(message)) && (message.at ?? newest) >= newest;
}

function keyOf({ id, at, text }: Message): string {
  return id ?? `${at} ${text}`;
}

function missing({ what }: SourceRequest, url: string) {
  const hint =
    'See that the message arrives there; if its code is not found, give a pattern with --otp-match.';
  return codeMissing(what, new URL(url).host, hint);
}
