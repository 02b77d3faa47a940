import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { otherNode } from '../helpers/nodes.ts';
import { root } from '../helpers/sources.ts';

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

const others = (['n20', 'n22', 'n24', 'n26'] as const).map(otherNode);
const nodes = [...new Set([process.execPath, ...others])]
  .filter((node) => node !== undefined)
  .map((node) => [execFileSync(node, ['--version'], { encoding: 'utf8' }).trim(), node] as const);

/** These need npm and its registry, root for file systems and networks of their own, and strace. */
describe.skipIf(process.env['AUTHRIG_SYSTEM_TESTS'] !== '1')('the package', () => {
  let folder = '';
  let tarball = '';
  let prefix = '';
  let installed = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'authrig-package-'));
    npm(['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], root);
    tarball = join(folder, `authrig-${version}.tgz`);
    prefix = join(folder, 'global');
    npm(['install', '--global', '--prefix', prefix, tarball]);
    installed = join(prefix, 'lib/node_modules/authrig');
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }), 120_000);

  function npm(args: readonly string[], cwd = folder): void {
    const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--no-update-notifier', '--prefer-offline'];
    execFileSync('npm', [...args, ...quiet], { cwd, env: environment(), timeout: 60_000 });
  }

  /** The home, the store and the temporary folder are each new; npm keeps what it fetches. */
  function environment(): Record<string, string> {
    const own = mkdtempSync(join(folder, 'home-'));
    const { PATH = '', HOME = '' } = process.env;
    return {
      PATH,
      HOME: own,
      TMPDIR: own,
      npm_config_cache: join(HOME, '.npm'),
      LANG: 'C.UTF-8',
      CI: 'true',
    };
  }

  function run(command: readonly string[], { cwd = folder, env = environment() } = {}) {
    const [file = '', ...args] = command;
    const { status, stdout, stderr, error } = spawnSync(file, args, {
      cwd,
      env,
      encoding: 'utf8',
      timeout: 60_000,
    });
    if (error !== undefined) throw error;
    return { exitCode: status, stdout, stderr };
  }

  const login = ['jekimo', 'login', '--sandbox', '--interval', '100ms', '--field', 'status'];

  test('S35: packs to the same bytes twice, built anew and elsewhere', { timeout: 120_000 }, () => {
    const before = readFileSync(tarball);
    const elsewhere = join(folder, 'else where');
    mkdirSync(elsewhere);
    const needed = ['LICENSE', 'README.md', 'bin', 'completions', 'package.json', 'src', 'tsconfig.json'];
    for (const name of needed.filter((each) => existsSync(join(root, each)))) {
      cpSync(join(root, name), join(elsewhere, name), { recursive: true });
    }
    // Through a link to the folder the bundler would see other paths than a clone has.
    execFileSync('cp', ['--archive', '--link', join(root, 'node_modules'), elsewhere]);
    npm(['pack', '--silent', '--pack-destination', folder], elsewhere);
    expect(readFileSync(tarball).equals(before)).toBe(true);
  });

  test('S34: without the keychain it is one package of at most 5 MB', { timeout: 60_000 }, () => {
    const project = mkdtempSync(join(folder, 'project-'));
    npm(['install', '--prefix', project, '--omit=optional', tarball]);
    const modules = join(project, 'node_modules');
    const files = readdirSync(modules, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    const packages = files.filter(({ name }) => name === 'package.json');
    expect(packages.map(({ parentPath }) => parentPath)).toEqual([join(modules, 'authrig')]);
    const sizes = files.map((entry) => statSync(join(entry.parentPath, entry.name)).size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(5_000_000);
    expect(run([join(modules, '.bin/authrig'), '--version']).stdout).toBe(`${version}\n`);
  });

  test('S34: with it, it is at most ten packages, and none runs a script when it is installed', () => {
    const manifests = readdirSync(installed, { recursive: true, encoding: 'utf8' })
      .filter((path) => /^(?:node_modules\/(?:@[^/]+\/)?[^/]+\/)*package\.json$/.test(path))
      .map((path) => JSON.parse(readFileSync(join(installed, path), 'utf8')) as { scripts?: object });
    expect(manifests.length).toBeGreaterThan(1);
    expect(manifests.length).toBeLessThanOrEqual(10);
    const hooks = manifests.flatMap(({ scripts = {} }) => Object.keys(scripts));
    expect(hooks.filter((name) => /^(?:pre|post)?install$/.test(name))).toEqual([]);
  });

  test('runs by its name after a global installation, and by npx without one', { timeout: 60_000 }, () => {
    expect(run([join(prefix, 'bin/authrig'), ...login])).toMatchObject({ exitCode: 0, stdout: 'OK\n' });
    const empty = mkdtempSync(join(folder, 'empty-'));
    const npx = ['npx', '--yes', '--loglevel=error', '--package', tarball, '--', 'authrig'];
    expect(run([...npx, '--version'], { cwd: empty })).toMatchObject({ exitCode: 0, stdout: `${version}\n` });
    expect(run([...npx, 'verzion'], { cwd: empty }).exitCode).toBe(2);
    expect(readdirSync(empty)).toEqual([]);
  });

  test('brings its man page to where `man authrig` looks, which is beside the folder of its name', () => {
    const page = readFileSync(join(prefix, 'share/man/man1/authrig.1'), 'utf8');
    expect(page).toBe(readFileSync(join(installed, 'completions/authrig.1'), 'utf8'));
  });

  test.each(nodes)('runs on Node %s, and so does its library', (_version, node) => {
    const bin = join(installed, 'bin/authrig.js');
    expect(run([node, bin, '--version'])).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
    expect(run([node, bin, ...login])).toMatchObject({ exitCode: 0, stdout: 'OK\n' });
    const project = mkdtempSync(join(folder, 'project-'));
    mkdirSync(join(project, 'node_modules'));
    symlinkSync(installed, join(project, 'node_modules/authrig'), 'junction');
    writeFileSync(
      join(project, 'a.mjs'),
      `import { startSandbox } from 'authrig/sandbox';
       const sandbox = await startSandbox();
       console.log(new URL(sandbox.url).hostname);
       await sandbox.close();`,
    );
    expect(run([node, 'a.mjs'], { cwd: project })).toEqual({
      exitCode: 0,
      stdout: '127.0.0.1\n',
      stderr: '',
    });
  });

  test.skipIf(otherNode('n18') === undefined)('F67: says in one sentence what it needs on Node 18', () => {
    const { exitCode, stdout, stderr } = run([
      otherNode('n18') ?? '',
      join(installed, 'bin/authrig.js'),
      ...login,
    ]);
    expect([exitCode, stdout]).toEqual([10, '']);
    expect(stderr).toMatch(/^authrig needs Node 20\.19 or newer; this is Node 18\.\S+\.\n$/);
  });

  /** A command with a network of its own that has nothing but loopback, and where nothing but one folder can be written. */
  function shutIn(writable: string, command: readonly string[]): string[] {
    const prepare = [
      'ip link set lo up',
      'mount -t tmpfs tmpfs "$1"',
      'mount -o remount,ro,bind /',
      '! touch "$2" 2>/dev/null',
      'shift 2',
      'exec "$@"',
    ].join(' && ');
    return [
      'unshare',
      '--net',
      '--mount',
      'sh',
      '-c',
      prepare,
      'sh',
      writable,
      join(installed, 'x'),
      ...command,
    ];
  }

  test('S33: works offline, on a read-only file system, and asks no name server', () => {
    const home = mkdtempSync(join(folder, 'home-'));
    const trace = join(home, 'trace');
    const env = { ...environment(), HOME: home, TMPDIR: home, SECRET: 'JBSWY3DPEHPK3PXP' };
    const bin = join(prefix, 'bin/authrig');
    const calls = 'trace=connect,sendto,sendmsg,sendmmsg';
    const local = [
      ['--version'],
      ['config', 'set', 'jekimo.baseUrl', 'https://jekimo.example'],
      ['config', 'list'],
      ['totp', 'code', '--secret-from', 'env:SECRET'],
    ];
    for (const argv of [login, ['verifik', 'phone', '--sandbox'], ...local]) {
      const traced = ['strace', '-f', '-qq', '-e', calls, '-o', trace, bin, ...argv];
      const watched = ['sh', '-c', '"$@"; code=$?; grep -E "AF_INET" "$0" >&2; exit $code', trace, ...traced];
      const { exitCode, stdout, stderr } = run(shutIn(home, watched), { env });
      expect([argv, exitCode], stderr).toEqual([argv, 0]);
      expect(stdout === '').toBe(argv.includes('set'));
      const called = stderr.split('\n').filter((line) => line.includes('AF_INET'));
      expect(
        called.filter((line) => !line.includes('inet_addr("127.0.0.1")')),
        argv.join(' '),
      ).toEqual([]);
      // The sandbox is called over the same calls, so that they are seen.
      expect(called.length > 0, argv.join(' ')).toBe(argv.includes('--sandbox'));
    }
  });

  test('keeps what it is told where it may, and only there', () => {
    const home = mkdtempSync(join(folder, 'home-'));
    const env = { ...environment(), HOME: home };
    const bin = join(prefix, 'bin/authrig');
    const steps = `"$0" config set verifik.countryCode +44 && "$0" config get verifik.countryCode --field value`;
    expect(run(shutIn(home, ['sh', '-c', steps, bin]), { env })).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/\+44\n$/),
    });
    const nowhere = { ...env, AUTHRIG_CONFIG_DIR: join(folder, 'read-only') };
    const { exitCode, stderr } = run(shutIn(home, [bin, 'config', 'set', 'verifik.countryCode', '+44']), {
      env: nowhere,
    });
    expect([exitCode, stderr]).toEqual([10, expect.stringContaining('read-only')]);
  });
});
