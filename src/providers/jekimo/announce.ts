import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { checkLinkOptions, type LinkOptions, showLink } from '../../flow/link.ts';
import { isLoopback } from '../../http/address.ts';
import { plainLine } from '../../terminal/plain.ts';
import { requestToken, type TokenOptions, type TokenRequest } from './api.ts';
import { tokenLifeMs } from './flow.ts';

export interface Announced extends TokenRequest {
  /** ISO 8601 UTC, by this machine's clock. */
  readonly expiresAt: string;
  /** When the answer came, on the clock that never jumps. */
  readonly receivedAt: number;
}

const tolerableSkewMs = 30_000;

/** Requests a token and shows the customer's link and QR code (JEK-09). */
export async function announce(context: Context, options: TokenOptions & LinkOptions): Promise<Announced> {
  const { clock, terminal } = context;
  await checkLinkOptions(options);
  const requested = await requestToken(context, options);
  const receivedAt = clock.monotonic();
  const expiresAt = new Date(clock.now() + tokenLifeMs).toISOString();
  tellSkew(context, requested.timestamp);
  const url = await customerLink(context, requested);
  if (url === undefined) {
    terminal.warning(
      'Jekimo sent no link, and no QR code that authrig can read. `jekimo request --field qrcode` prints what it sent.',
    );
  } else {
    terminal.message('Scan the QR code with the Jekimo app, or open the link on the phone:');
    if (context.sandbox !== undefined)
      terminal.message('(On the sandbox a simulated customer does so in a moment.)', 'dim');
    await showLink(context, 'Link:', inAscii(url), options);
  }
  return { ...requested, url, receivedAt, expiresAt };
}

/** JEK-15: the deadline runs on our own clock; a wall clock that differs from Jekimo's is worth a word. */
function tellSkew({ clock, terminal }: Context, timestamp: number | undefined): void {
  if (timestamp === undefined) return;
  const skew = clock.now() - timestamp * 1000;
  if (Math.abs(skew) <= tolerableSkewMs) return;
  const seconds = Math.round(Math.abs(skew) / 1000);
  terminal.warning(`This machine's clock is ${seconds} s ${skew > 0 ? 'ahead of' : 'behind'} Jekimo's.`);
}

/**
 * What the customer is to open: `url`, else what `qrcode` holds (JEK-33: an image, a link or anything else). An image
 * that carries another link than `url` is told, since one of the two would lead the customer astray.
 */
async function customerLink(context: Context, { url, qrcode }: TokenRequest): Promise<string | undefined> {
  const carried = qrcode === undefined ? undefined : await linkIn(qrcode);
  if (url !== undefined && carried !== undefined && carried !== url) {
    context.terminal.warning(
      `Jekimo's QR image carries another link than "url": its host is ${hostOf(carried)}, that of "url" is ${hostOf(url)}. authrig shows "url".`,
    );
  }
  const link = url ?? carried;
  if (link === undefined) return undefined;
  context.redactor.learn(link, 'token');
  checkLink(context, link);
  return link;
}

/** The link in a `qrcode` member: the text itself, or what its image carries. It is never fetched. */
async function linkIn(qrcode: string): Promise<string | undefined> {
  if (/^https?:\/\//i.test(qrcode)) return qrcode;
  const base64 = /^(?:data:image\/[\w.+-]+;base64,)?([A-Za-z0-9+/\s]+=*)\s*$/.exec(qrcode)?.[1];
  if (base64 === undefined || base64.length < 64) return undefined;
  const { readQrImage } = await import('../../terminal/qr-image.ts');
  return readQrImage(Buffer.from(base64, 'base64'));
}

/** A host in letters that look like others is shown, and drawn, as the network spells it. */
function inAscii(link: string): string {
  return /^[\u0021-\u007E]*$/.test(link) ? link : new URL(link).href;
}

const longestLink = 2000;
const unseen = /[\s\p{Cc}\p{Default_Ignorable_Code_Point}]/u;

/** What is shown to a person, and drawn for a phone, is a web address without credentials and nothing else. */
function checkLink(context: Context, link: string): void {
  const readable = URL.canParse(link) && !unseen.test(link) && link.length <= longestLink;
  const url = readable ? new URL(link) : undefined;
  const web =
    url !== undefined &&
    (url.protocol === 'https:' || url.protocol === 'http:') &&
    url.username === '' &&
    url.password === '';
  if (!web) {
    throw new CliError(
      'provider',
      'Jekimo answered with a link that is no plain web address; authrig does not show it.',
      {
        provider: { name: 'jekimo', operation: 'gettoken' },
        hint: 'Run the command again with --verbose to see the answer.',
      },
    );
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    context.terminal.warning(
      `The link to ${url.host} is plain http: whoever listens on the way can take the sign-in over.`,
    );
  }
}

function hostOf(link: string): string {
  return URL.canParse(link) ? plainLine(new URL(link).host, 80) : 'none';
}
