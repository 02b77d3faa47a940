export type ColourChoice = 'auto' | 'always' | 'never';

const off = new Set(['0', 'false', 'no']);

/**
 * Whether a stream may carry colour: the flag, then NO_COLOR, then FORCE_COLOR or CLICOLOR_FORCE, then CLICOLOR=0
 * and TERM=dumb, then whether the stream is a terminal. An empty variable does not count.
 */
export function wantsColour(
  stream: { readonly isTTY?: boolean },
  env: Readonly<Record<string, string | undefined>>,
  choice: ColourChoice = 'auto',
): boolean {
  if (choice !== 'auto') return choice === 'always';
  if (isSet(env['NO_COLOR'])) return false;
  if (isSet(env['FORCE_COLOR'])) return !off.has(env['FORCE_COLOR']);
  if (isSet(env['CLICOLOR_FORCE']) && !off.has(env['CLICOLOR_FORCE'])) return true;
  if (env['CLICOLOR'] === '0' || env['TERM'] === 'dumb') return false;
  return stream.isTTY === true;
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}
