import type { MessageFilter, Outbox } from '../library.ts';
import type { OutboxFilter } from '../sandbox/outbox.ts';
import type { Reach } from './reach.ts';

export function outboxFace({ core, waitFor }: Reach): Outbox {
  const list = (filter: MessageFilter = {}) => core.outbox.list(said(filter));
  return {
    list,
    waitFor: (filter, options) =>
      waitFor(
        () => list(filter).at(-1),
        options,
        () => `No message ${wanted(filter)}came. ${others(list())}`,
      ),
  };
}

/** Without the members that are undefined: they were not said. */
function said({ provider, to, since }: MessageFilter): OutboxFilter {
  return {
    ...(provider === undefined ? {} : { provider }),
    ...(to === undefined ? {} : { to }),
    ...(since === undefined ? {} : { since }),
  };
}

function wanted({ provider, to, since }: MessageFilter = {}): string {
  return [
    provider === undefined ? '' : `of ${provider} `,
    to === undefined ? '' : `to ${to} `,
    since === undefined ? '' : `after ${since} `,
  ].join('');
}

/** A filter that is a letter off is the most likely reason. */
function others(messages: ReturnType<Outbox['list']>): string {
  if (messages.length === 0) return 'The outbox is empty.';
  const newest = messages.slice(-3).map(({ id, provider, to }) => `${id} (${provider} to ${to})`);
  return `The newest of ${messages.length} in the outbox: ${newest.join(', ')}.`;
}
