import jsQR from 'jsqr';
import type { Picture } from '../../src/terminal/png.ts';

/** The colours of a terminal where a program sets none, as greys from 0 to 255. */
export interface Theme {
  readonly background: number;
  readonly ink: number;
}

export const darkTheme: Theme = { background: 24, ink: 220 };
export const lightTheme: Theme = { background: 245, ink: 30 };

interface Cell {
  readonly glyph: string;
  readonly ink: number;
  readonly background: number;
}

const cellWidth = 6;
const cellHeight = 12;
const greys = new Map([
  ['16', 0],
  ['231', 255],
]);
/** What a glyph covers: its upper and its lower half. */
const covers = new Map([
  [' ', [false, false]],
  ['▀', [true, false]],
  ['▄', [false, true]],
  ['█', [true, true]],
  ['#', [true, true]],
]);

/** A photograph of a terminal that shows the lines. Throws where a line wraps, the top scrolls out, or a code is unknown. */
export function photograph(
  lines: readonly string[],
  size: { readonly columns: number; readonly rows: number },
  theme: Theme,
): Picture<Uint8ClampedArray> {
  // The cursor waits below the last line, so that takes a row of its own.
  if (lines.length + 1 > size.rows) throw new Error(`${lines.length} lines scroll off ${size.rows} rows`);
  const screen = lines.map((line) => cellsOf(line, theme));
  const width = size.columns * cellWidth;
  const height = size.rows * cellHeight;
  const pixels = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let y = 0; y < height; y += 1) {
    const row = screen[Math.floor(y / cellHeight)] ?? [];
    if (row.length > size.columns) throw new Error(`${row.length} cells wrap at ${size.columns} columns`);
    const half = y % cellHeight < cellHeight / 2 ? 0 : 1;
    for (let x = 0; x < width; x += 1) {
      const cell = row[Math.floor(x / cellWidth)];
      const inked = covers.get(cell?.glyph ?? ' ')?.[half] === true;
      const grey = (inked ? cell?.ink : cell?.background) ?? theme.background;
      pixels.fill(grey, (y * width + x) * 4, (y * width + x) * 4 + 3);
    }
  }
  return { width, height, pixels };
}

/** The cells of one line, its colours applied. */
export function cellsOf(line: string, theme: Theme): Cell[] {
  const cells: Cell[] = [];
  let now = theme;
  for (const [, parameters, glyph] of line.matchAll(/\u001B\[([\d;]*)m|(.)/gsu)) {
    if (glyph === undefined) now = coloured(now, parameters ?? '', theme);
    else if (covers.has(glyph)) cells.push({ glyph, ink: now.ink, background: now.background });
    else throw new Error(`${JSON.stringify(glyph)} is no part of a code`);
  }
  if (now !== theme) throw new Error('colours run on behind the line');
  return cells;
}

function coloured(now: Theme, parameters: string, theme: Theme): Theme {
  if (parameters === '' || parameters === '0') return theme;
  let next = now;
  const rest = parameters.replaceAll(/([34])8;5;(\d+);?/g, (_, ground: string, index: string) => {
    const grey = greys.get(index);
    if (grey === undefined) throw new Error(`colour ${index} is the theme's`);
    next = ground === '3' ? { ...next, ink: grey } : { ...next, background: grey };
    return '';
  });
  if (rest !== '') throw new Error(`unknown colours ${parameters}`);
  return next;
}

/** What a scanner reads that knows dark on light alone, or light on dark alone. */
export function scan(
  picture: Picture<Uint8ClampedArray>,
  polarity: 'darkOnLight' | 'lightOnDark' = 'darkOnLight',
): string | undefined {
  const pixels =
    polarity === 'darkOnLight'
      ? picture.pixels
      : picture.pixels.map((value, at) => (at % 4 === 3 ? value : 255 - value));
  return jsQR(pixels, picture.width, picture.height, { inversionAttempts: 'dontInvert' })?.data;
}
