// Start-up times as ratios, all in one run: absolute times say more about the machine than about authrig.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './build.js';
import { installDependencies, root } from './prepare.js';

const rounds = Number(process.argv[2] ?? 21);
const bin = join(root, 'bin/authrig.js');
const answer =
  '{"code":200,"status":"Success","transactionId":"327","verify":"true","token":"OJUWLB","OTP":"9078"}';

installDependencies();
await build();

const server = createServer((request, response) => {
  request.resume().on('end', () => response.setHeader('content-type', 'application/json').end(answer));
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
const folder = mkdtempSync(join(tmpdir(), 'authrig-bench-'));
const env = {
  ...process.env,
  CI: '1',
  AUTHRIG_CONFIG_DIR: folder,
  AUTHRIG_JUVLON_API_KEY: 'sandbox-juvlon-key',
  AUTHRIG_JUVLON_BASE_URL: `http://127.0.0.1:${port}`,
  BENCH_URL: `http://127.0.0.1:${port}/v4/verifyOneTimeCode`,
};
const verify = ['juvlon', 'verify', '--token', 'OJUWLB', '--otp', '9078'];
const line = [join(root, 'test/bench/one-line.js')];
const call = [join(root, 'test/bench/one-call.js')];
/** @type {{name: string, args: string[], over: string[], floor: string, most: number}[]} */
const cases = [
  {
    name: 'authrig --version',
    args: [bin, '--version'],
    over: line,
    floor: 'a module that prints one line',
    most: 1.1,
  },
  {
    name: 'authrig --help',
    args: [bin, '--help'],
    over: line,
    floor: 'a module that prints one line',
    most: 1.3,
  },
  {
    name: 'authrig juvlon verify',
    args: [bin, ...verify],
    over: call,
    floor: 'the barest node:http script',
    most: 2,
  },
];

/** @param {string[]} args */
async function time(args) {
  const started = performance.now();
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  child.stderr.resume();
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}`);
  return performance.now() - started;
}

/** @param {number[]} values */
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

console.log(`Node ${process.version}, ${rounds} rounds each, in turn; medians\n`);
console.log('| command | over | ms | floor ms | ratio | at most |');
console.log('|---|---|---|---|---|---|');
for (const { name, args, over, floor, most } of cases) {
  /** @type {{mine: number[], floors: number[], ratios: number[]}} */
  const times = { mine: [], floors: [], ratios: [] };
  for (let round = -1; round < rounds; round += 1) {
    const base = await time(over);
    const mine = await time(args);
    if (round < 0) continue; // the first round warms the file cache
    times.floors.push(base);
    times.mine.push(mine);
    times.ratios.push(mine / base);
  }
  const shown = [
    median(times.mine).toFixed(0),
    median(times.floors).toFixed(0),
    median(times.ratios).toFixed(2),
  ];
  console.log(`| \`${name}\` | ${floor} | ${shown.join(' | ')} | ${most} |`);
}
server.close();
rmSync(folder, { recursive: true });
