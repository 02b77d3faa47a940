import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { StoreTools } from '../../src/settings/store.ts';
import { fakeClock } from './fake-clock.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface StoreMachine extends StoreTools {
  readonly folder: string;
  /** What the store said of its own accord. */
  readonly warnings: string[];
}

/** A machine with a config folder of its own that does not exist yet, and a clock on which waiting takes no time. */
export function storeMachine(changes: Partial<StoreTools['machine']> = {}): StoreMachine {
  const folder = join(temporaryFolder(), 'authrig');
  const warnings: string[] = [];
  const machine: StoreTools['machine'] = {
    env: { AUTHRIG_CONFIG_DIR: folder },
    platform: process.platform,
    uid: process.getuid?.(),
    pid: process.pid,
    clock: fakeClock({ auto: true }),
    randomBytes,
    signal: new AbortController().signal,
    ...changes,
  };
  return { folder, warnings, machine, warn: (text) => warnings.push(text) };
}

/** Modes, symbolic links and FIFOs exist there alone. */
export const onWindows = process.platform === 'win32';
