// The same five calls as a scenario of authrig and as a file of three other runners, all of them against one sandbox in one
// run: how long each takes from start to end, and how much it installs.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../prepare.js';
import { compare, printTable, serve, timeToEnd } from './measure.js';
import { bytesOf, eachRunner } from './runners.js';

const bin = join(root, 'bin/authrig.js');
const flows = join(root, 'test/bench/scenario');

/**
 * @param {number} rounds
 * @param {import('./measure.js').Environment} env
 */
export async function benchScenario(rounds, env) {
  const sandbox = await serve([bin, 'sandbox', 'start'], env);
  const { url } = sandbox;
  // What `sandbox exec` would set: each runner has to find the same server.
  const live = {
    ...env,
    AUTHRIG_SANDBOX_URL: url,
    AUTHRIG_JEKIMO_BASE_URL: `${url}/jekimo/app.php`,
    AUTHRIG_JEKIMO_API_KEY: 'sandbox-jekimo-key',
    AUTHRIG_VERIFIK_BASE_URL: `${url}/verifik`,
    AUTHRIG_VERIFIK_COUNTRY_CODE: '+1',
    AUTHRIG_VERIFIK_PHONE: '1234566663',
  };
  const mine = async () => (await timeToEnd([bin, 'run', join(flows, 'flow.yaml')], live)).ms;
  /** @type {string[][]} */
  const rows = [];
  const size = packageBytes();
  try {
    await eachRunner(flows, 'flow', url, async (spec, runner) => {
      if (runner === undefined) {
        rows.push([`\`${spec}\`, which could not be installed`, '', '', '', '', '']);
        return;
      }
      const { args, cwd, modules } = runner;
      const there = async () => (await timeToEnd(args, live, { cwd })).ms;
      const times = await compare(Math.min(rounds, 11), mine, there);
      rows.push([
        `\`${spec}\``,
        times.mine.toFixed(0),
        times.floor.toFixed(0),
        times.ratio.toFixed(2),
        megabytes(size),
        megabytes(bytesOf(modules)),
      ]);
    });
    console.log();
    printTable(
      ['five calls as a scenario', 'authrig ms', 'other ms', 'ratio', 'authrig MB', 'other MB'],
      rows,
    );
  } finally {
    await sandbox.stop();
  }
}

/** The bytes of what our package installs where the optional keychain is left out. */
function packageBytes() {
  const home = mkdtempSync(join(tmpdir(), 'authrig-package-'));
  try {
    for (const part of ['bin/authrig.js', 'dist', 'completions', 'package.json', 'README.md', 'LICENSE'])
      cpSync(join(root, part), join(home, part), { recursive: true });
    return bytesOf(home);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** @param {number} bytes */
const megabytes = (bytes) => (bytes / 1e6).toFixed(1);
