// How long a command takes from being typed to its end, over the barest script that does the same.
import { join } from 'node:path';
import { root } from '../prepare.js';
import { answerVerify, verify, verifyEnvironment } from './juvlon.js';
import { compare, printTable, serve, timeToEnd } from './measure.js';

const bin = join(root, 'bin/authrig.js');
const line = [join(root, 'test/bench/one-line.js')];
const call = [join(root, 'test/bench/one-call.js')];

/** Later versions start by themselves in less time, so that ours weighs more. */
const onTwenty = process.versions.node.startsWith('20.');

/** @type {{args: string[], over: string[], floor: string, most: number}[]} */
const cases = [
  { args: ['--version'], over: line, floor: 'a module that prints one line', most: 1.05 },
  { args: ['--help'], over: line, floor: 'a module that prints one line', most: onTwenty ? 1.25 : 1.5 },
  { args: verify, over: call, floor: 'the barest `node:http` script', most: 1.8 },
];

/**
 * @param {number} rounds
 * @param {import('./measure.js').Environment} environment
 */
export async function benchStartUp(rounds, environment) {
  const server = await answerVerify();
  const env = verifyEnvironment(environment, server.origin);
  const rows = [];
  for (const { args, over, floor, most } of cases) {
    const times = await compare(
      rounds,
      async () => (await timeToEnd([bin, ...args], env)).ms,
      async () => (await timeToEnd(over, env)).ms,
    );
    rows.push(row(`authrig ${args.slice(0, 2).join(' ')}`, floor, times, most));
  }
  server.close();
  rows.push(await benchReady(rounds, environment));
  printTable(['command', 'over', 'ms', 'floor ms', 'ratio', 'at most'], rows);
}

/**
 * A server is there when its first line is.
 * @param {number} rounds
 * @param {import('./measure.js').Environment} env
 */
async function benchReady(rounds, env) {
  /** @param {string[]} args */
  const ready = (args) => async () => {
    const { ms, stop } = await serve(args, env);
    await stop();
    return ms;
  };
  const bare = [join(root, 'test/bench/bare-server.js')];
  const times = await compare(rounds, ready([bin, 'sandbox', 'start']), ready(bare));
  return row('authrig sandbox start', 'a bare `node:http` server, until its first line', times, 1.5);
}

/**
 * @param {string} name
 * @param {string} floor
 * @param {{mine: number, floor: number, ratio: number}} times
 * @param {number} most
 */
function row(name, floor, times, most) {
  return [`\`${name}\``, floor, times.mine.toFixed(0), times.floor.toFixed(0), times.ratio.toFixed(2), most];
}
