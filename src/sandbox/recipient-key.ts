/**
 * One recipient, however it is written: a phone number without spaces, dashes, dots and brackets, anything else in lower
 * case.
 */
export function recipientKey(to: string): string {
  const written = to.trim();
  return /^\+?[\d\s().\u2010-\u2015-]*\d[\d\s().\u2010-\u2015-]*$/.test(written)
    ? written.replaceAll(/[^\d+]/g, '')
    : written.toLowerCase();
}
