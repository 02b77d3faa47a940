// Makes one file of authrig and Node, for machines without Node: `npm run single-file -- [--node NODE] [FILE]`. Node puts the
// files of `dist` behind its own program, and shows them to it as a file system, so that a command loads only what it runs
// there as well. https://nodejs.org/api/single-executable-applications.html
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { buildIfStale, installDependencies, root } from './prepare.js';

/** The first whose single files have a file system. */
const [neededMajor, neededMinor] = /** @type {const} */ ([26, 9]);
const entry =
  "import { main } from './dist/main.js';\n\nprocess.exitCode = await main(process, [process.execPath]);\n";
const usualName = `authrig-${process.platform}-${process.arch}${process.platform === 'win32' ? '.exe' : ''}`;

/** Ends with the sentence that an expected trouble is worth. */
class Trouble extends Error {}

/** @param {string} node */
function isNewEnough(node) {
  const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  const [, major, minor] = /^v(\d+)\.(\d+)/.exec(stdout ?? '') ?? [];
  return Number(major) > neededMajor || (Number(major) === neededMajor && Number(minor) >= neededMinor);
}

/**
 * The Node that the file is made of: this one where it can, and else one from npm.
 * @param {string} folder where one from npm is put
 */
function findNode(folder) {
  if (isNewEnough(process.execPath)) return process.execPath;
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  console.error(`Fetching Node ${neededMajor} from npm (${name})…`);
  const npm = [
    'install',
    '--prefix',
    folder,
    '--no-audit',
    '--no-fund',
    '--ignore-scripts',
    '--loglevel=error',
  ];
  const { status } = spawnSync('npm', [...npm, `${name}@${neededMajor}`], {
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0)
    throw new Trouble(`npm could not fetch ${name}. Name a Node ${neededMajor} that is here: --node PATH`);
  return join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

/** What must come with every copy: our own licence, those of the packages, and those of Node. */
function licencesOf(/** @type {string} */ node) {
  const program = realpathSync(node);
  const theirs = [dirname(program), dirname(dirname(program))]
    .map((folder) => join(folder, 'LICENSE'))
    .find(existsSync);
  if (theirs === undefined)
    throw new Trouble(`There is no LICENSE beside ${node}; a copy of Node must come with it.`);
  const files = [join(root, 'LICENSE'), join(root, 'dist/THIRD-PARTY-NOTICES.txt'), theirs];
  return files.map((file) => readFileSync(file, 'utf8').trim()).join(`\n\n${'='.repeat(80)}\n\n`);
}

/** Everything of `dist` but the library: nobody imports it from here. */
function assets() {
  const dist = join(root, 'dist');
  const files = readdirSync(dist, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  const paths = files.map((file) => join(file.parentPath, file.name));
  return Object.fromEntries(
    [join(root, 'package.json'), ...paths.filter((path) => !path.startsWith(join(dist, 'library')))].map(
      (path) => [relative(root, path).replaceAll('\\', '/'), path],
    ),
  );
}

/**
 * Makes the file, and beside it one with the licences that must come with it.
 * @param {string} file
 * @param {string} [given] the Node to make it of
 */
export async function makeSingleFile(file, given) {
  const folder = mkdtempSync(join(tmpdir(), 'authrig-single-'));
  try {
    const node = given ?? findNode(folder);
    if (!isNewEnough(node))
      throw new Trouble(
        `A single file takes Node ${neededMajor}.${neededMinor} or newer, and ${node} is none; name one with --node.`,
      );
    await buildIfStale();
    writeFileSync(`${file}.licences.txt`, `${licencesOf(node)}\n`);
    const main = join(folder, 'authrig.mjs');
    writeFileSync(main, entry);
    const config = join(folder, 'sea.json');
    writeFileSync(
      config,
      JSON.stringify({
        main,
        mainFormat: 'module',
        output: file,
        useVfs: true,
        assets: assets(),
        disableExperimentalSEAWarning: true,
        // What NODE_OPTIONS asks of other programs is not for one that nobody knows as Node.
        execArgvExtension: 'none',
      }),
    );
    run(node, ['--build-sea', config]);
    // The system there starts nothing unsigned; a signature of nobody's is enough on the same machine.
    if (process.platform === 'darwin') run('codesign', ['--force', '--sign', '-', file]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 */
function run(command, args) {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Trouble(`${command} failed: ${error?.message ?? `it ended with ${status}`}.`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  installDependencies();
  const { values, positionals } = parseArgs({
    options: { node: { type: 'string' } },
    allowPositionals: true,
  });
  const file = resolve(positionals[0] ?? usualName);
  try {
    await makeSingleFile(file, values.node && resolve(values.node));
    console.log(file);
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
