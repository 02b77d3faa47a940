import { extname } from 'node:path';
import { CliError } from '../errors.ts';
import { replaceFile, whyUnwritable } from '../whole-file.ts';
import { encodePng } from './png.ts';

type Kind = 'png' | 'svg';

const quietZone = 4;
/** Pixels a module. */
const scale = 10;

/** The kind of file that the path's ending asks for. Throws `usage` where it is neither .png nor .svg. */
export function qrFileKind(path: string): Kind {
  const ending = extname(path).toLowerCase();
  if (ending === '.png') return 'png';
  if (ending === '.svg') return 'svg';
  throw new CliError('usage', `A QR code is written as .png or .svg, and ${path} ends in neither.`, {
    hint: 'Name one that does: --qr-file code.png',
  });
}

/**
 * Writes the text as a QR code, whole or not at all, for the owner alone: links carry tokens.
 * Throws `usage` for other endings and texts too long for a code, `local` where the file can't be written.
 */
export async function writeQrFile(path: string, text: string): Promise<void> {
  const content = await render(qrFileKind(path), text);
  try {
    await replaceFile(path, content, 0o600);
  } catch (error) {
    throw new CliError('local', `The QR code could not be written to ${path}: ${whyUnwritable(error)}.`, {
      hint: 'Give --qr-file a path in a folder that you may write to.',
      cause: error,
    });
  }
}

async function render(kind: Kind, text: string): Promise<string | Uint8Array> {
  const { encode, renderSVG } = await import('uqr');
  // The smallest code for the text, then as much error correction as it has room for.
  const options = { border: quietZone, ecc: 'L', boostEcc: true } as const;
  try {
    if (kind === 'svg') return renderSVG(text, { ...options, pixelSize: scale });
    return await encodePng(enlarge(encode(text, options).data, scale));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new CliError('usage', 'The text is too long for a QR code.', { cause: error });
  }
}

/** The text as a small PNG of a QR code, made fast: its mask is not chosen, and every reader copes with any mask. */
export async function qrPng(text: string): Promise<Uint8Array> {
  const { encode } = await import('uqr');
  return encodePng(enlarge(encode(text, { border: quietZone, maskPattern: 0 }).data, 3));
}

/** The same as a `data:` URI, for a page that shows it. */
export async function qrDataUri(text: string): Promise<string> {
  return `data:image/png;base64,${Buffer.from(await qrPng(text)).toString('base64')}`;
}

function enlarge(modules: readonly (readonly boolean[])[], factor: number) {
  const side = modules.length * factor;
  const pixels = new Uint8Array(side * side * 4).fill(255);
  for (let row = 0; row < side; row += 1) {
    for (let column = 0; column < side; column += 1) {
      if (modules[Math.floor(row / factor)]?.[Math.floor(column / factor)] === true) {
        pixels.fill(0, (row * side + column) * 4, (row * side + column) * 4 + 3);
      }
    }
  }
  return { width: side, height: side, pixels };
}
