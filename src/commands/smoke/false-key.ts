/**
 * A key of the same shape that is obviously none: every letter an x, every digit a 0, and what stands between them as
 * it is. Another letter and digit where the key itself looks so.
 */
export function falseKeyFor(key: string): string {
  const blank = like(key, 'x', '0');
  return blank === key ? like(key, 'z', '9') : blank;
}

function like(key: string, letter: string, digit: string): string {
  return key
    .replaceAll(/\p{Lu}/gu, letter.toUpperCase())
    .replaceAll(/\p{Ll}/gu, letter)
    .replaceAll(/\p{Nd}/gu, digit);
}
