import { millisecondsIn } from '../duration.ts';
import { CliError } from '../errors.ts';

/** The longest that a timer can take, in milliseconds. */
const longestTimer = 2 ** 31 - 1;
const dayMs = 86_400_000;

/**
 * Reads `90s`, `2m`, `1h30m` or a bare number of seconds as milliseconds, from `least` to `most`; throws `usage` naming
 * the option.
 */
export function durationOption(option: string, most = longestTimer, least = 1): (text: string) => number {
  return (text) => {
    const milliseconds = millisecondsIn(/^\d+(?:\.\d+)?$/.test(text) ? `${text}s` : text);
    if (milliseconds === undefined || milliseconds < least || milliseconds > most) {
      throw invalid(
        option,
        text,
        `a duration of at most ${Math.floor(most / dayMs)} days, in ms, s, m, h or d, such as 90s, 2m or 1h30m`,
      );
    }
    return Math.round(milliseconds);
  };
}

/** Reads a whole number within bounds; throws `usage` naming the option. */
export function integerOption(option: string, least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= least && value <= most))
      throw invalid(option, text, `a whole number from ${least} to ${most}`);
    return value;
  };
}

/** Reads a number from 0 to 1; throws `usage` naming the option. */
export function shareOption(option: string): (text: string) => number {
  return (text) => {
    const value = /^\d(?:\.\d{1,9})?$/.test(text) ? Number(text) : Number.NaN;
    if (!(value <= 1)) throw invalid(option, text, 'a number from 0 to 1, such as 0.2');
    return value;
  };
}

/**
 * Reads a text that is neither empty nor an option of its own: the parser takes whatever comes next for the value. Throws
 * `usage` naming the option.
 */
export function textOption(option: string): (text: string) => string {
  return (text) => {
    if (text.trim() === '') throw invalid(option, text, 'a value that is not empty');
    if (/^--[a-z]/.test(text)) throw invalid(option, text, 'its value, and the next option behind it');
    return text;
  };
}

function invalid(option: string, text: string, wanted: string): CliError {
  return new CliError('usage', `${option} does not take "${text.slice(0, 40)}".`, {
    hint: `Give ${wanted}.`,
  });
}
