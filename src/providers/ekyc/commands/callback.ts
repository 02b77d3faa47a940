import type { Result } from '../../../command.ts';
import type { Context } from '../../../context.ts';
import { CliError } from '../../../errors.ts';
import { withCountdown } from '../../../flow/countdown.ts';
import { openCallbackServer } from '../../../flow/callback-server.ts';
import { backRoute, notACallbackPage, offerCallback, receivedPage, secretPath } from '../backend.ts';
import { createBackChannel } from '../back-channel.ts';
import { findSession, openSession, sessionLifeMs, spendSession } from '../session.ts';
import { backendSaidNo } from '../sign-in.ts';
import { simulateBrowser } from '../simulated-browser.ts';
import { startUrl } from '../start-url.ts';

export interface CallbackOptions {
  readonly sessionToken?: string;
  readonly port?: number;
  readonly callbackPath?: string;
}

/** EKY-27: the backend's notice may be a little behind. */
const budgetMs = sessionLifeMs + 30_000;

/** Receives the backend's notice of one session and judges it. */
export async function callback(context: Context, options: CallbackOptions): Promise<Result> {
  const { clock, randomBytes, redactor, sandbox, signal, terminal } = context;
  const alone = sandbox !== undefined && options.sessionToken === undefined;
  let expected = alone ? undefined : await findSession(context, options.sessionToken);
  const channel = createBackChannel(() => expected?.token);
  const path = options.callbackPath ?? secretPath(randomBytes);
  const server = await openCallbackServer<boolean>({
    port: options.port ?? 0,
    routesAt: () =>
      backRoute(path, (query) => {
        const verdict = channel.take(query);
        if ('result' in verdict) return { page: receivedPage, done: verdict.result };
        if ('problem' in verdict) {
          terminal.warning(`A callback was refused: ${verdict.problem}.`);
          return { page: notACallbackPage };
        }
        terminal.warning('A callback for another session token came, and is not counted.');
        return { page: receivedPage };
      }),
    budgetMs,
    expired: () => missing(channel.foreign),
    onRefused: (why) => terminal.trace(why),
    listen: context.listen,
    clock,
    signal,
  });
  const leaving = new AbortController();
  try {
    await offerCallback(context, server.origin + path);
    if (alone) {
      const { token } = await openSession(context);
      expected = { token };
      void playCustomer(context, token, server.origin, leaving.signal);
    }
    const result = await withCountdown(context, 'Waiting for the callback', budgetMs, server.answered);
    // Whoever stops the command, or lets it time out, may take the same session up again.
    await spendSession(context, expected?.challenge);
    if (!result) throw backendSaidNo();
    const token = expected?.token ?? '';
    redactor.learn(token, 'token');
    terminal.message('The sign-in passed: the backend heard result=true for our token.', 'good');
    return {
      data: { session_token: token, result: true },
      rows: [
        ['session_token', token],
        ['result', 'true'],
      ],
    };
  } finally {
    leaving.abort();
    await server.close();
  }
}

/** Under --sandbox alone: somebody signs in, so that there is something to be told of. */
async function playCustomer(
  context: Context,
  sessionToken: string,
  portal: string,
  leaving: AbortSignal,
): Promise<void> {
  context.terminal.message('(On the sandbox a simulated customer signs in.)', 'dim');
  const identifierUrl = context.settings.need('ekyc.identifierUrl');
  const redirectUri = `${portal}/nowhere`;
  const start = startUrl({ identifierUrl, method: 'redirect', sessionToken, redirectUri });
  await simulateBrowser(
    context,
    { identifierUrl, startUrl: start, sessionToken, resultUrl: redirectUri },
    leaving,
  );
}

function missing(foreign: boolean): CliError {
  if (foreign)
    return new CliError('denied', 'Callbacks came for other session tokens, and none for ours.', {
      hint: 'Give the token of the session that is signed in: --session-token TOKEN',
    });
  return new CliError('expired', 'No callback came while the session was good (120 s, and 30 s of grace).', {
    hint: 'Check the callback URL in the Domain Console, and that it reaches this machine.',
  });
}
