import type { SandboxClock } from '../library.ts';
import type { Reach } from './reach.ts';

export function clockFace({ core, call }: Reach): SandboxClock {
  const change = (verb: string, body: object) => call(verb, { method: 'POST', path: 'clock', body });
  const now = (): Date => new Date(core.clock.now());
  return {
    now,
    get frozen() {
      return core.clock.frozen;
    },
    advance: async (duration) => {
      // A bare number is seconds on the command line and milliseconds here: as a text it could be either.
      if (typeof duration === 'string' && /^\d+$/.test(duration))
        throw new Error(
          `clock.advance: "${duration}" has no unit. Give '${duration}s', or a number of milliseconds.`,
        );
      const advance = typeof duration === 'number' ? `${Math.round(duration)}ms` : duration;
      await change('clock.advance', { advance });
      return now();
    },
    freeze: async () => void (await change('clock.freeze', { freeze: true })),
    unfreeze: async () => void (await change('clock.unfreeze', { freeze: false })),
  };
}
