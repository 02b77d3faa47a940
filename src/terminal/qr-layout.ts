export type DrawnStyle = 'full' | 'half' | 'ascii';

/** A width and a height in character cells. */
export interface Cells {
  readonly columns: number;
  readonly rows: number;
}

/** The light margin in modules: left and right, above and below. */
export interface QuietZone {
  readonly sides: number;
  readonly ends: number;
}

export interface QrLayout extends QuietZone {
  readonly style: DrawnStyle;
  /** Rows of the terminal that are kept free for the text around the code. */
  readonly spare: number;
}

/** A style to try; `comfortable` takes it only with two modules of quiet zone and three rows to spare. */
export interface Wish {
  readonly style: DrawnStyle;
  readonly comfortable?: true;
}

/** Best first. Scanners want the zone, the person wants the link and the countdown beside the code. */
const ends = [
  { ends: 4, spare: 3 },
  { ends: 3, spare: 3 },
  { ends: 2, spare: 3 },
  { ends: 2, spare: 2 },
  { ends: 1, spare: 2 },
  { ends: 1, spare: 1 },
] as const;

const sides = [4, 3, 2, 1] as const;

/** How many cells a code of `modules` modules a side takes. */
export function cellsNeeded(modules: number, style: DrawnStyle, zone: QuietZone): Cells {
  const width = modules + 2 * zone.sides;
  const height = modules + 2 * zone.ends;
  return style === 'half'
    ? { columns: width, rows: Math.ceil(height / 2) }
    : { columns: 2 * width, rows: height };
}

/** The first wish that one of the rooms has place for, the rooms in turn; undefined where none has. */
export function chooseLayout(
  modules: number,
  wishes: readonly Wish[],
  rooms: readonly Cells[],
): QrLayout | undefined {
  for (const room of rooms) {
    for (const wish of wishes) {
      const layout = fit(modules, wish.style, room);
      if (layout !== undefined && (wish.comfortable !== true || isComfortable(layout))) return layout;
    }
  }
  return undefined;
}

/** Whether both exist and show the code in the same way. */
export function sameLayout(one: QrLayout | undefined, other: QrLayout): boolean {
  return (
    one !== undefined && one.style === other.style && one.sides === other.sides && one.ends === other.ends
  );
}

function fit(modules: number, style: DrawnStyle, room: Cells): QrLayout | undefined {
  const width = (zone: number) => cellsNeeded(modules, style, { sides: zone, ends: 0 }).columns;
  const height = (zone: number) => cellsNeeded(modules, style, { sides: 0, ends: zone }).rows;
  const across = sides.find((zone) => width(zone) <= room.columns);
  const down = ends.find((choice) => height(choice.ends) + choice.spare <= room.rows);
  return across === undefined || down === undefined ? undefined : { style, sides: across, ...down };
}

function isComfortable(layout: QrLayout): boolean {
  return layout.sides >= 2 && layout.ends >= 2 && layout.spare >= 3;
}
