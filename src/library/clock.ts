import { durationText, millisecondsIn } from '../duration.ts';
import type { SandboxClock } from '../library.ts';
import type { Reach } from './reach.ts';

export function clockFace({ core, call }: Reach): SandboxClock {
  const change = (verb: string, body: object) => call(verb, { method: 'POST', path: 'clock', body });
  const now = (verb: string): Date => new Date(core(verb).clock.now());
  return {
    now: () => now('clock.now'),
    get frozen() {
      return core('clock.frozen').clock.frozen;
    },
    advance: async (duration) => {
      const verb = 'clock.advance';
      await change(verb, { advance: durationText(millisecondsOf(verb, duration)) });
      return now(verb);
    },
    freeze: async () => void (await change('clock.freeze', { freeze: true })),
    unfreeze: async () => void (await change('clock.unfreeze', { freeze: false })),
  };
}

function millisecondsOf(verb: string, duration: string | number): number {
  // A bare number is seconds on the command line and milliseconds here: as a text it could be either.
  if (typeof duration === 'string' && /^\d+$/.test(duration))
    throw new Error(`${verb}: "${duration}" has no unit. Give '${duration}s', or a number of milliseconds.`);
  const exact = typeof duration === 'string' ? millisecondsIn(duration) : duration;
  const milliseconds = typeof exact === 'number' ? Math.round(exact) : Number.NaN;
  if (Number.isSafeInteger(milliseconds) && milliseconds >= 0) return milliseconds;
  const shown = typeof duration === 'string' ? `"${duration.slice(0, 40)}"` : String(duration);
  throw new Error(
    `${verb}: ${shown} is no duration. Give one such as '121s', '1h30m' or '30d', or a number of milliseconds.`,
  );
}
