import type { Result } from '../../../command.ts';
import type { Context } from '../../../context.ts';
import { CliError } from '../../../errors.ts';
import { type CallbackServer, openCallbackServer } from '../../../flow/callback-server.ts';
import { withCountdown } from '../../../flow/countdown.ts';
import { checkLinkOptions, type LinkOptions, showLink } from '../../../flow/link.ts';
import { needApplication } from '../api.ts';
import { backRoute, offerCallback, secretPath } from '../backend.ts';
import { popupResultRoute } from '../popup.ts';
import { redirectRoute } from '../redirect.ts';
import { taken } from '../../../outside.ts';
import { openSession, sessionLifeMs } from '../session.ts';
import { createSignIn, type Ended, type SignIn } from '../sign-in.ts';
import { simulateBrowser } from '../simulated-browser.ts';
import { doorRoutes } from '../door.ts';
import { type Method, startUrl } from '../start-url.ts';

export interface LoginOptions extends LinkOptions {
  readonly method: Method;
  /** True by --browser, false by --no-browser. */
  readonly browser?: boolean;
  readonly callback?: boolean;
  readonly port?: number;
  readonly callbackPath?: string;
}

/** Where the browser goes and comes back to. */
interface Plan {
  readonly door: string;
  readonly front: string;
  readonly back: string;
  readonly state: string;
  /** The sign-in page, once the session is there. */
  start?: string;
}

/** The server is there before the session, so that a port that is taken costs none; the call may take its time. */
const callMs = 10_000;
/** EKY-27: the backend's notice may be a little behind. */
const graceMs = 30_000;

/** The whole sign-in: session, browser, answer and, with --callback, the backend's notice. */
export async function login(context: Context, options: LoginOptions): Promise<Result> {
  const { clock, settings, signal, terminal } = context;
  if (options.callbackPath !== undefined && options.callback !== true) {
    throw new CliError('usage', '--callback-path is the path of a callback that is not waited for.', {
      hint: 'Add --callback, or leave it out.',
    });
  }
  await needApplication(context);
  settings.need('ekyc.email');
  await checkLinkOptions(options);
  const signIn = createSignIn(options.callback === true, terminal);
  const plan = planOf(context, options);
  const budgetMs = sessionLifeMs + (options.callback === true ? graceMs : 0);
  const server = await openCallbackServer<Ended>({
    port: options.port ?? 0,
    routesAt: (origin) => routesOf(origin, context, options, plan, signIn),
    budgetMs: callMs + budgetMs,
    expired: () => signIn.expired(),
    onRefused: (why) => terminal.trace(why),
    listen: context.listen,
    clock,
    signal,
  });
  const leaving = new AbortController();
  try {
    const token = await begin(context, options, plan, server, signIn, leaving.signal);
    const ended = await withCountdown(context, 'Waiting for the browser', budgetMs, server.answered);
    if ('failure' in ended) throw ended.failure;
    return granted(context, options, token);
  } finally {
    leaving.abort();
    await server.close();
  }
}

function planOf({ randomBytes }: Context, { callbackPath }: LoginOptions): Plan {
  const state = Buffer.from(randomBytes(16)).toString('hex');
  return {
    state,
    door: `/start/${Buffer.from(randomBytes(16)).toString('hex')}`,
    front: `/callback/${state}`,
    back: callbackPath ?? secretPath(randomBytes),
  };
}

function routesOf(origin: string, context: Context, options: LoginOptions, plan: Plan, signIn: SignIn) {
  const { terminal, settings } = context;
  const { door, front: path, back, state } = plan;
  const identifierOrigin = new URL(settings.need('ekyc.identifierUrl')).origin;
  const front =
    options.method === 'popup'
      ? popupResultRoute({ path, state, signIn, listener: terminal })
      : redirectRoute(path, signIn, terminal);
  const popup = options.method === 'popup' ? { origin: identifierOrigin, result: origin + path } : undefined;
  return [
    ...doorRoutes<Ended>({ path: door, start: () => plan.start, popup, randomBytes: context.randomBytes }),
    front,
    ...(options.callback === true ? backRoute(back, (query) => signIn.back(query)) : []),
  ];
}

/** Creates the session, says where to go, and sends a browser there. Returns the session token. */
async function begin(
  context: Context,
  options: LoginOptions,
  plan: Plan,
  { origin }: CallbackServer<Ended>,
  signIn: SignIn,
  leaving: AbortSignal,
): Promise<string> {
  const { terminal, settings, sandbox } = context;
  const { method } = options;
  if (options.callback === true) await offerCallback(context, origin + plan.back);
  if (method === 'redirect') terminal.reveal('Redirect URI:', origin + plan.front);
  const { token } = await openSession(context);
  signIn.expect(token);
  const identifierUrl = settings.need('ekyc.identifierUrl');
  const popup = method === 'popup';
  plan.start = startUrl({
    identifierUrl,
    method,
    sessionToken: token,
    redirectUri: popup ? origin : origin + plan.front,
    ...(popup ? { state: plan.state } : {}),
  });
  context.redactor.learn(plan.start, 'token');
  const inBrowser = options.browser ?? sandbox === undefined;
  await announce(context, options, popup ? origin + plan.door : plan.start, inBrowser);
  if (inBrowser) await sendBrowser(context, origin + plan.door);
  else if (sandbox !== undefined) {
    const visit = {
      identifierUrl,
      startUrl: plan.start,
      sessionToken: token,
      resultUrl: origin + plan.front,
    };
    void simulateBrowser(context, visit, leaving);
  }
  return token;
}

/**
 * The link stands there before any browser is tried (OA-08); a QR code too where it is all there is, and leads
 * somewhere: the portal's page of a popup is on this machine.
 */
async function announce(
  context: Context,
  options: LoginOptions,
  url: string,
  inBrowser: boolean,
): Promise<void> {
  const { terminal, sandbox } = context;
  terminal.message('Open this page in a browser on this machine, and confirm on the phone:');
  const simulated = sandbox !== undefined && !inBrowser;
  if (simulated) terminal.message('(On the sandbox a simulated customer does so in a moment.)', 'dim');
  const popup = options.method === 'popup';
  if (!inBrowser && !simulated)
    terminal.message(
      popup
        ? '(The page is for this machine’s browser alone: a QR code would lead a phone nowhere.)'
        : '(A phone can open it too, but can’t come back to 127.0.0.1: its answer would be lost.)',
      'dim',
    );
  const drawn = !simulated && !popup && (!inBrowser || options.qrFile !== undefined);
  await showLink(context, 'Sign-in page:', url, drawn ? options : { ...options, qr: 'none' });
}

async function sendBrowser(context: Context, url: string): Promise<void> {
  const { openBrowser } = await import('../../../flow/browser.ts');
  const opened = await taken(context, 'browser', 'opened', () => openBrowser(url, context));
  if (!opened.opened) context.terminal.message(`No browser was opened: ${opened.reason}.`);
}

function granted({ terminal }: Context, { callback }: LoginOptions, token: string): Result {
  if (callback === true)
    terminal.message('The browser and the backend both have our token: a portal may grant access.', 'good');
  else {
    terminal.message('The browser brought our token back.', 'good');
    terminal.message('A portal must not grant on that alone: --callback waits for the backend’s notice too.');
  }
  return {
    data: { session_token: token, result: true },
    rows: [
      ['session_token', token],
      ['result', 'true'],
    ],
  };
}
