import type { Context } from '../../context.ts';
import { isLoopback } from '../../http/address.ts';

/**
 * The page of a sandbox that runs by itself, where the application's settings stand; undefined for the real eKYC, whose
 * Domain Console has them, and for the sandbox of --sandbox, which ends with the command.
 */
export function sandboxConsole({
  settings,
  sandbox,
}: Pick<Context, 'settings' | 'sandbox'>): string | undefined {
  const baseUrl = settings.need('ekyc.baseUrl').replace(/\/+$/, '');
  if (sandbox !== undefined || !isLoopback(new URL(baseUrl).hostname)) return undefined;
  return `${baseUrl}/console`;
}
