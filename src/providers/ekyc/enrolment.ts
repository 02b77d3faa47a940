import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { type KeyOptions, readKey } from '../../flow/totp-key.ts';
import { makeSecret, type TotpKey } from '../../totp/totp.ts';
import { otpauthUri } from '../../totp/uri.ts';

/** What the vendor's QR code says without saying it (EKY-07): 30 s, and nothing else can be scanned. */
const documented = { algorithm: 'SHA1', digits: 6, period: 30 } as const;

/** The secret of --secret-from, bare or as an otpauth URI; undefined where the option was not given. */
export async function givenKey(context: Context, options: KeyOptions): Promise<TotpKey | undefined> {
  const { secretFrom } = options;
  return secretFrom === undefined ? undefined : (await readKey(context, secretFrom, options)).key;
}

/** The key that is given, else a new one of 160 bits (EKY-08), with what the authenticator is to scan. */
export async function enrolmentKey(
  context: Context,
  options: KeyOptions,
): Promise<{ readonly key: TotpKey; readonly uri: string; readonly made: boolean }> {
  const given = await givenKey(context, options);
  const key = given ?? { ...documented, secret: makeSecret(context.randomBytes) };
  if (
    key.algorithm !== documented.algorithm ||
    key.digits !== documented.digits ||
    key.period !== documented.period
  ) {
    throw new CliError('usage', 'eKYC’s QR code is documented for SHA1, 6 digits and 30 s alone.', {
      hint: 'Other numbers can be synchronised without a QR code: authrig ekyc toggle-mfa --enable',
    });
  }
  context.redactor.learn(key.secret, 'key');
  const uri = enrolmentUri(context, key);
  context.redactor.learn(uri, 'key');
  return { key, uri, made: given === undefined };
}

/** EKY-04, EKY-60: the documented URI, with the client ID and the address behind the usual parameters. */
function enrolmentUri({ settings }: Context, key: TotpKey): string {
  const email = settings.need('ekyc.email');
  return otpauthUri(
    key,
    { issuer: settings.need('ekyc.issuer'), account: email },
    { client_id: settings.need('ekyc.clientId'), email },
  );
}
