import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { placeOf, shellInUse } from '../../../src/commands/completion/place.ts';
import { completionScript, shells } from '../../../src/completion/generate.ts';
import { authrig } from '../../helpers/rig.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

function install(home: string, ...words: string[]) {
  return authrig(['completion', 'install', ...words], { env: { HOME: home } });
}

describe('authrig completion SHELL', () => {
  test.each(shells)('%s: the script, without a store, a network or settings', async (shell) => {
    const env = { AUTHRIG_CONFIG_DIR: 'no/absolute/path', HOME: '' };
    const { exitCode, stdout, stderr } = await authrig(['completion', shell], { env });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toBe(await completionScript(shell));
  });
});

describe('authrig completion install', () => {
  const files = {
    bash: '.local/share/bash-completion/completions/authrig',
    zsh: '.local/share/zsh/site-functions/_authrig',
    fish: '.config/fish/completions/authrig.fish',
    powershell: '.config/powershell/authrig-completion.ps1',
  };

  test.each(shells)('%s: written once to its place, and nothing else in the home', async (shell) => {
    const home = temporaryFolder();
    const file = join(home, files[shell]);
    const first = await install(home, shell, '--json');
    expect(first.json().data).toMatchObject({ shell, file, written: true, undo: `rm '${file}'` });
    expect(readFileSync(file, 'utf8')).toBe(await completionScript(shell));
    expect(statSync(file).mode & 0o777).toBe(0o644);
    const { ino } = statSync(file);

    const second = await install(home, shell);
    expect(second).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('is up to date.') });
    expect(statSync(file).ino).toBe(ino);
    const written = readdirSync(home, { recursive: true, withFileTypes: true }).filter((each) =>
      each.isFile(),
    );
    expect(written.map((each) => join(each.parentPath, each.name))).toEqual([file]);
  });

  test('an older script of ours is replaced', async () => {
    const home = temporaryFolder();
    const file = join(home, files.bash);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, (await completionScript('bash')).replace('jekimo', 'gone'));
    expect((await install(home, 'bash')).stderr).toContain('is written. Start a new shell');
    expect(readFileSync(file, 'utf8')).toBe(await completionScript('bash'));
  });

  test("somebody else's file stays as it is", async () => {
    const home = temporaryFolder();
    const file = join(home, files.fish);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, 'complete -c authrig -a mine\n');
    const { exitCode, stderr } = await install(home, 'fish');
    expect(exitCode).toBe(10);
    expect(stderr).toContain('authrig did not write it');
    expect(readFileSync(file, 'utf8')).toBe('complete -c authrig -a mine\n');
  });

  test('--dry-run says where, and writes nothing', async () => {
    const home = temporaryFolder();
    const { stderr, exitCode } = await install(home, 'zsh', '--dry-run');
    expect(exitCode).toBe(0);
    expect(stderr).toContain(`${join(home, files.zsh)} would be written.`);
    expect(readdirSync(home)).toEqual([]);
  });

  test('zsh and PowerShell are told the line that their start-up file needs, and it is not edited', async () => {
    const home = temporaryFolder();
    writeFileSync(join(home, '.zshrc'), '# mine\n');
    const { stdout, stderr } = await install(home, 'zsh');
    expect(stderr).toContain(`fpath=('${join(home, '.local/share/zsh/site-functions')}' $fpath)`);
    expect(stderr).toContain('Put this line into ~/.zshrc, before compinit, unless it is there: ');
    expect(stdout).toMatch(/, and take the line out of ~\/\.zshrc$/m);
    expect(readFileSync(join(home, '.zshrc'), 'utf8')).toBe('# mine\n');
    expect((await install(home, 'powershell')).stderr).toContain(`. '${join(home, files.powershell)}'`);
  });

  test('a folder that takes no file is told in one sentence, with another way', async () => {
    const home = temporaryFolder();
    writeFileSync(join(home, '.config'), '');
    const { exitCode, stderr } = await install(home, 'fish');
    expect(exitCode).toBe(10);
    expect(stderr).toContain('authrig completion fish');
  });
});

describe('the shell in use', () => {
  const home = { HOME: '/home/ada' };

  test('is the login shell where the parent is none of the four; without either it has to be named', async () => {
    const named = (SHELL: string) => shellInUse({ env: { SHELL }, platform: 'darwin' });
    expect(
      ['/bin/bash', '/usr/bin/zsh', '/opt/fish', '/usr/bin/pwsh', '-zsh', '/bin/csh', ''].map(named),
    ).toEqual(['bash', 'zsh', 'fish', 'powershell', 'zsh', undefined, undefined]);
    expect(shellInUse({ env: {}, platform: 'win32' })).toBe('powershell');
    const { exitCode, stderr } = await authrig(['completion', 'install'], {
      env: { ...home, SHELL: '/bin/csh' },
    });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('authrig completion install bash|zsh|fish|powershell');
  });

  test('its folders may be named by the environment, absolute ones alone', () => {
    const at = (shell: (typeof shells)[number], env: Record<string, string>) =>
      placeOf(shell, { env: { ...home, ...env }, platform: 'linux' }).file;
    expect(at('bash', { XDG_DATA_HOME: '/data' })).toBe('/data/bash-completion/completions/authrig');
    expect(at('bash', { BASH_COMPLETION_USER_DIR: '/mine' })).toBe('/mine/completions/authrig');
    expect(at('fish', { XDG_CONFIG_HOME: '/etc/ada' })).toBe('/etc/ada/fish/completions/authrig.fish');
    expect(at('fish', { XDG_CONFIG_HOME: 'ada' })).toBe('/home/ada/.config/fish/completions/authrig.fish');
    expect(() => at('fish', { HOME: '' })).toThrow('HOME is not set');
  });
});
