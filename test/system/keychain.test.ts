import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../helpers/sources.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const enabled = process.env['AUTHRIG_SYSTEM_TESTS'] === '1';
const key = 'jk_live_0123456789abcdef';

interface Session {
  /** Opens the keyring with its password, or leaves it locked. */
  readonly unlocked?: boolean;
  /** The program that would ask a person for the password. */
  readonly prompter?: string;
  /** Leaves the session bus out altogether. */
  readonly bus?: false;
}

/** A user with a home, a store and a keyring of their own. */
function user() {
  const home = temporaryFolder();
  for (const folder of ['.cache', '.local/share/keyrings', 'dbus-1/services'])
    mkdirSync(join(home, folder), { recursive: true });
  const store = join(home, 'store');
  const env = {
    PATH: process.env['PATH'],
    HOME: home,
    LANG: 'C.UTF-8',
    AUTHRIG_CONFIG_DIR: store,
    // The services of this system are not asked: a prompter that this test did not name must not be there.
    XDG_DATA_DIRS: home,
  };
  return {
    store,
    /** Runs a shell script in a session; `authrig` is the built binary beside its optional package. */
    run: (script: string, { unlocked = true, prompter = '/bin/false', bus }: Session = {}) => {
      const service = `[D-BUS Service]\nName=org.gnome.keyring.SystemPrompter\nExec=${prompter}\n`;
      writeFileSync(join(home, 'dbus-1/services/prompter.service'), service);
      const open = unlocked
        ? 'printf pw | gnome-keyring-daemon --unlock --components=secrets'
        : 'gnome-keyring-daemon --start --components=secrets';
      const authrig = `authrig() { "${process.execPath}" "${root}bin/authrig.js" "$@"; }`;
      const inside = [bus === false ? '' : `${open} >/dev/null 2>&1`, authrig, script].join('\n');
      const shell = ['bash', '-c', inside];
      const [file = '', ...args] = bus === false ? shell : ['dbus-run-session', '--', ...shell];
      const { status, stdout, stderr } = spawnSync(file, args, { env, encoding: 'utf8', timeout: 50_000 });
      return { status, stdout, stderr };
    },
  };
}

const setKey = `printf '%s\\n' ${key} | authrig config set jekimo.apiKey --store keychain`;

/** Needs gnome-keyring, dbus and libsecret-tools, and a build. */
describe.skipIf(!enabled)('a real Secret Service', () => {
  test('keeps a key, under its profile and its name, and nothing is in the file', () => {
    const { run, store } = user();
    const { status, stdout } = run(`${setKey} && secret-tool lookup username default/jekimo.apiKey &&
      echo && authrig config get jekimo.apiKey --field value && authrig config list`);
    expect(status).toBe(0);
    expect(stdout).toMatch(new RegExp(`^${key}\n${key}\n`));
    expect(stdout).toMatch(/jekimo\.apiKey\s+•••••• \(keychain\)/);
    expect(readFileSync(join(store, 'config.json'), 'utf8')).not.toContain(key);
  }, 60_000);

  test('S38: unset and profile delete leave nothing in it', () => {
    const { stdout, status } = user().run(`${setKey} && authrig profile create staging &&
      printf other-key-altogether | authrig config set jekimo.apiKey --store keychain --profile staging &&
      secret-tool search --all service "authrig $AUTHRIG_CONFIG_DIR" 2>&1 | grep -c "^secret = "
      authrig profile delete staging --yes && authrig config unset jekimo.apiKey &&
      secret-tool search --all service "authrig $AUTHRIG_CONFIG_DIR" 2>&1 | grep -c "^secret = "; true`);
    expect(status).toBe(0);
    expect(stdout.trim().split('\n')).toEqual(['2', '0']);
  }, 60_000);

  test('F55: an entry that somebody removed is told apart from a keychain that is not there', () => {
    const { status, stderr } = user().run(`${setKey} && secret-tool clear username default/jekimo.apiKey
      authrig config get jekimo.apiKey`);
    expect(stderr).toContain('the keychain has no such entry');
    expect(status).toBe(4);
  }, 60_000);

  test('F55: a locked one is told, and asked again it still holds the key', () => {
    const { run } = user();
    expect(run(setKey).status).toBe(0);
    const locked = run('authrig config get jekimo.apiKey', { unlocked: false });
    expect(locked.stderr).toContain('The keychain is locked');
    expect(locked.status).toBe(10);
    expect(run('authrig config get jekimo.apiKey --field value').stdout).toBe(`${key}\n`);
  }, 60_000);

  test('F55: one that waits for its password is given up after 2 s, and the process ends then', () => {
    const { run } = user();
    expect(run(setKey).status).toBe(0);
    const { stdout, stderr } = run('time authrig config get jekimo.apiKey; echo "exit $?"', {
      unlocked: false,
      prompter: '/bin/sleep 8',
    });
    expect(stderr).toContain('The keychain did not answer within 2 s.');
    expect(stdout).toBe('exit 10\n');
    const [, minutes, seconds] = /real\s+(\d+)m([\d.]+)s/.exec(stderr) ?? [];
    expect(Number(minutes) * 60 + Number(seconds)).toBeLessThan(6);
  }, 60_000);

  test('F55: without a session bus it says so, and stores nothing anywhere', () => {
    const { run, store } = user();
    const { status, stderr } = run(setKey, { bus: false });
    expect(stderr).toContain('There is no keychain in this session');
    expect(status).toBe(10);
    expect(existsSync(join(store, 'config.json'))).toBe(false);
  }, 60_000);
});
