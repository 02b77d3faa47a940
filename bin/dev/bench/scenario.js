// The same five calls as a scenario of authrig and as a file of three other runners, all of them against one sandbox in one
// run: how long each takes from start to end, and how much it installs.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../prepare.js';
import { compare, printTable, serve, timeToEnd } from './measure.js';

const bin = join(root, 'bin/authrig.js');
const flows = join(root, 'test/bench/scenario');
/** @typedef {import('./measure.js').Environment} Environment */

/**
 * Each is started in the folder of its file; to bruno that folder is the collection.
 * @type {{spec: string, cwd: string, args: (modules: string, url: string) => string[]}[]}
 */
const others = [
  {
    spec: 'newman@6.2.2',
    cwd: flows,
    args: (modules, url) => [
      join(modules, 'newman/bin/newman.js'),
      'run',
      'flow.postman_collection.json',
      '--env-var',
      `url=${url}`,
    ],
  },
  {
    spec: 'httpyac@6.16.7',
    cwd: flows,
    args: (modules, url) => [
      join(modules, 'httpyac/bin/httpyac.js'),
      'send',
      'flow.http',
      '--all',
      '--var',
      `url=${url}`,
    ],
  },
  {
    spec: '@usebruno/cli@4.1.0',
    cwd: join(flows, 'bruno'),
    args: (modules, url) => [
      join(modules, '@usebruno/cli/bin/bru.js'),
      'run',
      '--env',
      'bench',
      '--env-var',
      `url=${url}`,
    ],
  },
];

/**
 * @param {number} rounds
 * @param {Environment} env
 */
export async function benchScenario(rounds, env) {
  const sandbox = await serve([bin, 'sandbox', 'start'], env);
  const folder = mkdtempSync(join(tmpdir(), 'authrig-runners-'));
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
  try {
    const size = packageBytes(folder);
    const rows = [];
    for (const { spec, cwd, args } of others) {
      const home = join(folder, spec.replaceAll(/[^a-z]/g, ''));
      console.log(`Installing ${spec} into a temporary folder…`);
      install(spec, home);
      const modules = join(home, 'node_modules');
      const command = args(modules, url);
      if (!existsSync(command[0] ?? '')) {
        rows.push([`\`${spec}\`, which could not be installed`, '', '', '', '', '']);
        continue;
      }
      const there = async () => (await timeToEnd(command, live, { cwd })).ms;
      const times = await compare(Math.min(rounds, 11), mine, there);
      const theirs = bytesOf(modules);
      rows.push([
        `\`${spec}\``,
        times.mine.toFixed(0),
        times.floor.toFixed(0),
        times.ratio.toFixed(2),
        megabytes(size),
        megabytes(theirs),
      ]);
      rmSync(home, { recursive: true, force: true });
    }
    console.log();
    printTable(
      ['five calls as a scenario', 'authrig ms', 'other ms', 'ratio', 'authrig MB', 'other MB'],
      rows,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await sandbox.stop();
  }
}

/**
 * @param {string} spec
 * @param {string} home
 */
function install(spec, home) {
  const npm = ['install', '--prefix', home, '--no-audit', '--no-fund', '--loglevel=error', spec];
  spawnSync('npm', npm, { stdio: 'inherit', shell: process.platform === 'win32' });
}

/**
 * The bytes of what our package installs, which has no dependencies.
 * @param {string} folder
 */
function packageBytes(folder) {
  const home = join(folder, 'authrig');
  for (const part of ['bin/authrig.js', 'dist', 'package.json', 'README.md', 'LICENSE'])
    cpSync(join(root, part), join(home, part), { recursive: true });
  return bytesOf(home);
}

/** @param {string} folder */
function bytesOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

/** @param {number} bytes */
const megabytes = (bytes) => (bytes / 1e6).toFixed(1);
