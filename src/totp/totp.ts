import { HOTP, Secret, TOTP } from 'otpauth';
import type { RandomBytes } from '../machine.ts';

export type TotpAlgorithm = 'SHA1' | 'SHA256' | 'SHA512';

/** What codes are computed from, https://www.rfc-editor.org/rfc/rfc6238. */
export interface TotpKey {
  /** Base32 in upper case, without padding. */
  readonly secret: string;
  readonly algorithm: TotpAlgorithm;
  /** 6 to 8. */
  readonly digits: number;
  /** Seconds. */
  readonly period: number;
}

export interface TotpCode {
  readonly code: string;
  /** How long it is still the current one. */
  readonly secondsLeft: number;
  /** The counter: how many periods have passed since 1970. */
  readonly step: number;
}

/** RFC 4226 R6 recommends 160 bits. */
const secretBytes = 20;
const leastBytes = 16;

/** A new secret of 160 bits. */
export function makeSecret(randomBytes: RandomBytes): string {
  return new Secret({ buffer: Uint8Array.from(randomBytes(secretBytes)).buffer }).base32;
}

/** True where a secret has fewer than the 128 bits that RFC 4226 requires. */
export function isShort(secret: string): boolean {
  return Secret.fromBase32(secret).bytes.length < leastBytes;
}

/** The code of a counter, https://www.rfc-editor.org/rfc/rfc4226; counters go to 2^53-1. */
export function hotpCode({ secret, algorithm, digits }: TotpKey, counter: number): string {
  return HOTP.generate({ secret: Secret.fromBase32(secret), algorithm, digits, counter });
}

/** The code of a moment, in milliseconds since 1970. */
export function totpCode(key: TotpKey, at: number): TotpCode {
  const seconds = Math.floor(at / 1000);
  const step = Math.floor(seconds / key.period);
  return { code: hotpCode(key, step), secondsLeft: key.period - (seconds - step * key.period), step };
}

/**
 * Which step of the window a code belongs to, relative to the moment: -1, 0 or 1 with a window of 1. Undefined where it
 * is none of them. Compared in constant time.
 */
export function findStep(key: TotpKey, code: string, at: number, window: number): number | undefined {
  const { secret, algorithm, digits, period } = key;
  const given = { secret: Secret.fromBase32(secret), algorithm, digits, period };
  const found = TOTP.validate({ ...given, token: code, timestamp: at, window });
  return found ?? undefined;
}

/** How far a clock is looked for that went wrong: ten minutes of 30 s steps. */
const farthest = 20;

/** The step within ten minutes in which a code was right, or will be; undefined where it is none of them. */
export function findFarStep(key: TotpKey, code: string, at: number): number | undefined {
  return findStep(key, code, at, farthest);
}

/** When a code of a step that is not accepted was right: `was right about 120 s ago`. */
export function whenRight({ period }: TotpKey, farStep: number): string {
  return `was right about ${Math.abs(farStep) * period} s ${farStep < 0 ? 'ago' : 'from now'}`;
}
