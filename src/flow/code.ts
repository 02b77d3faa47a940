import { CliError } from '../errors.ts';

/** What a provider's codes look like. Codes are strings: a leading zero counts. */
export interface CodeShape {
  /** False where letters may stand in a code. */
  readonly digitsOnly?: boolean;
  readonly minLength?: number;
  readonly maxLength?: number;
}

/** How a code is found in a text. */
export interface CodeRule {
  readonly shape?: CodeShape;
  /** The user's own pattern; its first group, or the whole match, is the code. */
  readonly match?: RegExp;
}

/** The longest that a person can have meant as one code, separators included. */
const longestInput = 100;
const ignored = /[\s\p{Pd}\u2212\u200B-\u200F\u2060\uFEFF]/gu;

/** The code as it is sent, or what is wrong with the text; spaces, dashes and full-width digits are understood. */
export function checkCode(
  text: string,
  shape: CodeShape = {},
): { readonly code: string } | { readonly problem: string } {
  if (text.length > longestInput) return { problem: 'That is too long for a code.' };
  const code = text.normalize('NFKC').replaceAll(ignored, '');
  if (code === '') return { problem: 'That is empty.' };
  const digits = shape.digitsOnly !== false;
  // Letters on both sides of a gap are words, and no code in groups.
  if (!digits && /\p{L}[\s]+\S|\S[\s]+\p{L}/u.test(text.trim()))
    return { problem: 'A code is one word, not a sentence.' };
  if (digits && !/^[0-9]+$/.test(code)) return { problem: 'A code has digits only.' };
  if (!/^[0-9A-Za-z]+$/.test(code)) return { problem: 'A code has letters and digits only.' };
  const { minLength = 1, maxLength = longestInput } = shape;
  if (code.length < minLength || code.length > maxLength) {
    const wanted = minLength === maxLength ? `${minLength}` : `${minLength} to ${maxLength}`;
    return { problem: `A code has ${wanted} ${digits ? 'digits' : 'characters'}, not ${code.length}.` };
  }
  return { code };
}

/** The code as it is sent. Throws `usage` naming the option; the text itself stays out of the message. */
export function normaliseCode(text: string, shape: CodeShape | undefined, option = '--otp'): string {
  const checked = checkCode(text, shape);
  if ('code' in checked) return checked.code;
  throw new CliError('usage', `${option} gave no usable code. ${checked.problem}`, {
    hint: option.endsWith('-from')
      ? "Let the source hold the code alone, or say how it is found: --otp-match 'code is (\\d{6})'."
      : `Give the code as it was received, such as ${option} 123456.`,
  });
}

/**
 * The codes that stand in a text, each once: what the user's pattern finds, else digits that stand alone. A date, an
 * amount or a phone number is none. Where letters may stand in a code, it is the text itself, or a word with a digit.
 */
export function findCodes(text: string, { shape = {}, match }: CodeRule): string[] {
  const plain = text.normalize('NFKC');
  if (match !== undefined) {
    const flags = match.flags.includes('g') ? match.flags : `${match.flags}g`;
    return distinct([...text.matchAll(new RegExp(match.source, flags))].map((found) => found[1] ?? found[0]));
  }
  if (shape.digitsOnly === false)
    return 'code' in checkCode(plain, shape) ? [plain.trim()] : wordsWithDigits(plain);
  const { minLength = 4, maxLength = 8 } = shape;
  const bounds = (length: number): boolean => length >= minLength && length <= maxLength;
  const alone = groups(plain, String.raw`\d+`, '-.:,').filter((group) => bounds(group.length));
  if (alone.length > 0) return distinct(alone);
  const halves = groups(plain, String.raw`\d{3}[ -]\d{3}|\d{4}[ -]\d{4}`, '-.:, ');
  return distinct(halves.filter((group) => bounds(group.length - 1)));
}

/** The one code among those found, or undefined. Two different ones are a `usage` error: none is guessed. */
export function onlyCode(found: readonly string[], option: string): string | undefined {
  if (found.length > 1) {
    throw new CliError('usage', `${option} holds ${found.length} different values that could be the code.`, {
      hint: "Say which one with a pattern, such as --otp-match 'code is (\\d{6})'.",
    });
  }
  return found[0];
}

/** Reads the pattern of --otp-match; throws `usage` where it is none. */
export function parseMatch(pattern: string): RegExp {
  try {
    if (pattern !== '') return new RegExp(pattern, 'u');
  } catch (cause) {
    throw new CliError('usage', '--otp-match is no regular expression.', {
      hint: "Write the code as a group, such as --otp-match 'code is (\\d{6})'.",
      cause,
    });
  }
  throw new CliError('usage', '--otp-match is empty.', {
    hint: "Write a pattern, such as --otp-match '(\\d{6})'.",
  });
}

/** In a sentence a code that may have letters is told from the words around it by its digits. */
function wordsWithDigits(text: string): string[] {
  const words = text.matchAll(/(?<![\p{L}\p{N}])(?=[A-Za-z]*\d)[0-9A-Za-z]{4,12}(?![\p{L}\p{N}])/gu);
  return distinct([...words].map(([word]) => word));
}

/** Groups of digits that touch no letter, no path, and no other number across one of the `joints`. */
function groups(text: string, digits: string, joints: string): string[] {
  const before = String.raw`(?<![\p{L}\p{N}_+/])(?<!\p{N}[${joints}])`;
  const after = String.raw`(?![\p{L}\p{N}_])(?![${joints}/]\p{N})`;
  return [...text.matchAll(new RegExp(`${before}(?:${digits})${after}`, 'gu'))].map(([group]) => group);
}

function distinct(found: readonly string[]): string[] {
  const seen = new Map(found.map((code) => [code.normalize('NFKC').replaceAll(ignored, ''), code]));
  return [...seen.values()];
}
