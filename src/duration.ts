const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Whole milliseconds as a duration whose every number is short, such as `30d0s500ms`. */
export function durationText(milliseconds: number): string {
  const days = Math.floor(milliseconds / units.d);
  const seconds = Math.floor((milliseconds % units.d) / units.s);
  return `${days}d${seconds}s${milliseconds % units.s}ms`;
}

/** `90s` or `1h30m` in milliseconds; undefined where the text is anything else. A bare number is none. */
export function millisecondsIn(text: string): number | undefined {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)];
  if (text === '' || parts.map(([part]) => part).join('') !== text) return undefined;
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * units[unit as keyof typeof units], 0);
}
