import { isLoopback } from '../../http/address.ts';
import { isPlaceholder, isTemplate, randomBits } from './guessing.ts';
import { startPage } from './start-url.ts';

/** What an integrator's settings look like from outside; both are web addresses. */
export interface Audited {
  /** The callback URL, as it is registered in the Domain Console. */
  readonly callbackUrl?: string | undefined;
  /** The URL of the sign-in page, as the portal's own code builds it. */
  readonly authUrl?: string | undefined;
  readonly identifierUrl: string;
}

/** One remark; `row` names the rule that it stands on. */
export interface Remark {
  readonly name: string;
  readonly status: 'good' | 'doubtful' | 'bad';
  readonly detail: string;
  readonly hint?: string;
}

/** Everything that can be told from the settings alone; nothing is sent. */
export function audit({ callbackUrl, authUrl, identifierUrl }: Audited): readonly Remark[] {
  return [
    ...(callbackUrl === undefined ? [] : auditCallback(callbackUrl)),
    ...(authUrl === undefined ? [] : auditStart(authUrl, identifierUrl)),
  ];
}

/** EKY-54: the callback is unsigned, and the session token in it is in the browser's address bar too. */
function auditCallback(text: string): Remark[] {
  const name = 'callback URL';
  const url = new URL(text);
  return [
    transport(name, url),
    ...auditUserinfo(name, url),
    ...(text.split(/[/?&=#]/).some(isTemplate) ? [unfilled('callback URL')] : []),
    hasSecret(url)
      ? {
          name: 'callback secret',
          status: 'good',
          detail: 'Its path or query holds a part that nobody guesses.',
        }
      : {
          name: 'callback secret',
          status: 'bad',
          detail:
            'Anybody who knows the address can call it: the callback carries no signature, and the session token in it stands in the browser’s address bar. A user who has only the password could report success himself.',
          hint: `Register a path that nobody guesses, such as ${secured(url).replace(/\/$/, '')}/ and 32 random hex digits; accept eKYC’s addresses alone, a pending session alone, and each session once.`,
        },
  ];
}

/** A segment or a value that could hold 64 random bits. */
function hasSecret(url: URL): boolean {
  const parts = [...url.pathname.split('/'), ...url.searchParams.values()];
  return parts.some((part) => randomBits(part) >= 64);
}

function auditStart(text: string, identifierUrl: string): Remark[] {
  const url = new URL(text);
  const method = url.searchParams.get('signin_method');
  const templates = [...url.searchParams].filter(([, value]) => isPlaceholder(value));
  return [
    auditPlace(url, identifierUrl),
    ...(templates.length === 0 ? [] : [unfilled(templates.map(([name]) => name).join(', '))]),
    ...(url.searchParams.get('session_token') ? [] : [lacks('session_token')]),
    ...auditMethod(method),
    ...auditRedirect(url, method),
    ...auditState(url, method),
  ];
}

function unfilled(what: string): Remark {
  return {
    name: 'placeholders',
    status: 'bad',
    detail: `A placeholder such as {sessionToken} or YOUR_TOKEN still stands in ${what}: samples are not filled in by themselves.`,
    hint: 'Fill it in, with encodeURIComponent.',
  };
}

function auditPlace(url: URL, identifierUrl: string): Remark {
  const name = 'sign-in URL';
  const wanted = new URL(startPage(identifierUrl));
  if (url.origin !== wanted.origin) {
    return { name, status: 'bad', detail: `It leads to ${url.origin}, and not to ${wanted.origin}.` };
  }
  return url.pathname === wanted.pathname
    ? { name, status: 'good', detail: 'It leads to the identifier’s sign-in page.' }
    : { name, status: 'bad', detail: `Its path is ${url.pathname}, and not ${wanted.pathname}.` };
}

function auditMethod(method: string | null): Remark[] {
  if (method === 'redirect' || method === 'popup') return [];
  return [
    {
      name: 'signin_method',
      status: 'bad',
      detail: 'It is neither redirect nor popup, the two that are documented.',
    },
  ];
}

/** EKY-31, EKY-33, EKY-57. */
function auditRedirect(url: URL, method: string | null): Remark[] {
  const name = 'redirect_uri';
  const text = url.searchParams.get('redirect_uri');
  if (text === null || text === '') {
    if (method !== 'popup') return [lacks(name)];
    return [
      {
        name,
        status: 'bad',
        detail:
          'Without it the popup can’t post to your origin alone: any page that opened it could get the token.',
        hint: 'Send the origin of your portal, though the vendor only recommends it.',
      },
    ];
  }
  if (!URL.canParse(text)) return [{ name, status: 'bad', detail: 'It is no URL.' }];
  const redirect = new URL(text);
  const path = redirect.pathname !== '/' || redirect.search !== '';
  return [
    transport(name, redirect),
    ...auditUserinfo(name, redirect),
    ...(method === 'popup' && path
      ? [
          {
            name,
            status: 'bad' as const,
            detail: 'It has a path. In popup mode it is the target of a message, which is an origin.',
            hint: `Send ${redirect.origin}`,
          },
        ]
      : []),
  ];
}

/** EKY-33 to EKY-35. */
function auditState(url: URL, method: string | null): Remark[] {
  const name = 'state';
  const state = url.searchParams.get('state') ?? '';
  if (method === 'redirect') return auditRedirectState(url);
  if (state === '') {
    return [
      {
        name,
        status: 'bad',
        detail: 'There is none, so a message can’t be tied to the sign-in that asked for it (CSRF).',
        hint: 'Send 128 random bits, keep them in the session, compare them, and take them once.',
      },
    ];
  }
  return [
    randomBits(state) >= 128
      ? { name, status: 'good', detail: 'It can hold 128 random bits.' }
      : {
          name,
          status: 'doubtful',
          detail: `Its ${state.length} characters are too few, or too regular, for 128 random bits.`,
          hint: 'Draw 16 random bytes, as 32 hex digits or 22 of base64url.',
        },
  ];
}

function auditRedirectState(url: URL): Remark[] {
  const text = url.searchParams.get('redirect_uri') ?? '';
  const carried = URL.canParse(text) && hasSecret(new URL(text));
  return [
    carried
      ? { name: 'state', status: 'good', detail: 'The redirect URI carries something of this sign-in’s own.' }
      : {
          name: 'state',
          status: 'doubtful',
          detail:
            'A redirect has no state parameter, and the redirect URI carries nothing of this sign-in’s own.',
          hint: 'Tie the return to the browser that left: a random value in the redirect URI, or a cookie.',
        },
  ];
}

/** Servers keep addresses in their logs, and browsers leave such a part out or warn of it. */
function auditUserinfo(name: string, { username, password }: URL): Remark[] {
  if (username === '' && password === '') return [];
  return [
    {
      name,
      status: 'doubtful',
      detail: 'It holds a user name or password: whether it is sent is not documented, and it may be logged.',
      hint: 'Leave out everything between // and @.',
    },
  ];
}

function transport(name: string, url: URL): Remark {
  if (url.protocol === 'https:') return { name, status: 'good', detail: 'It is https.' };
  if (url.protocol === 'http:' && isLoopback(url.hostname))
    return { name, status: 'doubtful', detail: 'It is plain http on this machine: fine for a test alone.' };
  const rest = hasSecret(url) || url.search !== '';
  return {
    name,
    status: 'bad',
    detail: 'It is not https: the session token crosses the network in the open.',
    hint: `Use ${hasSecret(url) ? `https://${url.host}` : secured(url)}${rest ? ', and what follows as it is' : ''}`,
  };
}

/** The same host and path over https; a user name, a password and the query are not repeated. */
function secured({ host, pathname }: URL): string {
  return `https://${host}${pathname}`;
}

function lacks(name: string): Remark {
  return { name, status: 'bad', detail: 'It is required, and missing.' };
}
