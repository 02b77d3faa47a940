import { drawQr } from '../../../terminal/qr.ts';
import { doubtful, type Examine, good } from '../check.ts';

/** What the small code says. */
const text = 'AUTHRIG';

/** Draws a small QR code, for a person to scan. */
export const qr: Examine = async ({ context: { terminal } }) => {
  const { size, coloured, unicode } = terminal;
  if (size === undefined) return [good('qr', 'no QR code is drawn where stderr is no terminal')];
  const drawn = await drawQr(text, { style: 'auto', size, coloured, unicode, instead: 'Open links' });
  if ('reason' in drawn) return [doubtful('qr', drawn.reason.replace(/\.$/, ''), 'Make the window larger.')];
  const dark = drawn.needsDarkBackground ? ', and without colour only on a dark background' : '';
  const detail = `one is drawn above: a telephone's camera reads ${text} from it${dark}`;
  return [{ ...good('qr', detail), drawing: drawn.lines }];
};
