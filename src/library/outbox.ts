import type { MessageFilter, Outbox } from '../library.ts';
import { wrongProvider } from '../sandbox/control/outbox.ts';
import type { OutboxFilter } from '../sandbox/outbox.ts';
import { given, idIn, textIn } from './given.ts';
import type { Reach } from './reach.ts';

export function outboxFace({ core, waitFor }: Reach): Outbox {
  /** Without the members that are undefined: they were not said. */
  function said(verb: string, filter: MessageFilter | undefined): OutboxFilter {
    const { provider, to, since } = given(verb, filter, { provider: true, to: true, since: true });
    const wrong = provider === undefined ? undefined : wrongProvider(core(verb), provider);
    if (wrong !== undefined) throw new Error(`${verb}: ${wrong}`);
    textIn(verb, 'to', to);
    idIn(verb, since);
    return {
      ...(provider === undefined ? {} : { provider }),
      ...(to === undefined ? {} : { to }),
      ...(since === undefined ? {} : { since }),
    };
  }

  return {
    list: (filter) => core('outbox.list').outbox.list(said('outbox.list', filter)),
    waitFor: async (filter, options) => {
      const verb = 'outbox.waitFor';
      const wanted = said(verb, filter);
      const { outbox } = core(verb);
      // What the sandbox put there by itself is waited for by name alone.
      const anybody = wanted.provider === undefined && wanted.to === undefined;
      return waitFor(
        verb,
        () => outbox.list(anybody ? { ...wanted, seeded: false } : wanted).at(-1),
        options,
        () => `No message ${inWords(wanted)}came. ${others(outbox.list())}`,
      );
    },
  };
}

function inWords({ provider, to, since }: OutboxFilter): string {
  return [
    provider === undefined ? '' : `of ${provider} `,
    to === undefined ? '' : `to ${to} `,
    since === undefined ? '' : `after ${since} `,
  ].join('');
}

/** A filter that is a letter off is the most likely reason. */
function others(messages: ReturnType<Outbox['list']>): string {
  if (messages.length === 0) return 'The outbox is empty.';
  const newest = messages
    .slice(-3)
    .map(
      ({ id, provider, to, seeded }) => `${id} (${provider} to ${to}${seeded === true ? ', seeded' : ''})`,
    );
  return `The newest of ${messages.length} in the outbox: ${newest.join(', ')}.`;
}
