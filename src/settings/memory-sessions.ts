import type { Sessions } from './sessions.ts';

/** Sessions that end with the process: what --sandbox keeps must never lie beside what real hosts gave out. */
export function createMemorySessions(): Sessions {
  const kept = new Map<string, unknown>();
  const locks = new Map<string, Promise<unknown>>();
  const key = (kind: string, id: string): string => `${kind}/${id}`;
  return {
    get: async (kind, id) => structuredClone(kept.get(key(kind, id))),
    put: async (kind, id, value) => {
      kept.delete(key(kind, id));
      kept.set(key(kind, id), structuredClone(value));
    },
    remove: async (kind, id) => kept.delete(key(kind, id)),
    list: async (kind) =>
      [...kept]
        .filter(([name]) => name.startsWith(`${kind}/`))
        .map(([name, value]) => ({ id: name.slice(kind.length + 1), value: structuredClone(value) })),
    locked: async (kind, id, work) => {
      const before = locks.get(key(kind, id)) ?? Promise.resolve();
      const mine = before.then(work, work);
      locks.set(
        key(kind, id),
        mine.catch(() => {}),
      );
      return mine;
    },
    forgetProfile: async () => kept.clear(),
  };
}
