import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { isWebAddress } from '../../http/address.ts';

/** The options that say when. */
export interface TimeOptions {
  /** Milliseconds since 1970. */
  readonly at?: number;
  readonly clockFrom?: string;
}

const tolerableSeconds = 2;

/**
 * How many seconds this machine's clock is ahead of a server's, by its `Date` header, which has whole seconds; half
 * the way there and back is allowed for. Undefined where no server was named. Throws `network`, and `provider` where
 * it tells no time.
 */
export async function driftFrom(
  { http, clock, terminal }: Pick<Context, 'http' | 'clock' | 'terminal'>,
  url: string | undefined,
): Promise<number | undefined> {
  if (url === undefined) return undefined;
  if (!isWebAddress(url)) {
    throw new CliError('usage', '--clock-from is no web address.', {
      hint: 'Name one that is: --clock-from https://authen.ekyc.com',
    });
  }
  const [before, started] = [clock.now(), clock.monotonic()];
  const request = { url, headers: {}, allowPlainHttp: true, givenBy: '--clock-from' };
  const { headers } = await http.send({ method: 'GET', ...request });
  const server = Date.parse(headers['date'] ?? '');
  const { host } = new URL(url);
  if (Number.isNaN(server))
    throw new CliError('provider', `${host} answered without a Date, so its clock is not known.`, {
      hint: 'Ask another host that you trust: --clock-from https://authen.ekyc.com',
    });
  const ours = before + (clock.monotonic() - started) / 2;
  // The header is cut to whole seconds: half a second is the best guess.
  const drift = Math.round((ours - server - 500) / 1000);
  const off = Math.abs(drift);
  if (off < tolerableSeconds) terminal.message(`This machine's clock agrees with that of ${host}.`);
  else
    terminal.warning(
      `This machine's clock is ${off} s ${drift > 0 ? 'ahead of' : 'behind'} that of ${host}. Codes are computed by ours.`,
    );
  return drift;
}
