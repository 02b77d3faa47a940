import { createHash } from 'node:crypto';
import type { v } from '../../../http/contract.ts';
import type { RandomBytes } from '../../../machine.ts';
import type { contract } from '../contract.ts';

export const tokenLifeMs = 30 * 86_400_000;
const bcryptAlphabet = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** An id as Verifik's: 24 hexadecimal digits. */
function hex(randomBytes: RandomBytes): string {
  return Buffer.from(randomBytes(12)).toString('hex');
}

/** VER-21, VER-24: what the hash of an OTP looks like; of nothing, so that no guess can be checked against it. */
export function bcryptShaped(randomBytes: RandomBytes): string {
  return `$2a$10$${[...randomBytes(53)].map((byte) => bcryptAlphabet[byte % 64]).join('')}`;
}

type WireLogin = v.InferInput<typeof contract.phoneLogin.answer>['data'];

/** VER-02: the data of a login, its members in the order of the page. */
export function loginData(
  sent: Pick<WireLogin, 'countryCode' | 'phone' | 'phoneGateway' | 'expiresAt' | 'requires2FA'>,
  now: number,
  randomBytes: RandomBytes,
): WireLogin & { readonly otp: string } {
  const at = new Date(now).toISOString();
  return {
    client: hex(randomBytes),
    project: hex(randomBytes),
    projectFlow: hex(randomBytes),
    status: 'sent',
    countryCode: sent.countryCode,
    phone: sent.phone,
    phoneGateway: sent.phoneGateway,
    otp: bcryptShaped(randomBytes),
    expiresAt: sent.expiresAt,
    phoneData: { title: 'Verifik Client' },
    type: 'login',
    redirectUrl: 'https://verifik.co',
    requires2FA: sent.requires2FA,
    language: 'en',
    _id: hex(randomBytes),
    updatedAt: at,
    createdAt: at,
    __v: 0,
    new: true,
    providerConfirmation: {},
  };
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
