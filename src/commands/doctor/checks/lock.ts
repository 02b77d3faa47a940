import { lookAtLock } from '../../../settings/lock.ts';
import { doubtful, type Examine, good } from '../check.ts';

/** Whether another process holds the settings file, or one that died left its lock behind. */
export const lock: Examine = async ({ context: { store, clock } }) => {
  const held = await lookAtLock(store.path, clock.now());
  if (held === undefined) return [good('lock', 'nobody holds the settings file')];
  const by = held.pid === undefined ? 'a process that left no name' : `process ${held.pid}`;
  if (held.dead) {
    return [good('lock', `${by} left it behind; the next command that writes takes it over`)];
  }
  const hint = 'Wait until that process has ended; commands that write wait for it.';
  return [doubtful('lock', `${by} holds the settings file`, hint)];
};
