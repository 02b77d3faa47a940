import { createHash } from 'node:crypto';
import type { RandomBytes } from '../../../machine.ts';

export const tokenLifeMs = 30 * 86_400_000;
const bcryptAlphabet = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** An id as Verifik's: 24 hexadecimal digits. */
export function hex(randomBytes: RandomBytes): string {
  return Buffer.from(randomBytes(12)).toString('hex');
}

/** VER-21, VER-24: what the hash of an OTP looks like; of nothing, so that no guess can be checked against it. */
export function bcryptShaped(randomBytes: RandomBytes): string {
  return `$2a$10$${[...randomBytes(53)].map((byte) => bcryptAlphabet[byte % 64]).join('')}`;
}

/** VER-20: `May 29, 2024 3:41 AM`, without a zone. */
export function signature(now: number): { readonly dateTime: string; readonly message: string } {
  const at = new Date(now);
  const date = at.toLocaleDateString('en-US', {
    timeZone: 'UTC',
    month: 'long',
    day: 'numeric',
    year: 'numeric',
  });
  const hours = at.getUTCHours();
  const minutes = String(at.getUTCMinutes()).padStart(2, '0');
  const time = `${hours % 12 || 12}:${minutes} ${hours < 12 ? 'AM' : 'PM'}`;
  return { dateTime: `${date} ${time}`, message: 'Certified by Verifik.co' };
}

/** The id of an account's client: the same for the same phone number or address. */
export function clientIdOf(account: string): string {
  return createHash('sha256').update(account).digest('hex').slice(0, 24);
}

/** A token for 30 days that looks like a JSON Web Token; it is signed with nothing. */
export function tokenFor(
  account: string,
  now: number,
  randomBytes: RandomBytes,
): { readonly accessToken: string; readonly tokenType: string } {
  const iat = Math.floor(now / 1000);
  const parts = [
    { alg: 'HS256', typ: 'JWT' },
    { clientId: clientIdOf(account), iat, exp: iat + tokenLifeMs / 1000 },
  ].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  const signed = Buffer.from(randomBytes(32)).toString('base64url');
  return { accessToken: `${parts.join('.')}.${signed}`, tokenType: 'bearer' };
}
