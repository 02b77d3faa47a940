import { doubtful, type Examine, good } from '../check.ts';

/** The size that a QR code with a short link takes, in cells. */
const enough = { columns: 45, rows: 24 };

/** Whether somebody sits at a terminal, and how much room it has. */
export const terminal: Examine = ({ context }) => {
  const { size, unicode } = context.terminal;
  if (size === undefined) return [good('terminal', 'none: no question is asked, no line moves')];
  const cells = `${size.columns} columns and ${size.rows} rows`;
  if (size.columns < enough.columns || size.rows < enough.rows) {
    const hint = 'Make the window larger, or take --qr-file code.png.';
    return [doubtful('terminal', `${cells}, in which a QR code may find no room`, hint)];
  }
  if (unicode) return [good('terminal', `${cells}, with characters beyond ASCII`)];
  const hint = 'QR codes take twice the room. Set LANG to a UTF-8 locale, such as C.UTF-8.';
  return [doubtful('terminal', `${cells}, and a locale of ASCII alone`, hint)];
};
