import type { Context } from '../context.ts';
import type { QrStyle } from '../terminal/qr.ts';

export interface LinkOptions {
  readonly qr?: QrStyle;
  readonly qrFile?: string;
}

/** Throws `usage` for a file that no QR code can be written to: to be called before anything is sent. */
export async function checkLinkOptions({ qrFile }: LinkOptions): Promise<void> {
  if (qrFile !== undefined) (await import('../terminal/qr-file.ts')).qrFileKind(qrFile);
}

/**
 * Shows a link that a person must open: always in text, as a QR code where the terminal has room for one, and in
 * a file where asked for. The code is drawn last, so that it stays whole above the line that counts down.
 */
export async function showLink(
  context: Pick<Context, 'terminal'>,
  label: string,
  url: string,
  options: LinkOptions,
): Promise<void> {
  context.terminal.reveal(label, url);
  await showQr(context, url, options, 'Open the link');
}

/**
 * The QR code alone, in the terminal and in a file, of a text that is shown elsewhere or too long to be read. `instead`
 * is what a person does where there is no room for it, such as `Open the link`.
 */
export async function showQr(
  { terminal }: Pick<Context, 'terminal'>,
  text: string,
  { qr = 'auto', qrFile }: LinkOptions,
  instead: string,
): Promise<void> {
  if (qrFile !== undefined) {
    const { writeQrFile } = await import('../terminal/qr-file.ts');
    await writeQrFile(qrFile, text);
    terminal.message(`The QR code was written to ${qrFile}.`);
  }
  if (qr === 'none' || (qr === 'auto' && terminal.size === undefined)) return;
  const { drawQr } = await import('../terminal/qr.ts');
  const { size, coloured, unicode } = terminal;
  const drawn = await drawQr(text, { style: qr, size, coloured, unicode, instead });
  if ('reason' in drawn) return terminal.message(drawn.reason);
  if (qr !== 'auto' && drawn.style !== qr)
    terminal.message(`This terminal has no room for --qr ${qr}: the code is drawn in ${drawn.style} blocks.`);
  if (drawn.needsDarkBackground)
    terminal.message('Without colour the code scans on a dark background alone.');
  terminal.draw(drawn.lines);
}
