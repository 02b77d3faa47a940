import type { Fault, Sandbox } from '../library.ts';
import type { Reach } from './reach.ts';

/** Faults, recipients and switches. */
export function arrangementFace({ core, call }: Reach): Pick<Sandbox, 'faults' | 'recipients' | 'switches'> {
  return {
    faults: {
      // What is handed out does not change under the reader's eyes.
      list: () => core.faults.list().map((fault) => ({ ...fault })),
      add: async (fault) => {
        const added = await call('faults.add', { method: 'POST', path: 'faults', body: fault });
        return { ...(added as Fault) };
      },
      remove: async (id) =>
        void (await call('faults.remove', { method: 'DELETE', path: 'faults/:id', params: { id } })),
      clear: async () => void (await call('faults.clear', { method: 'DELETE', path: 'faults' })),
    },
    recipients: {
      list: () => core.recipients.list(),
      arrange: async (to, arrangement) => {
        const body = { to, ...arrangement };
        await call('recipients.arrange', { method: 'POST', path: 'recipients', body });
      },
    },
    switches: {
      list: () =>
        core.switches.all.map(({ name, values, summary }) => ({
          name,
          values,
          summary,
          value: core.switches.get(name),
        })),
      set: async (name, value) =>
        void (await call('switches.set', { method: 'POST', path: 'switches', body: { name, value } })),
    },
  };
}
