import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of the other versions of Node, each installed by npm as `n18`, `n20` and so on. */
const folder = process.env['AUTHRIG_NODES'];

/** The program of a version of Node: undefined where it is not on this machine. */
export function otherNode(name: 'n18' | 'n20' | 'n22' | 'n24' | 'n26'): string | undefined {
  const node = folder === undefined ? undefined : join(folder, name, 'bin/node');
  return node !== undefined && existsSync(node) ? node : undefined;
}
