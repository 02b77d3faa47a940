// How long a command takes from being typed to its end, over the barest script that does the same.
import { createServer } from 'node:http';
import { join } from 'node:path';
import { root } from '../prepare.js';
import { compare, printTable, serve, timeToEnd } from './measure.js';

const answer =
  '{"code":200,"status":"Success","transactionId":"327","verify":"true","token":"OJUWLB","OTP":"9078"}';
const bin = join(root, 'bin/authrig.js');
const line = [join(root, 'test/bench/one-line.js')];
const call = [join(root, 'test/bench/one-call.js')];
const verify = ['juvlon', 'verify', '--token', 'OJUWLB', '--otp', '9078'];

/** @type {{args: string[], over: string[], floor: string, most: number}[]} */
const cases = [
  { args: ['--version'], over: line, floor: 'a module that prints one line', most: 1.1 },
  { args: ['--help'], over: line, floor: 'a module that prints one line', most: 1.3 },
  { args: verify, over: call, floor: 'the barest `node:http` script', most: 2 },
];

/**
 * @param {number} rounds
 * @param {import('./measure.js').Environment} environment
 */
export async function benchStartUp(rounds, environment) {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.setHeader('content-type', 'application/json').end(answer));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const env = {
    ...environment,
    AUTHRIG_JUVLON_API_KEY: 'sandbox-juvlon-key',
    AUTHRIG_JUVLON_BASE_URL: `http://127.0.0.1:${port}`,
    BENCH_URL: `http://127.0.0.1:${port}/v4/verifyOneTimeCode`,
  };
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
