/** As many different characters are in anything that is drawn at random and long enough to matter. */
const fewest = 6;
/** Words are at least this long on average, and what is drawn at random falls into shorter pieces. */
const wordLength = { mixed: 5, single: 8 };

/**
 * How many random bits a text can hold, by its length and its alphabet: 0 where it repeats itself or is made of words.
 * It is the one measure for a callback's secret and for a state; what passes may still be badly drawn.
 */
export function randomBits(text: string): number {
  if (!/^[\w.~+/=-]+$/.test(text)) return 0;
  const parts = text.split(/[-_.]/).filter((part) => !/^[A-Z]?[a-z]{5,}$/.test(part));
  const drawn = parts.join('');
  const pieces = drawn.match(/[A-Z]?[a-z]+|[A-Z]+|./g) ?? [];
  const mixed = /[a-z]/.test(drawn) && /[A-Z]/.test(drawn);
  const words = drawn.length / pieces.length >= (mixed ? wordLength.mixed : wordLength.single);
  if (new Set(drawn).size < fewest || words) return 0;
  // In base64url the separators are characters like any other.
  return mixed ? 6 * parts.join('-').length : Math.floor(drawn.length * Math.log2(alphabetOf(drawn)));
}

/** How many characters the smallest usual alphabet of one case has that a text can come from. */
function alphabetOf(text: string): number {
  if (/^\d+$/.test(text)) return 10;
  return /^(?:[\da-f]+|[\dA-F]+)$/.test(text) ? 16 : 36;
}

/** What samples leave to be filled in: `{sessionToken}`, `<token>`, `$TOKEN`, `YOUR_TOKEN`. */
export function isTemplate(text: string): boolean {
  return /[{}<>]/.test(text) || /^\$\w/.test(text) || /^[Yy](?:our|OUR)(?:[-_ ]|(?=[A-Z]))/.test(text);
}

/** As `isTemplate`, and a bare name such as `SESSION_TOKEN`, which is one where a value is due. */
export function isPlaceholder(value: string): boolean {
  return isTemplate(value) || /^[A-Z]+(?:_[A-Z\d]+)+$/.test(value);
}
