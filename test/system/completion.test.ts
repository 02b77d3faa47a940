import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { scriptFiles } from '../../bin/dev/generate.js';
import { openShell } from '../helpers/interactive-shell.ts';
import { root } from '../helpers/sources.ts';
import { startedSandbox } from '../helpers/started-sandbox.ts';

const enabled = process.env['AUTHRIG_SYSTEM_TESTS'] === '1';
/** One scenario beside a file that is none. */
const scenarios = mkdtempSync(join(tmpdir(), 'authrig-scenarios-'));
for (const name of ['one.yaml', 'two.txt']) writeFileSync(join(scenarios, name), '');
afterAll(() => rmSync(scenarios, { recursive: true }));

const shells = ['bash', 'bash without bash-completion', 'zsh', 'fish'] as const;

describe.skipIf(!enabled)('completion in real shells', { timeout: 120_000 }, () => {
  test.each(shells)('%s: commands, options, values, settings, files', async (name) => {
    await using shell = await openShell(name);
    // One way to go is typed for the user.
    await shell.after('authrig jek', ['Tab'], /> authrig jekimo$/m);
    await shell.after('authrig jekimo req', ['Tab'], /> authrig jekimo request/m);
    await shell.after('authrig jekimo login --min', ['Tab'], /> authrig jekimo login --min-age/m);
    await shell.after('authrig jekimo login --qr asc', ['Tab'], /--qr ascii/m);
    await shell.after('authrig jekimo login --qr=asc', ['Tab'], /--qr=ascii/m);
    await shell.after('authrig --color=alw', ['Tab'], /--color=always/m);
    await shell.after('authrig config get jekimo.b', ['Tab'], /config get jekimo\.baseUrl/m);
    await shell.after('authrig --color never config get ver', ['Tab'], /config get verifik\./m);
    await shell.after('authrig juvlon verify --otp-from pro', ['Tab'], /--otp-from prompt/m);
    await shell.after('authrig juvlon verify --field trans', ['Tab'], /--field transactionId/m);
    await shell.after('authrig sandbox fault --provider eli', ['Tab'], /--provider elixir/m);
    await shell.after('authrig report merge x.json --report jun', ['Tab'], /--report junit=/m);
    await shell.after('authrig help exit', ['Tab'], /help exit-codes/m);
    await shell.after('authrig completion install fi', ['Tab'], /install fish/m);
    await shell.after('authrig run --example juv', ['Tab'], /--example juvlon/m);
    await shell.after('authrig sandbox fault reset --operation phoneC', ['Tab'], /--operation phoneConfirm/m);
    await shell.after('authrig sandbox start --set jekimo.expiredToken=K', ['Tab'], /expiredToken=KO/m);
    await shell.after(`authrig run ${scenarios}/`, ['Tab'], /\/one\.yaml/m);
    // Files behind a source and behind a kind of report.
    await shell.after('authrig totp code --secret-from file:/etc/hostn', ['Tab'], /file:\/etc\/hostname/m);
    await shell.after('authrig report merge --report json=/etc/hostn', ['Tab'], /json=\/etc\/hostname/m);
    await shell.after('authrig config import /etc/hostn', ['Tab'], /import \/etc\/hostname/m);
    // Several ways are listed.
    const below = await shell.after('authrig jekimo ', ['Tab', 'Tab'], /login[^]*wait/);
    for (const verb of ['login', 'request', 'check', 'wait']) expect(below).toContain(verb);
    const kinds = await shell.after('authrig sandbox fault ', ['Tab', 'Tab'], /slow-close/);
    expect(kinds).toContain('rate-limit');
  });

  test.each(shells)('%s: profiles, challenges and sign-ins of this machine', async (name) => {
    const sandbox = await startedSandbox();
    await using shell = await openShell(name, sandbox.env);
    shell.authrig('profile', 'create', 'staging');
    shell.authrig('elixir', 'send', '--email', 'you@example.com');
    const [challenge = ''] = shell.authrig('__complete', 'challenges', 'elixir').split('\t');
    const token = shell.authrig('jekimo', 'request', '--field', 'token').trim();

    await shell.after('authrig profile use sta', ['Tab'], /profile use staging/m);
    await shell.after('authrig config list --profile sta', ['Tab'], /--profile staging/m);
    await shell.after('authrig elixir verify --challenge ', ['Tab'], new RegExp(`--challenge ${challenge}`));
    await shell.after('authrig sandbox approve ', ['Tab'], new RegExp(`approve ${token}`));
    await shell.after('authrig sandbox otp --to you', ['Tab'], /--to you@example\.com/m);
  });
});

describe.skipIf(!enabled)('the scripts that are published', () => {
  test.each([
    ['bash', scriptFiles.bash],
    ['zsh', scriptFiles.zsh],
    ['fish', scriptFiles.fish],
  ])('%s parses %s', (shell, file) => {
    const { status, stderr } = spawnSync(shell, ['-n', join(root, file)], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});
