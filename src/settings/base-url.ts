import { isLoopback } from '../http/address.ts';

/** True for a base URL that keys may be sent to: https, or http on this machine alone; else what is wrong with it. */
export function checkBaseUrl(value: string): true | string {
  if (/[\s\p{Cc}]/u.test(value) || !URL.canParse(value))
    return 'it is not a URL such as https://api.example.com';
  const url = new URL(value);
  if (url.username !== '' || url.password !== '') return 'it may not hold a user name or password';
  if (url.search !== '' || url.hash !== '' || /[?#]/.test(value))
    return 'it may not hold a query or a fragment';
  if (url.protocol === 'https:') return true;
  if (url.protocol !== 'http:') return 'it must begin with https://';
  return (
    isLoopback(url.hostname) ||
    'plain http is for this machine alone (127.0.0.1, [::1], localhost): use https://'
  );
}
