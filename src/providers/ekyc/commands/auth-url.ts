import type { Result } from '../../../command.ts';
import type { Context } from '../../../context.ts';
import { CliError } from '../../../errors.ts';
import { findSession } from '../session.ts';
import { checkRedirectUri, type Method, startUrl } from '../start-url.ts';

export interface AuthUrlOptions {
  readonly sessionToken?: string;
  readonly method: Method;
  readonly redirectUri?: string;
  readonly state?: string;
}

/** Prints the URL of the sign-in page; sends nothing. */
export async function authUrl(context: Context, options: AuthUrlOptions): Promise<Result> {
  const { method, state: given } = options;
  if (options.redirectUri === undefined) {
    throw new CliError('usage', 'The redirect URI is needed: where the browser comes back to.', {
      hint:
        method === 'popup'
          ? 'Give the origin of the portal: --redirect-uri https://portal.example.com'
          : 'Give the whole URL: --redirect-uri https://portal.example.com/callback',
    });
  }
  const redirectUri = checkRedirectUri(options.redirectUri, method);
  const { token } = await findSession(context, options.sessionToken);
  const state = given ?? (method === 'popup' ? randomState(context) : undefined);
  const url = startUrl({
    identifierUrl: context.settings.need('ekyc.identifierUrl'),
    method,
    sessionToken: token,
    redirectUri: method === 'redirect' && state !== undefined ? withState(redirectUri, state) : redirectUri,
    ...(method === 'popup' ? { state } : {}),
  });
  if (given === undefined && state !== undefined)
    context.terminal.message('A state of 128 random bits is part of it; the answer must bring it back.');
  return { data: { url, ...(state === undefined ? {} : { state }) }, alone: url };
}

/** EKY-33, EKY-34: a popup never goes without one. */
function randomState({ randomBytes }: Context): string {
  return Buffer.from(randomBytes(16)).toString('hex');
}

/** EKY-35: the redirect has no state of its own, so it travels in the redirect URI's query. */
function withState(redirectUri: string, state: string): string {
  const url = new URL(redirectUri);
  url.searchParams.set('state', state);
  return url.href;
}
