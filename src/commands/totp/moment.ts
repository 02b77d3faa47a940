import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';

/** The options that say when. */
export interface TimeOptions {
  readonly at?: string;
  readonly clockFrom?: string;
}

const lastMoment = Date.UTC(9999, 11, 31);
const tolerableSeconds = 2;

/** The moment of --at in milliseconds since 1970, else now. Throws `usage`. */
export function momentOf({ clock }: Pick<Context, 'clock'>, at: string | undefined): number {
  if (at === undefined) return clock.now();
  const whole = /^@?(\d{1,12})$/.exec(at)?.[1];
  const iso = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/.test(at);
  const moment = whole === undefined ? (iso ? Date.parse(at) : Number.NaN) : Number(whole) * 1000;
  if (moment >= 0 && moment <= lastMoment) return moment;
  throw new CliError('usage', `--at does not take "${at.slice(0, 40)}".`, {
    hint: 'Give a time with its zone such as 2026-01-31T12:00:00Z, or seconds since 1970.',
  });
}

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
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
    throw new CliError('usage', '--clock-from is no web address.', {
      hint: '--clock-from https://authen.ekyc.com',
    });
  }
  const [before, started] = [clock.now(), clock.monotonic()];
  const { headers } = await http.send({ method: 'GET', url, headers: {}, allowPlainHttp: true });
  const server = Date.parse(headers['date'] ?? '');
  const { host } = new URL(url);
  if (Number.isNaN(server))
    throw new CliError('provider', `${host} answered without a Date, so its clock is not known.`);
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
