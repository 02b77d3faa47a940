// What the Tab key waits for, where values of this machine are wanted: the whole process that a completion script starts, over
// a module that prints one line.
import { join } from 'node:path';
import { root } from '../prepare.js';
import { compare, printTable, serve, timeToEnd } from './measure.js';

const bin = join(root, 'bin/authrig.js');
const line = [join(root, 'test/bench/one-line.js')];

/** @type {readonly (readonly string[])[]} */
const cases = [
  ['profiles', 'profile', 'use'],
  ['challenges', 'verifik', 'confirm', '--challenge'],
  ['sign-ins', 'sandbox', 'approve'],
];

/** Nobody notices a tenth of a second. In milliseconds over the floor. */
const most = 100;

/**
 * @param {number} rounds
 * @param {import('./measure.js').Environment} environment
 */
export async function benchCompletion(rounds, environment) {
  const sandbox = await serve([bin, 'sandbox', 'start'], environment);
  try {
    const env = { ...environment, AUTHRIG_SANDBOX_URL: sandbox.url };
    const rows = [];
    for (const words of cases) {
      const times = await compare(
        rounds,
        async () => (await timeToEnd([bin, '__complete', ...words], env)).ms,
        async () => (await timeToEnd(line, env)).ms,
      );
      const over = times.mine - times.floor;
      rows.push([words[0] ?? '', times.mine.toFixed(0), times.floor.toFixed(0), over.toFixed(0), most]);
    }
    printTable(['values', 'ms', 'floor ms', 'over it', 'at most'], rows);
  } finally {
    await sandbox.stop();
  }
}
