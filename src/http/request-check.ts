import { CliError } from '../errors.ts';
import { isLoopback } from './address.ts';
import type { HttpRequest } from './http.ts';

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** What a header can carry: tab, printable ASCII and the upper half of Latin-1. */
const fieldValue = /^[\t\u0020-\u007E\u0080-\u00FF]*$/;

/**
 * The request's URL, once all of it may leave. Throws `usage`, with `sent` false, for what must not: no message
 * repeats a URL or a value, since either may be a secret typed into the wrong place.
 */
export function checkRequest(request: HttpRequest): URL {
  if (!URL.canParse(request.url)) throw refusal('A URL to call is not valid.', baseUrlHint);
  const url = new URL(request.url);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw refusal(`A URL to call begins with ${url.protocol} and only https can be called.`, baseUrlHint);
  }
  if (url.username !== '' || url.password !== '') {
    throw refusal(
      `The URL for ${url.host} carries a user name or a password, which is refused.`,
      'Take out everything between // and @, and change that password: it may have been logged.',
    );
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname) && request.allowPlainHttp !== true) {
    throw refusal(
      `${url.host} would be called over plain http, where anyone on the way can read keys and codes.`,
      'Begin the base URL with https. Plain http is for this machine alone, as in http://127.0.0.1:8080.',
    );
  }
  for (const [name, value] of Object.entries(request.headers)) checkHeader(name, value);
  return url;
}

const baseUrlHint = 'Look at the base URLs with: authrig config list';

function checkHeader(name: string, value: string): void {
  if (!token.test(name)) throw refusal('A header to send has a name that HTTP does not allow.');
  if (fieldValue.test(value)) return;
  throw refusal(
    `The value for the header ${name} holds a line break or a character that HTTP headers cannot carry.`,
    'It was probably cut or damaged when it was copied. Set the key again with: authrig config set',
  );
}

function refusal(message: string, hint?: string): CliError {
  return new CliError('usage', message, { sent: false, ...(hint === undefined ? {} : { hint }) });
}
