import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { isLoopback } from '../../http/address.ts';
import type { ProxyChoice } from '../../http/proxy-choice.ts';
import { within } from '../../within.ts';
import type { Senses } from './check.ts';

/** What became of asking a base URL's host for its front page, without a key and away from every documented call. */
export interface Visit {
  /** The setting that names the base URL. */
  readonly name: string;
  /** Undefined where the setting itself is of no use. */
  readonly url: URL | undefined;
  readonly proxy: ProxyChoice | undefined;
  readonly outcome: Answered | { readonly failed: CliError } | { readonly unseen: string };
}

export interface Answered {
  readonly status: number;
  /** How far this machine's clock is ahead of the host's `Date`, in milliseconds; undefined where it has none. */
  readonly aheadMs: number | undefined;
  readonly tookMs: number;
}

const lookUpMs = 3000;
const answerMs = 4000;

/** Visits every base URL there is, side by side. Always comes true, within about seven seconds. */
export function visitAll(context: Context, senses: Senses): Promise<Visit[]> {
  const names = context.settings.definitions.map(({ name }) => name).filter((name) => name.endsWith('Url'));
  return Promise.all(names.map((name) => visit(name, context, senses)));
}

async function visit(name: string, context: Context, senses: Senses): Promise<Visit> {
  let url: URL | undefined;
  let proxy: ProxyChoice | undefined;
  try {
    url = new URL(context.settings.need(name));
    proxy = (await import('../../http/proxy-choice.ts')).chooseProxy(url, context.env);
    const silent = proxy === undefined && !isLoopback(url.hostname) && (await isSilent(url, context, senses));
    if (silent) return { name, url, proxy, outcome: { unseen: 'DNS gives no answer' } };
    return { name, url, proxy, outcome: await ask(url, context) };
  } catch (error) {
    context.signal.throwIfAborted();
    if (error instanceof CliError) return { name, url, proxy, outcome: { failed: error } };
    throw error;
  }
}

/** A host is asked only once the name servers have answered: see `lookUp`. */
async function isSilent(url: URL, context: Context, senses: Senses): Promise<boolean> {
  const silent = { silent: 'ETIMEOUT' };
  const found = await within(
    lookUpMs,
    context,
    (signal) => senses.lookUp(url.hostname, signal),
    () => silent,
  );
  return 'silent' in found && found.silent !== 'ECONNREFUSED';
}

async function ask(url: URL, { http, clock }: Context): Promise<Answered> {
  const [began, wall] = [clock.monotonic(), clock.now()];
  const answer = await http.send({
    method: 'GET',
    url: new URL('/', url).href,
    headers: {},
    timeoutMs: answerMs,
  });
  const tookMs = clock.monotonic() - began;
  const date = Date.parse(answer.headers['date'] ?? '');
  return {
    status: answer.status,
    tookMs,
    // A `Date` is cut to whole seconds: half of one is the fairest guess.
    aheadMs: Number.isNaN(date) ? undefined : wall + tookMs / 2 - (date + 500),
  };
}
