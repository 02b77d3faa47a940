import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { mask } from '../../redaction/mask.ts';
import {
  type AccessToken,
  confirmEmail,
  confirmPhone,
  loginByEmail,
  loginByPhone,
  type SentCode,
  type TypedCodes,
} from './api.ts';
import { accountOf, type Phone, phoneOf } from './phone-number.ts';

/** The way of one login: whom the OTP reaches, and the two calls. */
export interface Channel {
  /** The phone number with its country code, or the e-mail address: whose the token will be. */
  readonly account: string;
  /** Masked, for people. */
  readonly shown: string;
  /** What a challenge keeps of it; undefined where nothing can be finished later. */
  readonly phone?: Phone;
  readonly send: () => Promise<SentCode>;
  readonly confirm: (codes: TypedCodes, requires2FA: boolean) => Promise<AccessToken>;
}

/** Login by phone. */
export function phoneChannel(context: Context, phone: Phone): Channel {
  const account = accountOf(phone);
  context.redactor.learn(account, 'phone');
  return {
    account,
    shown: mask(account, 'phone'),
    phone,
    send: () => loginByPhone(context, phone),
    confirm: (codes, requires2FA) => confirmPhone(context, phone, codes, requires2FA),
  };
}

/** Login by e-mail (R-VER-3, R-VER-4). */
export function emailChannel(context: Context, email: string): Channel {
  context.redactor.learn(email, 'email');
  return {
    account: email,
    shown: mask(email, 'email'),
    send: () => loginByEmail(context, email),
    confirm: (codes) => confirmEmail(context, email, codes),
  };
}

/** The phone of the settings. Throws `usage` where it is not set, naming both of its parts where both are missing. */
export function needPhone({ settings }: Pick<Context, 'settings'>): Phone {
  const names = ['verifik.countryCode', 'verifik.phone'];
  if (names.every((name) => settings.find(name) === undefined)) {
    const [code, number] = names.map((name) => `authrig config set ${name}`);
    throw new CliError(
      'usage',
      `${names.join(' and ')} are not set in the profile "${settings.profile.name}".`,
      {
        hint: `Type \`${code}\` and \`${number}\`, or give --country-code and --phone (AUTHRIG_VERIFIK_COUNTRY_CODE and AUTHRIG_VERIFIK_PHONE).`,
      },
    );
  }
  const phone = settings.need('verifik.phone');
  return phoneOf(settings.need('verifik.countryCode'), phone);
}

/** The account of the settings, where both of its parts are set. */
export function findAccount({ settings }: Pick<Context, 'settings'>): string | undefined {
  const phone = settings.find('verifik.phone')?.value;
  const countryCode = settings.find('verifik.countryCode')?.value;
  return phone === undefined || countryCode === undefined
    ? undefined
    : accountOf(phoneOf(countryCode, phone));
}
