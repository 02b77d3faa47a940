import { CliError } from './errors.ts';

const lastMoment = Date.UTC(9999, 11, 31);

/**
 * Reads a time with its zone, such as `2026-01-31T12:00:00Z`, or seconds since 1970, as milliseconds since 1970.
 * Undefined for anything else, a day that its month does not have among them.
 */
export function momentIn(text: string): number | undefined {
  const seconds = /^@?(\d{1,12})$/.exec(text)?.[1];
  const written = /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/.exec(
    text,
  );
  if (seconds === undefined && written === null) return undefined;
  const [, year, month, day] = written ?? [];
  // `Date.parse` takes the 30th of February for the 2nd of March.
  if (written !== null && Number(day) > new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate())
    return undefined;
  const moment = seconds === undefined ? Date.parse(text) : Number(seconds) * 1000;
  return moment >= 0 && moment <= lastMoment ? moment : undefined;
}

/** Reads the option as `momentIn` does; throws `usage` naming it. */
export function momentOption(option: string): (text: string) => number {
  return (text) => {
    const moment = momentIn(text);
    if (moment !== undefined) return moment;
    throw new CliError('usage', `${option} does not take "${text.slice(0, 40)}".`, {
      hint: 'Give a time with its zone such as 2026-01-31T12:00:00Z, or seconds since 1970.',
    });
  };
}
