/** JEK-38: a token goes into a header, so nothing but the documented alphabet may get there. */
export function isToken(text: string): boolean {
  return /^[0-9a-f]{8,256}$/.test(text);
}

/**
 * JEK-28: a number would have lost its leading zeros, so it is padded to six digits; 0 means none, which is null.
 * Undefined for what is no pin at all.
 */
export function pinOf(pin: string | number | undefined): string | null | undefined {
  const text = String(pin ?? 0);
  if (/^0+$/.test(text)) return null;
  return /^\d{1,6}$/.test(text) ? text.padStart(6, '0') : undefined;
}
