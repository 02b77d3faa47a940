import { CliError } from '../errors.ts';
import type { TotpKey } from './totp.ts';

export interface Label {
  /** Without a colon, which would split the label. */
  readonly issuer: string;
  readonly account: string;
}

const usualPeriod = 30;

/**
 * The otpauth URI that an authenticator scans, percent-encoded with `%20` for a space (EKY-06). A period of 30 s goes
 * without saying (EKY-07); what is `extra` stands behind. Throws `usage` for an issuer with a colon.
 */
export function otpauthUri(
  { secret, algorithm, digits, period }: TotpKey,
  { issuer, account }: Label,
  extra: Readonly<Record<string, string>> = {},
): string {
  if (issuer.includes(':')) {
    throw new CliError('usage', 'The issuer holds a colon, which would split the label of the otpauth URI.', {
      hint: 'Leave the colon out: --issuer Portal',
    });
  }
  const parameters = {
    secret,
    issuer,
    algorithm,
    digits: String(digits),
    ...(period === usualPeriod ? {} : { period: String(period) }),
    ...extra,
  };
  const query = Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `otpauth://totp/${encodeURIComponent(issuer)}:${encodeURIComponent(account)}?${query.join('&')}`;
}
