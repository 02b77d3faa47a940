import type { Clock } from '../../clock.ts';
import { isLoopback } from '../../http/address.ts';
import type { RateLimit } from '../../providers/provider.ts';

/** Keeps to what each host takes. */
export interface Pace {
  /** Resolves when so many requests may leave for the host of the URL. Rejects with the signal's reason. */
  turn(url: string, limit: RateLimit | undefined, requests: number): Promise<void>;
}

/** One pace for a run: the requests of the last span are remembered for each host, none for loopback. */
export function createPace(clock: Clock, signal: AbortSignal): Pace {
  const departures = new Map<string, number[]>();

  return {
    turn: async (url, limit, requests) => {
      const { host, hostname } = new URL(url);
      if (limit === undefined || isLoopback(hostname)) return;
      const times = departures.get(host) ?? [];
      departures.set(host, times);
      let due = clock.monotonic();
      for (let left = requests; left > 0; left -= 1) {
        // The request that came so many before must be a whole span away.
        const before = times.at(-limit.requests);
        due = Math.max(due, before === undefined ? due : before + limit.perMs);
        times.push(due);
        if (times.length > limit.requests) times.shift();
      }
      const wait = due - clock.monotonic();
      if (wait > 0) await clock.sleep(wait, signal);
    },
  };
}
