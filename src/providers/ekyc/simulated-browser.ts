import type { Context } from '../../context.ts';

/** Where the sandbox's sign-in page stands, and how its answer is handed over in a popup's stead. */
export interface Visit {
  readonly identifierUrl: string;
  readonly startUrl: string;
  readonly sessionToken: string;
  /** Takes what a popup would post to its opener. */
  readonly resultUrl: string;
}

interface Outcome {
  readonly state: string;
  readonly location?: string;
  readonly message?: unknown;
}

const everyMs = 250;

/**
 * Does under --sandbox what a customer's browser would: opens the sign-in page, waits for the customer's word, and goes
 * where the page leads. Ends with the signal; what fails is told under --verbose, and the sign-in then times out.
 */
export async function simulateBrowser(context: Context, visit: Visit, signal: AbortSignal): Promise<void> {
  const { clock, http, terminal } = context;
  const get = (url: string, headers = {}) => http.send({ method: 'GET', url, headers, signal });
  try {
    const opened = await get(visit.startUrl, { 'x-sandbox-customer': 'simulated' });
    if (opened.status !== 200) return terminal.trace(`The sign-in page answered HTTP ${opened.status}.`);
    const query = new URLSearchParams({ session_token: visit.sessionToken });
    for (;;) {
      const { body } = await get(`${visit.identifierUrl}/outcome?${query}`);
      const outcome = JSON.parse(body) as Outcome;
      if (outcome.message !== undefined) return void (await post(context, visit, outcome.message, signal));
      if (outcome.location !== undefined) return void (await get(outcome.location));
      await clock.sleep(everyMs, signal);
    }
  } catch (error) {
    if (!signal.aborted) terminal.trace(`The simulated browser gave up: ${String(error)}`);
  }
}

/** What the opener's page sends when a message has come from its popup. */
async function post(
  { http }: Context,
  { resultUrl }: Visit,
  message: unknown,
  signal: AbortSignal,
): Promise<void> {
  const headers = { 'content-type': 'application/json', origin: new URL(resultUrl).origin };
  await http.send({ method: 'POST', url: resultUrl, headers, body: JSON.stringify(message), signal });
}
