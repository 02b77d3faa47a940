const most = 60;

/** Remembers what a browser was given, for the side panel; a line that repeats the one before is not told twice. */
export function noteLine(got: string[], what: string, json: unknown): void {
  const line = `${what}\n${JSON.stringify(json, null, 1)}`;
  if (got.at(-1) === line) return;
  got.push(line);
  if (got.length > most) got.shift();
}
