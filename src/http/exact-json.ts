/**
 * Reads JSON as `JSON.parse` does and throws as it does, but for whole numbers beyond 2^53: those become texts of their
 * digits, since an id that is off by one belongs to somebody else. A member that has to be a number refuses such a text.
 */
export function parseExactly(text: string): unknown {
  return JSON.parse(/\d{16}/.test(text) ? withLongNumbersQuoted(text) : text) as unknown;
}

/** One pass without nested repetition: an answer can be 10 MB of what a cleverer pattern would go back and forth in. */
function withLongNumbersQuoted(text: string): string {
  let inText = false;
  return text.replaceAll(/\\[^]|"|(?<![\d.eE+-])-?\d{16,}[\d.eE+-]*/g, (part) => {
    if (part === '"') inText = !inText;
    const isExact = inText || !/^-?[1-9]\d*$/.test(part) || Number.isSafeInteger(Number(part));
    return isExact ? part : `"${part}"`;
  });
}
