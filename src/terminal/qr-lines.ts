import { cellsNeeded } from './qr-layout.ts';
import type { DrawnStyle, QrLayout } from './qr-layout.ts';

/** The squares of a code, rows of columns, without a quiet zone; true is dark. */
export type Modules = readonly (readonly boolean[])[];

/** One character cell: the darkness of its upper and of its lower half. */
type Cell = readonly [upper: boolean, lower: boolean];

// 16 and 231 are black and white of the fixed colour cube; 0 to 15 are whatever the theme makes of them.
const onLight = '\u001B[48;5;231m';
const onDark = '\u001B[48;5;16m';
const darkInk = '\u001B[38;5;16m';
const reset = '\u001B[0m';

/** Ink for the light side, by what is light: nothing, the upper half, the lower half, all. */
const inks = {
  full: ['  ', '', '', '██'],
  half: [' ', '▀', '▄', '█'],
  ascii: ['  ', '', '', '##'],
} as const satisfies Record<DrawnStyle, readonly [string, string, string, string]>;

/**
 * The lines of a code. Painted, it is dark on light whatever the theme, and each line ends with a reset;
 * otherwise the ink of the terminal stands for the light side, and nothing but characters is written.
 */
export function drawModules(modules: Modules, layout: QrLayout, painted: boolean): string[] {
  const { columns, rows } = cellsNeeded(modules.length, layout.style, layout);
  const isHalf = layout.style === 'half';
  const width = isHalf ? columns : columns / 2;
  const isDark = (row: number, column: number) =>
    modules[row - layout.ends]?.[column - layout.sides] ?? false;

  return Array.from({ length: rows }, (_, row) => {
    const cells = Array.from({ length: width }, (__, column): Cell =>
      isHalf
        ? [isDark(2 * row, column), isDark(2 * row + 1, column)]
        : [isDark(row, column), isDark(row, column)],
    );
    return painted ? paint(cells, isHalf) : cells.map((cell) => ink(cell, layout.style)).join('');
  });
}

function ink([upper, lower]: Cell, style: DrawnStyle): string {
  return inks[style][((upper ? 0 : 1) + (lower ? 0 : 2)) as 0 | 1 | 2 | 3];
}

/** Backgrounds do what they can, since block glyphs leave gaps between cells in many fonts. */
function paint(cells: readonly Cell[], isHalf: boolean): string {
  const blank = isHalf ? ' ' : '  ';
  let line = darkInk + onLight;
  let onDarkNow = false;
  for (const [upper, lower] of cells) {
    const solid = upper && lower;
    if (solid !== onDarkNow) line += solid ? onDark : onLight;
    onDarkNow = solid;
    line += upper === lower ? blank : upper ? '▀' : '▄';
  }
  return line + reset;
}
