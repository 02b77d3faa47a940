// What others run requests with, each installed into a folder of its own for the bench alone.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * How one runs `NAME.postman_collection.json` or the like in this folder, with `{{url}}` set; to bruno a folder is the
 * collection.
 * @type {readonly {spec: string, bin: string, cwd: (folder: string) => string, args: (name: string, url: string) => string[]}[]}
 */
const runners = [
  {
    spec: 'newman@6.2.2',
    bin: 'newman/bin/newman.js',
    cwd: (folder) => folder,
    args: (name, url) => ['run', `${name}.postman_collection.json`, '--env-var', `url=${url}`],
  },
  {
    spec: 'httpyac@6.16.7',
    bin: 'httpyac/bin/httpyac.js',
    cwd: (folder) => folder,
    args: (name, url) => ['send', `${name}.http`, '--all', '--var', `url=${url}`],
  },
  {
    spec: '@usebruno/cli@4.1.0',
    bin: '@usebruno/cli/bin/bru.js',
    cwd: (folder) => join(folder, 'bruno'),
    args: (_name, url) => ['run', '--env', 'bench', '--env-var', `url=${url}`],
  },
];

/**
 * Installs one runner after the other and hands each over as a command line of Node, or undefined where it can't be had.
 * @param {string} folder where its files are
 * @param {string} name what they are called
 * @param {string} url
 * @param {(spec: string, runner: {args: string[], cwd: string, modules: string} | undefined) => Promise<void>} use
 */
export async function eachRunner(folder, name, url, use) {
  const homes = mkdtempSync(join(tmpdir(), 'authrig-runners-'));
  try {
    for (const { spec, bin, cwd, args } of runners) {
      const home = join(homes, spec.replaceAll(/[^a-z]/g, ''));
      console.log(`Installing ${spec} into a temporary folder…`);
      const npm = ['install', '--prefix', home, '--no-audit', '--no-fund', '--loglevel=error', spec];
      spawnSync('npm', npm, { stdio: 'inherit', shell: process.platform === 'win32' });
      const modules = join(home, 'node_modules');
      const file = join(modules, bin);
      const runner = existsSync(file)
        ? { args: [file, ...args(name, url)], cwd: cwd(folder), modules }
        : undefined;
      await use(spec, runner);
      rmSync(home, { recursive: true, force: true });
    }
  } finally {
    rmSync(homes, { recursive: true, force: true });
  }
}

/** @param {string} folder */
export function bytesOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}
