import type { Fault, Sandbox } from '../library.ts';
import { given } from './given.ts';
import type { Reach } from './reach.ts';

/** Faults, recipients and switches. */
export function arrangementFace({ core, call }: Reach): Pick<Sandbox, 'faults' | 'recipients' | 'switches'> {
  return {
    faults: {
      // What is handed out does not change under the reader's eyes.
      list: () =>
        core('faults.list')
          .faults.list()
          .map((fault) => ({ ...fault })),
      add: async (fault) => {
        const added = await call('faults.add', { method: 'POST', path: 'faults', body: fault });
        return { ...(added as Fault) };
      },
      remove: async (id) =>
        void (await call('faults.remove', {
          method: 'DELETE',
          path: 'faults/:id',
          params: { id },
          list: 'faults.list()',
        })),
      clear: async () => void (await call('faults.clear', { method: 'DELETE', path: 'faults' })),
    },
    recipients: {
      list: () => core('recipients.list').recipients.list(),
      arrange: async (to, arrangement) => {
        const verb = 'recipients.arrange';
        const members = { code: true, fate: true, resendLimit: true } as const;
        const body = { to, ...given(verb, arrangement, members) };
        await call(verb, { method: 'POST', path: 'recipients', body });
      },
    },
    switches: {
      list: () => {
        const { all, get } = core('switches.list').switches;
        return all.map(({ name, values, summary }) => ({ name, values, summary, value: get(name) }));
      },
      set: async (name, value) =>
        void (await call('switches.set', { method: 'POST', path: 'switches', body: { name, value } })),
    },
  };
}
