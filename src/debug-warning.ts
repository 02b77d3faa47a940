import type { Machine } from './machine.ts';

/**
 * What to say where the user has opened the logs of Node or of libraries (S25): what those write goes to stderr without
 * us, keys and all. Undefined where they are closed.
 */
export function debugWarning(env: Machine['env']): string | undefined {
  const open = ['NODE_DEBUG', 'DEBUG'].filter((name) => (env[name] ?? '') !== '');
  if (open.length === 0) return undefined;
  return `${open.join(' and ')} ${open.length === 1 ? 'is' : 'are'} set: what Node and libraries log by it is not redacted, and may hold keys and tokens. --verbose shows each exchange redacted.`;
}
