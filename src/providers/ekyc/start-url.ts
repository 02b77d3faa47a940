import { CliError } from '../../errors.ts';
import { isLoopback } from '../../http/address.ts';

export type Method = 'redirect' | 'popup';

/** The parameters of the sign-in page, https://authen.ekyc.com/docs, "Redirect to eAuthenticator server". */
export interface StartOptions {
  readonly identifierUrl: string;
  readonly method: Method;
  readonly sessionToken: string;
  /** The URL that the browser comes back to; for a popup the portal's origin alone (EKY-31). */
  readonly redirectUri: string;
  /** For a popup alone: the redirect has no such parameter (EKY-35). */
  readonly state?: string | undefined;
}

/** The sign-in page without its parameters. */
export function startPage(identifierUrl: string): string {
  return `${identifierUrl.replace(/\/+$/, '')}/start-authentication`;
}

/** The URL of the sign-in page, percent-encoded: the page's own templates are not (EKY-29, EKY-30, EKY-32). */
export function startUrl({ identifierUrl, method, sessionToken, redirectUri, state }: StartOptions): string {
  const parameters = [
    ['signin_method', method],
    ['session_token', sessionToken],
    ['redirect_uri', redirectUri],
    ...(state === undefined ? [] : [['state', state]]),
  ];
  const query = parameters.map(([name = '', value = '']) => `${name}=${encodeURIComponent(value)}`);
  return `${startPage(identifierUrl)}?${query.join('&')}`;
}

/**
 * The redirect URI as it is sent: a URL over https (EKY-57; http on this machine alone), in popup mode its origin.
 * Throws `usage` for anything else, and for a path in popup mode (EKY-31).
 */
export function checkRedirectUri(text: string, method: Method): string {
  const refuse = (problem: string, hint: string) =>
    new CliError('usage', `--redirect-uri is not usable: ${problem}.`, { hint });
  if (/[\s\p{Cc}]/u.test(text) || !URL.canParse(text))
    throw refuse('it is not a URL', 'Give a whole one, such as https://portal.example.com/callback');
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname)))
    throw refuse(
      'it is not https',
      'Only a loopback address such as http://127.0.0.1:8080 may be plain http.',
    );
  if (url.username !== '' || url.password !== '')
    throw refuse('it holds a user name or password', 'Leave them out.');
  if (url.hash !== '') throw refuse('it holds a fragment, which no server sees', 'Leave out what follows #.');
  if (method === 'redirect') return text;
  if (url.pathname !== '/' || url.search !== '')
    throw refuse('a popup takes an origin, without a path', `Give --redirect-uri ${url.origin}`);
  return url.origin;
}
