import type { Context } from '../context.ts';
import { type ReadKey, readTotpKey } from '../totp/secret.ts';
import { isShort, type TotpAlgorithm } from '../totp/totp.ts';
import { parseSecretSource } from './source.ts';

/** The options of `options/totp-key.ts`, as they were typed. */
export interface KeyOptions {
  readonly secretFrom?: string;
  readonly algorithm?: TotpAlgorithm;
  readonly digits?: number;
  /** Seconds. */
  readonly period?: number;
}

/**
 * Reads the TOTP secret, bare or as an otpauth URI, from what --secret-from names. Throws `usage` for what is none. The
 * redactor knows it from here on.
 */
export async function readKey(
  context: Context,
  secretFrom: string,
  { algorithm, digits, period }: KeyOptions,
): Promise<ReadKey> {
  const { readSecret } = await import('./secret.ts');
  const source = parseSecretSource(secretFrom, '--secret-from');
  const text = await readSecret(source, context, '--secret-from', { what: 'TOTP secret' });
  const read = readTotpKey(text, '--secret-from', {
    ...(algorithm === undefined ? {} : { algorithm }),
    ...(digits === undefined ? {} : { digits }),
    ...(period === undefined ? {} : { period }),
  });
  context.redactor.learn(read.key.secret, 'key');
  if (isShort(read.key.secret))
    context.terminal.warning('This secret has fewer than the 128 bits that RFC 4226 requires.');
  return read;
}
