import { chooseLayout, cellsNeeded, sameLayout } from './qr-layout.ts';
import type { Cells, DrawnStyle, QrLayout, Wish } from './qr-layout.ts';
import { drawModules } from './qr-lines.ts';
import type { Modules } from './qr-lines.ts';

export type QrStyle = 'auto' | 'full' | 'half' | 'ascii' | 'none';

export interface QrOptions {
  readonly style: QrStyle;
  /** The terminal behind stderr; undefined where it is none. */
  readonly size: Cells | undefined;
  readonly coloured: boolean;
  /** Whether the terminal shows characters beyond ASCII. Asking for `full` or `half` by name overrules it. */
  readonly unicode: boolean;
  /** What a person does who can't scan, such as `Open the link`. */
  readonly instead: string;
}

export interface DrawnQr {
  readonly lines: readonly string[];
  /** What was drawn: `half` where `full` was asked for and had no room. */
  readonly style: DrawnStyle;
  /** The narrowest light margin, in modules; scanners like 4. */
  readonly quietZone: number;
  /** True without colours: the ink is the light side, so only a dark background shows dark on light. */
  readonly needsDarkBackground: boolean;
}

export interface NoQr {
  readonly lines: readonly [];
  /** Why there is no code and what to do instead, for the person at the terminal. */
  readonly reason: string;
}

type Level = 'L' | 'M';

/** The most bytes that the largest code, version 40, holds. */
const capacity = { L: 2953, M: 2331 } as const satisfies Record<Level, number>;

/**
 * Draws the text as a QR code that fits the terminal whole, with at least a row to spare, or says why it can't.
 * Without a terminal only a style asked for by name is drawn, 80 columns wide or as wide as it must be.
 */
export async function drawQr(text: string, options: QrOptions): Promise<DrawnQr | NoQr> {
  if (options.style === 'none') return nothing('No QR code is drawn, as --qr none asks.');
  const bytes = Buffer.byteLength(text);
  if (bytes > capacity.L) {
    return nothing(
      `No QR code is drawn: the text has ${bytes} bytes, and a code holds ${capacity.L} at most.`,
    );
  }
  const rooms = roomsFor(options);
  if (rooms.length === 0) {
    return nothing(
      `No QR code is drawn where stderr is no terminal. ${options.instead}, or add --qr-file code.png.`,
    );
  }
  const encode = await encoder();
  const low = encode(text, 'L');
  const wishes = wishesFor(options);
  const layout = chooseLayout(low.length, wishes, rooms);
  if (layout === undefined) return nothing(tooSmall(low.length, wishes, options));

  // More error correction is welcome where it costs neither size of the modules nor quiet zone.
  const better = bytes > capacity.M ? low : encode(text, 'M');
  const roomy = sameLayout(chooseLayout(better.length, wishes, rooms), layout);
  return draw(roomy ? better : low, layout, options.coloured);
}

function draw(modules: Modules, layout: QrLayout, coloured: boolean): DrawnQr {
  const painted = coloured && layout.style !== 'ascii';
  return {
    lines: drawModules(modules, layout, painted),
    style: layout.style,
    quietZone: Math.min(layout.sides, layout.ends),
    needsDarkBackground: !painted,
  };
}

/** Some pseudo-terminals call themselves 0 by 0 cells: that is no size either. */
function hasSize(size: Cells | undefined): size is Cells {
  return size !== undefined && size.columns > 0 && size.rows > 0;
}

/** The terminals to try in turn: the real one, or an imagined one for a style asked for by name. */
function roomsFor({ size, style }: QrOptions): Cells[] {
  if (hasSize(size)) return [size];
  if (style === 'auto') return [];
  return [80, Infinity].map((columns) => ({ columns, rows: Infinity }));
}

/** The styles to try in turn. Where there is no terminal there is no want of room either. */
function wishesFor({ style, size, coloured, unicode }: QrOptions): Wish[] {
  const half: Wish[] = [{ style: 'half' }];
  if (style === 'half' || style === 'ascii') return [{ style }];
  if (style === 'full') return unicode && hasSize(size) ? [{ style }, ...half] : [{ style }];
  if (unicode) return [{ style: 'full', comfortable: true }, ...half];
  // Painted, a full module is two coloured spaces and needs no character that LANG=C lacks.
  return [{ style: coloured ? 'full' : 'ascii' }];
}

function tooSmall(modules: number, wishes: readonly Wish[], { size, instead }: QrOptions): string {
  const need = cellsNeeded(modules, wishes.at(-1)?.style ?? 'half', { sides: 1, ends: 1 });
  return (
    `The QR code needs a terminal at least ${need.columns} columns wide and ${need.rows + 1} rows high; ` +
    `this one has ${size?.columns ?? 0} and ${size?.rows ?? 0}. ` +
    `${instead} instead, or add --qr-file code.png.`
  );
}

function nothing(reason: string): NoQr {
  return { lines: [], reason };
}

/**
 * The library's encoder rather than its documented `generate`: the file with `generate` holds octal escapes, so no
 * ES module can contain it and the rig could not be bundled; its setErrorLevel is global, and can't choose M.
 */
async function encoder(): Promise<(text: string, level: Level) => Modules> {
  const { default: QRCode } = await import('qrcode-terminal/vendor/QRCode/index.js');
  return (text, level) => {
    const code = new QRCode(-1, level === 'M' ? 0 : 1);
    // One unit for each byte, so that the code holds UTF-8.
    code.addData(Buffer.from(text).toString('latin1'));
    code.make();
    const places = Array.from({ length: code.getModuleCount() }, (_, place) => place);
    return places.map((row) => places.map((column) => code.isDark(row, column)));
  };
}
