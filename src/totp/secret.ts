import { CliError } from '../errors.ts';
import type { TotpAlgorithm, TotpKey } from './totp.ts';

/** The numbers that a user may type, or that a URI may carry. */
export type TotpNumbers = Pick<TotpKey, 'algorithm' | 'digits' | 'period'>;

/** A key with what an otpauth URI says beside it. */
export interface ReadKey {
  readonly key: TotpKey;
  readonly issuer?: string;
  readonly account?: string;
}

const defaults: TotpNumbers = { algorithm: 'SHA1', digits: 6, period: 30 };
const longest = 1024;

/**
 * Base32 in upper case without padding; lower case, spaces, dashes and padding are understood (OA-33). Throws `usage`
 * naming the option, and never shows what was given.
 */
export function cleanBase32(text: string, option: string): string {
  const secret = text.replaceAll(/[\s-]/g, '').replace(/=+$/, '').toUpperCase();
  const refuse = (problem: string) =>
    new CliError('usage', `${option} gave no usable TOTP secret: ${problem}.`, {
      hint: 'A secret is Base32, of the letters A to Z and the digits 2 to 7, or a whole otpauth:// URI.',
    });
  if (secret === '') throw refuse('it is empty');
  if (secret.length > longest) throw refuse(`it has more than ${longest} characters`);
  if (/[0189]/.test(secret)) throw refuse('Base32 has no 0, 1, 8 and 9');
  if (!/^[A-Z2-7]+$/.test(secret)) throw refuse('it has characters that Base32 has not');
  // 1, 3 and 6 characters over are not whole bytes.
  if ([1, 3, 6].includes(secret.length % 8))
    throw refuse('its length is none that Base32 has: it may be cut off');
  return secret;
}

/**
 * The key in a text: a secret in Base32, or an otpauth URI with its numbers. What was typed beside a URI must not say
 * otherwise. Throws `usage` naming the option.
 */
export function readTotpKey(text: string, option: string, given: Partial<TotpNumbers>): ReadKey {
  const trimmed = text.trim();
  if (!/^otpauth:/i.test(trimmed))
    return { key: { ...defaults, ...given, secret: cleanBase32(trimmed, option) } };
  return readUri(trimmed, option, given);
}

function readUri(text: string, option: string, given: Partial<TotpNumbers>): ReadKey {
  const refuse = (problem: string) =>
    new CliError('usage', `${option} gave an otpauth URI that is not usable: ${problem}.`, {
      hint: 'It begins with otpauth://totp/ and has a secret, as the QR code of an authenticator has it.',
    });
  if (!URL.canParse(text)) throw refuse('it is cut off or mistyped');
  const url = new URL(text);
  if (url.host.toLowerCase() !== 'totp') throw refuse('it is not for time-based codes');
  const { searchParams: query } = url;
  for (const name of ['secret', 'algorithm', 'digits', 'period', 'issuer'])
    if (query.getAll(name).length > 1) throw refuse(`its ${name} is there twice`);
  const numbers = { ...defaults, ...given, ...numbersIn(query, refuse) };
  for (const name of ['algorithm', 'digits', 'period'] as const) {
    if (given[name] !== undefined && given[name] !== numbers[name])
      throw refuse(`it says ${name} ${numbers[name]}, and --${name} says ${given[name]}`);
  }
  const secret = cleanBase32(query.get('secret') ?? '', option);
  return { key: { ...numbers, secret }, ...labelOf(url, refuse) };
}

type Refuse = (problem: string) => CliError;

function numbersIn(query: URLSearchParams, refuse: Refuse): Partial<TotpNumbers> {
  const algorithm = query.get('algorithm')?.toUpperCase().replace('-', '');
  if (algorithm !== undefined && !isAlgorithm(algorithm)) throw refuse('its algorithm is not known');
  const digits = wholeNumber(query.get('digits'), 6, 8);
  if (digits === null) throw refuse('its digits are not 6, 7 or 8');
  const period = wholeNumber(query.get('period'), 1, 3600);
  if (period === null) throw refuse('its period is no number of seconds up to 3600');
  return {
    ...(algorithm === undefined ? {} : { algorithm }),
    ...(digits === undefined ? {} : { digits }),
    ...(period === undefined ? {} : { period }),
  };
}

function isAlgorithm(name: string): name is TotpAlgorithm {
  return name === 'SHA1' || name === 'SHA256' || name === 'SHA512';
}

/** Undefined where nothing is said, null where it is wrong. */
function wholeNumber(text: string | null, least: number, most: number): number | undefined | null {
  if (text === null) return undefined;
  const value = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : null;
}

function labelOf(url: URL, refuse: Refuse): Omit<ReadKey, 'key'> {
  const issuer = url.searchParams.get('issuer');
  let label: string;
  try {
    label = decodeURIComponent(url.pathname.replace(/^\//, ''));
  } catch {
    throw refuse('its label is not percent-encoded as it should be');
  }
  const colon = label.indexOf(':');
  const prefix = colon === -1 ? undefined : label.slice(0, colon);
  if (issuer !== null && prefix !== undefined && issuer !== prefix)
    throw refuse('it names two different issuers');
  const named = issuer ?? prefix;
  const account = label.slice(colon + 1).trim();
  return { ...(named === undefined ? {} : { issuer: named }), ...(account === '' ? {} : { account }) };
}
