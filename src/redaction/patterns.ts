import type { SecretKind } from './redactor.ts';

/** How a text is compared with what is searched for. */
export type Alphabet = 'exact' | 'caseless' | 'base64' | 'digits';

/** Something to search for: a spelling of a secret in one alphabet. */
export interface Pattern {
  readonly alphabet: Alphabet;
  readonly text: string;
}

/** Fewer characters would blank half of a text. */
const shortest = 6;

/** Everything to search for so that a secret is found in any encoding; nothing for one that is too short. */
export function patternsOf(value: string, kind: SecretKind): Pattern[] {
  if ([...value].length < shortest || /^•+$|•{6}/.test(value)) return [];
  const spellings = distinct(spellingsOf(value, kind));
  const found: Pattern[] = [];
  for (const spelling of spellings) {
    const bytes = Buffer.from(spelling, 'utf8');
    const plain = alphabetOf(spelling, kind);
    // Percent-encoding is read byte by byte.
    for (const text of distinct([spelling, bytes.toString('latin1')])) {
      found.push({ alphabet: plain, text: plain === 'caseless' ? lowerCase(text) : text });
    }
    found.push({ alphabet: 'caseless', text: bytes.toString('hex') });
    for (const inner of distinct(innerForms(spelling))) {
      for (const core of base64Cores(Buffer.from(inner, 'utf8')))
        found.push({ alphabet: 'base64', text: core });
    }
  }
  return found;
}

function alphabetOf(spelling: string, kind: SecretKind): Alphabet {
  if (kind === 'email') return 'caseless';
  return kind === 'phone' && /^\+?\d+$/.test(spelling) ? 'digits' : 'exact';
}

function spellingsOf(value: string, kind: SecretKind): string[] {
  if (kind === 'email') return [lowerCase(value), value];
  const digits = kind === 'phone' ? value.replaceAll(/\D/g, '') : '';
  // An unpaired surrogate leaves as U+FFFD.
  const spellings = [value, value.replaceAll(/\p{Surrogate}/gu, '\u{fffd}')];
  return digits.length < shortest ? spellings : [...spellings, digits, `+${digits}`];
}

/** Lower case for ASCII alone, as texts are read. */
function lowerCase(value: string): string {
  return value.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** How a secret may be written inside of something that is then encoded in base64. */
function innerForms(spelling: string): string[] {
  const json = JSON.stringify(spelling).slice(1, -1);
  const slashed = json.replaceAll('/', '\\/');
  const percent = encodeURIComponent(spelling.replaceAll(/\p{Surrogate}/gu, '\u{fffd}'));
  return [
    spelling,
    json,
    slashed,
    asciiOnly(json),
    asciiOnly(slashed),
    percent,
    percent.replaceAll('%20', '+'),
  ];
}

function asciiOnly(json: string): string {
  return json.replaceAll(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The base64 characters that the bytes alone decide, for each of the three places they can have in a group. */
function base64Cores(bytes: Buffer): string[] {
  return [0, 1, 2].map((lead) => {
    const encoded = Buffer.concat([Buffer.alloc(lead), bytes]).toString('base64');
    return encoded.slice(Math.ceil((lead * 8) / 6), Math.floor(((lead + bytes.length) * 8) / 6));
  });
}

function distinct(values: string[]): string[] {
  return [...new Set(values)];
}
