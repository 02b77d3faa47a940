import { CliError } from '../../errors.ts';
import type { OutboxMessage } from '../../sandbox/outbox.ts';
import type { CodeReader, SourceRequest } from '../code-source.ts';
import { startDeadline } from '../deadline.ts';
import type { SourceDeps } from '../source.ts';
import { codeMissing } from './expired.ts';
import { sameRecipient } from './mailbox.ts';

/** Takes the newest code from the outbox of the sandbox in this process. */
export function sandboxReader(alreadySent: boolean, deps: SourceDeps): CodeReader {
  const outbox = deps.sandbox?.outbox;
  let since = alreadySent ? undefined : outbox?.list().at(-1)?.id;

  function take(messages: readonly OutboxMessage[], recipient: string | undefined): string | undefined {
    since = messages.at(-1)?.id ?? since;
    return messages.findLast((message) => sameRecipient([message.to], recipient))?.code;
  }

  return async (request) => {
    if (outbox === undefined) throw new CliError('internal', 'There is no sandbox to read a code from.');
    const { provider, recipient } = request.challenge;
    const filter = () => ({ provider, ...(since === undefined ? {} : { since }) });
    const there = take(outbox.list(filter()), recipient);
    if (there !== undefined) return there;
    const deadline = startDeadline(request.deadline, () => missing(request), deps);
    try {
      for (;;) {
        const code = take(await outbox.wait(filter(), deadline.signal), recipient);
        if (code !== undefined) return code;
        deadline.signal.throwIfAborted();
      }
    } finally {
      deadline.release();
    }
  };
}

function missing({ what }: SourceRequest): CliError {
  return codeMissing(what, "the sandbox's outbox", 'See what the sandbox sent with: authrig sandbox log');
}
