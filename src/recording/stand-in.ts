import { createHash } from 'node:crypto';
import type { Shape } from './recording.ts';

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** Nobody reads more of a value that means nothing. */
const longest = 10_000;

/** What stands in for each pseudonym while a recording is replayed. */
export interface StandIns {
  /** The value that a client takes for the real one, by its pseudonym. */
  of(label: string): string | undefined;
  /** The text with every stand-in that is in it as its pseudonym again. */
  undo(text: string): string;
}

/**
 * Values of the recorded shapes, the same at each replay and different from each other, so that whatever a client
 * checks of a token, a pin or an address holds as it held then. They say nothing of the real ones.
 */
export function createStandIns(shapes: Readonly<Record<string, Shape>>): StandIns {
  const values = new Map<string, string>();
  const used = new Set<string>();
  for (const [label, shape] of Object.entries(shapes)) {
    let value = '';
    for (let attempt = 0; attempt < 100 && (value === '' || used.has(value)); attempt += 1)
      value = standInOf(shape, `${label} ${attempt}`);
    used.add(value);
    values.set(label, value);
  }
  const longestFirst = [...values].toSorted(([, a], [, b]) => b.length - a.length);
  return {
    of: (label) => values.get(label),
    undo: (text) =>
      longestFirst.reduce(
        (undone, [label, value]) => (value.length < 6 ? undone : undone.replaceAll(value, label)),
        text,
      ),
  };
}

function standInOf({ form, length: wanted, prefix = '', claims = {} }: Shape, seed: string): string {
  const length = Math.min(wanted, longest);
  switch (form) {
    case 'digits':
      return spell(seed, length, '0123456789');
    case 'phone':
      return `+${spell(seed, length - 1, '123456789')}`;
    case 'hex':
      return spell(seed, length, '0123456789abcdef');
    case 'base32':
      return spell(seed, length, base32);
    case 'uuid': {
      const hex = spell(seed, 32, '0123456789abcdef');
      return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    }
    case 'email':
      return `${seed.replaceAll(/[#\s]/g, '.')}@example.com`;
    case 'url':
      return `${prefix}/${spell(seed, 24, '0123456789abcdef')}`;
    case 'jwt':
      return [
        encoded({ alg: 'HS256', typ: 'JWT' }),
        encoded({ ...claims, jti: seed }),
        spell(seed, 43, letters),
      ].join('.');
    case 'otpauth': {
      const settings = Object.entries(claims).map(([name, value]) => `&${name}=${value}`);
      return `otpauth://totp/replay?secret=${spell(seed, 32, base32)}${settings.join('')}`;
    }
    case 'text':
      return prefix + spell(seed, Math.max(1, length - prefix.length), letters);
  }
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** So many characters of the alphabet, by the seed alone. */
function spell(seed: string, length: number, alphabet: string): string {
  let text = '';
  for (let block = 0; text.length < length; block += 1) {
    const digest = createHash('sha256').update(`${seed}/${block}`).digest();
    for (const byte of digest) text += alphabet[byte % alphabet.length] ?? '';
  }
  return text.slice(0, length);
}
