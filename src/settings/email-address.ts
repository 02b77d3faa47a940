const part = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const label = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const address = new RegExp(`^(?=[^@]{1,64}@)${part}(?:\\.${part})*@${label}(?:\\.${label})+$`);
const longest = 254;

/** True for an address that a code may be mailed to: one, in ASCII, without a name beside it; else what is wrong. */
export function checkEmail(value: string): true | string {
  if (value.length > longest) return `it is longer than ${longest} characters`;
  if (/[^\u0000-\u007F]/.test(value))
    return 'it holds a character that is not ASCII (write the domain as xn--…)';
  return address.test(value) || 'it is not an address such as you@example.com';
}
