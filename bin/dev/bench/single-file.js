// What the single file costs over the package on this Node: to start, and on the disk.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../prepare.js';
import { makeSingleFile } from '../single-file.js';
import { compare, printTable, timeToEnd } from './measure.js';

const bin = join(root, 'bin/authrig.js');
const commands = [['--version'], ['--help'], ['juvlon', 'verify', '--sandbox']];
const most = 1.3;

/**
 * @param {number} rounds
 * @param {import('./measure.js').Environment} env
 */
export async function benchSingleFile(rounds, env) {
  const program = join(env['AUTHRIG_CONFIG_DIR'] ?? '', 'authrig-single-file');
  await makeSingleFile(program);
  const rows = [];
  for (const args of commands) {
    const { mine, floor, ratio } = await compare(
      rounds,
      async () => (await timeToEnd(args, env, { program })).ms,
      async () => (await timeToEnd([bin, ...args], env)).ms,
    );
    const name = `\`authrig ${args.join(' ')}\``;
    rows.push([name, mine.toFixed(0), floor.toFixed(0), ratio.toFixed(2), most]);
  }
  printTable(['single file', 'ms', `package on Node ${process.versions.node}, ms`, 'ratio', 'at most'], rows);
  console.log(`It has ${(statSync(program).size / 1e6).toFixed(0)} MB.\n`);
}
