import { CliError } from '../../errors.ts';

const unitsMs = [86_400_000, 3_600_000, 60_000, 1000];
/** VER-10: no token is good for longer. */
const longestMs = 30 * 86_400_000;
const shape = /^(?=\d)(?:([\d.]+)d)?(?:([\d.]+)h)?(?:([\d.]+)m)?(?:([\d.]+)s)?$/;

/**
 * Reads how long a token must still be good: `30d`, `1h30m`, a bare number of seconds, or 0 for any that is good at
 * all. In milliseconds; throws `usage` naming the option.
 */
export function lifeOption(option: string): (text: string) => number {
  return (text) => {
    const written = /^[\d.]+$/.test(text) ? `${text}s` : text;
    const found = shape.exec(written);
    const milliseconds = found
      ? unitsMs.reduce((sum, unit, at) => sum + Number(found[at + 1] ?? 0) * unit, 0)
      : Number.NaN;
    if (milliseconds <= longestMs) return Math.round(milliseconds);
    throw new CliError('usage', `${option} does not take "${text.slice(0, 40)}".`, {
      hint: 'Give a duration of at most 30 days, in d, h, m or s, such as 12h, 1h30m or 30d, or 0.',
    });
  };
}
