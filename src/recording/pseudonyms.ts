import { maskByShape } from '../redaction/by-shape.ts';
import { createRedactor, type Redactor, type SecretKind } from '../redaction/redactor.ts';
import type { Shape } from './recording.ts';
import { shapeOf } from './shape.ts';

/** The words of pseudonyms, by what is known of the secret. */
export const words: Readonly<Record<SecretKind, string>> = {
  key: 'key',
  token: 'token',
  code: 'otp',
  phone: 'phone',
  email: 'email',
};

/** Finds pseudonyms in a text, as they are written there and in a URL. */
export const pseudonymPattern = /(?:key|token|otp|phone|email)(?:#|%23)\d{1,6}(?!\d)/g;

/** Puts `token#1` in the place of a secret, and the same in the place of the same. */
export interface Pseudonyms {
  /** The pseudonym of a value that is secret by where it stands; what is no secret by any means stays. */
  of(value: string, kind?: SecretKind): string;
  /** The text with every secret that the run has learnt replaced, in whatever encoding it stands, and what looks like one. */
  hide(text: string): string;
  /** As `hide`, for a text that is a part of a URL. */
  hideInUrl(text: string): string;
  /** A value of this run alone, such as what was drawn at random. */
  learn(value: string): void;
  /** What each pseudonym that was given out stands for. */
  shapes(): Readonly<Record<string, Shape>>;
}

/** Says nothing, or only what everybody knows: an empty text, a zero, a switch, a mask. */
const harmless = /^(?:0?|true|false|null|.*•{3}.*|[^…]{1,4}…[^…]{1,4})$/;

/** A number is the same however its digits are grouped: people type `12 34 56`, and calls carry `123456`. */
function ungrouped(value: string): string {
  return /^\+?[\d\s().\p{Pd}]{5,40}$/u.test(value) ? value.replaceAll(/[^+\d]/g, '') : value;
}

/** Pseudonyms for what this redactor learns. */
export function createPseudonyms(redactor: Redactor): Pseudonyms {
  const own = createRedactor();
  const labels = new Map<string, string>();
  const shapes: Record<string, Shape> = {};
  const counts = new Map<string, number>();

  function of(value: string, kind: SecretKind = 'token'): string {
    const trimmed = ungrouped(value.trim());
    if (harmless.test(trimmed)) return value;
    const subscriber = /^\+\d/.test(trimmed) ? suffixOf(trimmed) : undefined;
    if (subscriber !== undefined)
      return trimmed.slice(0, -subscriber.length) + (labels.get(subscriber) ?? '');
    const known = labels.get(trimmed);
    if (known !== undefined) return known;
    const word = words[redactor.kindOf(trimmed) ?? kind];
    const count = (counts.get(word) ?? 0) + 1;
    counts.set(word, count);
    const label = `${word}#${count}`;
    labels.set(trimmed, label);
    shapes[label] = shapeOf(trimmed);
    // What is secret in one place is so in all others.
    own.learn(trimmed, 'token');
    own.learn(value, 'token');
    return label;
  }
  /** A number is known with and without its country's code: the pseudonym is one. */
  function suffixOf(phone: string): string | undefined {
    return [...labels.keys()].find((value) => /^\d{6,}$/.test(value) && phone.endsWith(value));
  }
  const known = (text: string): string => own.replace(redactor.replace(text, of), of);
  const hide = (text: string): string => maskByShape(text, of, known);

  return {
    of,
    hide,
    hideInUrl: (text) => hide(text).replaceAll(pseudonymPattern, (label) => label.replace('#', '%23')),
    learn: (value) => own.learn(value, 'token'),
    shapes: () => shapes,
  };
}

/** Leaves everything as it is, for --include-secrets. */
export const noPseudonyms: Pseudonyms = {
  of: (value) => value,
  hide: (text) => text,
  hideInUrl: (text) => text,
  learn: () => {},
  shapes: () => ({}),
};
