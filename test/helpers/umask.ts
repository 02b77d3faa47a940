import { isMainThread } from 'node:worker_threads';
import { onWindows } from './store-machine.ts';

/** No umask to set: on Windows there is none, and a thread, in which a mutation run has its tests, shares the process's. */
export const withoutUmask = onWindows || !isMainThread;

/** Does the work under this umask, and sets the one before it again. */
export async function underUmask(umask: number, work: () => Promise<unknown>): Promise<void> {
  const before = process.umask(umask);
  try {
    await work();
  } finally {
    process.umask(before);
  }
}
