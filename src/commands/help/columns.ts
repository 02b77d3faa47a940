import { wrap } from '../../terminal/wrap.ts';

export const pageWidth = 80;

/** Two columns, the first as wide as its widest entry. */
export function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([first]) => first.length));
  return rows
    .map(([first, second]) => {
      const [line = '', ...more] = wrap(second, pageWidth - width - 4).split('\n');
      const rest = more.map((next) => `\n${' '.repeat(width + 4)}${next}`);
      return `  ${first.padEnd(width)}  ${line}`.trimEnd() + rest.join('');
    })
    .join('\n');
}
