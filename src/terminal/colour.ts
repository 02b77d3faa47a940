export type ColourChoice = 'auto' | 'always' | 'never';

const off = new Set(['', '0', 'false', 'no']);

/**
 * Whether a stream may carry colour: the flag, then NO_COLOR, then FORCE_COLOR or CLICOLOR_FORCE, then CLICOLOR=0
 * and TERM=dumb, then whether the stream is a terminal. An empty NO_COLOR does not count (no-color.org).
 */
export function wantsColour(
  stream: { readonly isTTY?: boolean },
  env: Readonly<Record<string, string | undefined>>,
  choice: ColourChoice = 'auto',
): boolean {
  if (choice !== 'auto') return choice === 'always';
  if ((env['NO_COLOR'] ?? '') !== '') return false;
  const forced = env['FORCE_COLOR'] ?? env['CLICOLOR_FORCE'];
  if (forced !== undefined && !off.has(forced)) return true;
  if (env['FORCE_COLOR'] === '0' || env['CLICOLOR'] === '0' || env['TERM'] === 'dumb') return false;
  return stream.isTTY === true;
}
