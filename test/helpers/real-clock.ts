import { setTimeout } from 'node:timers/promises';
import type { Clock } from '../../src/clock.ts';

/** Real time, for what runs beside a real server. Waits in tests stay below a tenth of a second. */
export const realClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: async (milliseconds, signal) => {
    await setTimeout(milliseconds, undefined, { signal }).catch((error: unknown) => {
      throw signal?.aborted ? signal.reason : error;
    });
  },
};
