// The call of `authrig juvlon verify` against one server, side by side with everything else that people make it with: Node's
// own fetch, HTTPie where it is installed, and three runners; bruno without an assertion, since its engine for them is not
// always there when an answer comes at once.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../prepare.js';
import { answerVerify, verify, verifyEnvironment } from './juvlon.js';
import { compare, printTable, timeToEnd } from './measure.js';
import { eachRunner } from './runners.js';

const bin = join(root, 'bin/authrig.js');
const httpie = ['--ignore-stdin', '--body', 'POST'];
const body = ['apiKey=sandbox-juvlon-key', 'token=OJUWLB', 'otp=9078'];

/**
 * @param {number} rounds
 * @param {import('./measure.js').Environment} environment
 */
export async function benchCall(rounds, environment) {
  const server = await answerVerify();
  try {
    const rows = await besideOthers(
      Math.min(rounds, 21),
      server,
      verifyEnvironment(environment, server.origin),
    );
    console.log();
    printTable(['`authrig juvlon verify` beside', 'authrig ms', 'other ms', 'ratio'], rows);
  } finally {
    server.close();
  }
}

/**
 * @param {number} rounds
 * @param {{origin: string, url: string}} server
 * @param {import('./measure.js').Environment} env
 */
async function besideOthers(rounds, { origin, url }, env) {
  /** @type {string[][]} */
  const rows = [];
  const mine = async () => (await timeToEnd([bin, ...verify], env)).ms;
  /**
   * @param {string} name
   * @param {string[]} args
   * @param {Parameters<typeof timeToEnd>[2]} [options]
   */
  const measure = async (name, args, options) => {
    const times = await compare(rounds, mine, async () => (await timeToEnd(args, env, options)).ms);
    rows.push([name, times.mine.toFixed(0), times.floor.toFixed(0), times.ratio.toFixed(2)]);
  };

  await measure('the barest script over built-in `fetch`', [join(root, 'test/bench/one-fetch.js')]);
  const version = spawnSync('http', ['--version'], { encoding: 'utf8' }).stdout?.trim();
  if (version === undefined) rows.push(['HTTPie, which is not installed', '', '', '']);
  else await measure(`HTTPie ${version}`, [...httpie, url, ...body], { program: 'http' });
  await eachRunner(join(root, 'test/bench/call'), 'call', origin, async (spec, runner) => {
    if (runner === undefined) rows.push([`\`${spec}\`, which could not be installed`, '', '', '']);
    else await measure(`\`${spec}\``, runner.args, { cwd: runner.cwd });
  });
  return rows;
}
