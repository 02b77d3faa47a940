import type { TotpKey } from '../../totp/totp.ts';
import { otpauthUri } from '../../totp/uri.ts';

/** What the vendor's QR code says without saying it (EKY-07): 30 s, and nothing else can be scanned. */
export const documented = { algorithm: 'SHA1', digits: 6, period: 30 } as const;

/** Whose authenticator is to scan it, and for which application. */
export interface Enrolled {
  /** The application's name. */
  readonly issuer: string;
  readonly clientId: string;
  readonly email: string;
}

/** EKY-04, EKY-60: the documented URI, with the client ID and the address behind the usual parameters. */
export function enrolmentUri(key: TotpKey, { issuer, clientId, email }: Enrolled): string {
  return otpauthUri(key, { issuer, account: email }, { client_id: clientId, email });
}
