/** `2026-11-22 09:31 UTC`, of a time in ISO 8601 UTC: for text, where a line has 80 columns. */
export function shortTime(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`;
}
