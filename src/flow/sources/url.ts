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

  return (request) =>
    poll({
      check: async (_attempt, timeoutMs) => {
        const now = await fetchText(url, timeoutMs);
        const code = onlyCode(freshCodes(now, before, request), `${request.option} url:`);
        if (code === undefined) return { pending: 'no code' };
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

/** The codes of the newest new message that has any, or those of the text that were not there before. */
function freshCodes(now: string, before: string | undefined, request: SourceRequest): string[] {
  const messages = readMailbox(now);
  if (messages === undefined) {
    const known = before === undefined ? [] : findCodes(before, request);
    return findCodes(now, request).filter((code) => !known.includes(code));
  }
  const isNew = newerThan(before, request);
  for (const message of messages.filter((one) => isNew(one) && isOurs(one, request))) {
    const codes = findCodes(message.text, request);
    if (codes.length > 0) return codes;
  }
  return [];
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
