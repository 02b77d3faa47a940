/** A phone number as Verifik takes it: two parts, the country code with its plus sign. */
export interface Phone {
  /** `+` and one to three digits. */
  readonly countryCode: string;
  /** Digits alone. */
  readonly phone: string;
}

const separators = /[\s\p{Pd}]/gu;

/** VER-13: `+1`, `1` and `001` are one code; true for what can be read as one, else what is wrong with it. */
export function checkCountryCode(value: string): true | string {
  return countryCodeOf(value) !== undefined || 'it is not a country code such as +1 or +44';
}

/** True for a national number: digits, with spaces and dashes between them; else what is wrong with it. */
export function checkPhone(value: string): true | string {
  const digits = value.replaceAll(separators, '');
  if (value.trim().startsWith('+')) return 'it begins with +: the country code goes into verifik.countryCode';
  if (!/^[0-9]+$/.test(digits)) return 'it may hold digits, spaces and dashes alone';
  if (digits.startsWith('00')) return 'it begins with 00: the country code goes into verifik.countryCode';
  return (
    (digits.length >= 4 && digits.length <= 15) || `a phone number has 4 to 15 digits, not ${digits.length}`
  );
}

/** Both parts as they are sent; they have passed their checks. */
export function phoneOf(countryCode: string, phone: string): Phone {
  return { countryCode: countryCodeOf(countryCode) ?? '', phone: phone.replaceAll(separators, '') };
}

/** The whole number, which tells one account from another. */
export function accountOf({ countryCode, phone }: Phone): string {
  return countryCode + phone;
}

function countryCodeOf(value: string): string | undefined {
  const digits = /^(?:\+|00)?([1-9][0-9]{0,2})$/.exec(value.trim())?.[1];
  return digits && `+${digits}`;
}
