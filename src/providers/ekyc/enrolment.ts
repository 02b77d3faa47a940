import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { type KeyOptions, readKey } from '../../flow/totp-key.ts';
import { makeSecret, type TotpKey } from '../../totp/totp.ts';
import { documented, enrolmentUri } from './enrolment-uri.ts';

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
  const {
    algorithm = documented.algorithm,
    digits = documented.digits,
    period = documented.period,
  } = options;
  const key = given ?? { algorithm, digits, period, secret: makeSecret(context.randomBytes) };
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
  const { settings } = context;
  const uri = enrolmentUri(key, {
    issuer: settings.need('ekyc.issuer'),
    clientId: settings.need('ekyc.clientId'),
    email: settings.need('ekyc.email'),
  });
  context.redactor.learn(uri, 'key');
  return { key, uri, made: given === undefined };
}
