/** True for a value that can stand in an HTTP header; else what is wrong with it, without a piece of it. */
export function checkSecret(value: string): true | string {
  if (value.trim() === '') return 'it is empty';
  if (/[\r\n]/.test(value)) return 'it holds a line break';
  if (/\p{Cc}/u.test(value)) return 'it holds a control character';
  if (/[^\u0000-\u00FF]/u.test(value)) return 'it holds a character that no key has (not Latin-1)';
  return value === value.trim() || 'it begins or ends with a space';
}
