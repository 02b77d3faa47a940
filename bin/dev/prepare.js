// What `npm start` and `npm test` need on a fresh clone: the dependencies that the lock file names.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

const lockHash = () =>
  createHash('sha256')
    .update(readFileSync(`${root}package-lock.json`))
    .digest('hex');
const mark = `${root}node_modules/.authrig-lock`;

/** Installs the dependencies where they are missing or older than the lock file. */
export function installDependencies() {
  const hash = lockHash();
  if (existsSync(mark) && readFileSync(mark, 'utf8') === hash) return;
  process.stderr.write('Installing the development dependencies, once…\n');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], 2);
  writeFileSync(mark, hash);
}

/** Builds `dist` where a source file is newer than it. */
export async function buildIfStale() {
  const built = `${root}dist/main.js`;
  if (existsSync(built) && !(await sourceTimes()).some((time) => time > statSync(built).mtimeMs)) return;
  const { build } = await import('./build.js');
  await build();
}

const ofTheBuild = ['package.json', 'package-lock.json', 'tsconfig.json'].concat(
  ['build', 'notices', 'plugins'].map((name) => `bin/dev/${name}.js`),
);

/** When each file was written that decides what the build makes. */
async function sourceTimes() {
  const { readdirSync } = await import('node:fs');
  const files = readdirSync(`${root}src`, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const paths = files.map((entry) => `${entry.parentPath}/${entry.name}`);
  return [...paths, ...ofTheBuild.map((name) => root + name)].map((path) => statSync(path).mtimeMs);
}

/**
 * Runs a command with this terminal's streams, and ends this process where it fails.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {'inherit' | 2} out where its stdout goes: 2 is stderr
 */
export function run(command, args, out = 'inherit') {
  const { status, signal } = spawnSync(command, args, {
    cwd: root,
    stdio: ['inherit', out, 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(status ?? (signal === 'SIGINT' ? 130 : 1));
}
