import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { taken } from '../../outside.ts';
import { readBounded } from '../../flow/sources/bounded-read.ts';

/** R-ELX-8: what the vendor's own reader takes from a picture; any other code may be somebody's secret. */
const prefix = 'REIKEY:';
const longest = 1024;
const hint = 'Give the value as the argument, pipe it in, or give a picture: --image FILE';

/** The QR value: the argument, the picture, what is piped in, or the one that the sandbox shows. Throws `usage`. */
export async function findQrValue(
  context: Context,
  given: string | undefined,
  image: string | undefined,
): Promise<string> {
  if (given !== undefined && image !== undefined) {
    throw new CliError('usage', 'The QR value is given twice: as the argument and with --image.', {
      hint: 'Leave one of them out.',
    });
  }
  const pictured = (path: string) => taken(context, 'image', 'QR value', () => fromImage(context, path));
  const value = given ?? (await (image === undefined ? withoutOption(context) : pictured(image)));
  return clean(value);
}

async function withoutOption(context: Context): Promise<string> {
  const { sandbox, stdin, prompter } = context;
  if (sandbox !== undefined) {
    const shows = async () =>
      sandbox.outbox.list({ provider: 'elixir' }).findLast(({ code }) => code.startsWith(prefix))?.code ??
      null;
    const shown = await taken(context, 'outbox', 'QR value', shows);
    if (shown !== null) return shown;
  }
  if (!stdin.isTTY) return taken(context, 'stdin', 'QR value', () => stdin.text(4 * longest));
  return prompter.text({ message: 'QR value:', option: '[value] or --image' });
}

async function fromImage({ clock, signal }: Context, path: string): Promise<string> {
  const { largestImage, readQrImage } = await import('../../terminal/qr-image.ts');
  const file = await readBounded(path, { option: '--image', limitBytes: largestImage, clock, signal });
  if (file === undefined) {
    throw new CliError('usage', `--image names a file that does not exist: ${path}`, { hint });
  }
  const text = await readQrImage(file.bytes);
  if (text === undefined) {
    throw new CliError('usage', `No QR code could be read from ${path}.`, {
      hint: 'Give a sharp PNG or JPEG of at most 4096 pixels a side and 5 MB that shows the whole code, or the value.',
    });
  }
  if (text.startsWith(prefix)) return text;
  throw new CliError('usage', `The QR code in ${path} is none of Elixir's, and is not sent.`, {
    hint: `Elixir's begin with ${prefix}. Show one in Elixir > My Account > Security.`,
  });
}

function clean(text: string): string {
  const value = text.trim();
  if (value === '') throw new CliError('usage', 'The QR value is needed.', { hint });
  if (value.length > longest || /[\s\p{Cc}\p{Cf}]/u.test(value)) {
    throw new CliError('usage', 'That is no QR value: it is one word without spaces.', { hint });
  }
  return value;
}
