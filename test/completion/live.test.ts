import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { suggestions } from '../../src/completion/live.ts';
import { providers } from '../../src/providers/index.ts';
import { fakeClock } from '../helpers/fake-clock.ts';
import { authrig } from '../helpers/rig.ts';
import { commandLineAt } from '../helpers/sandbox-cli.ts';
import { post, runSandbox } from '../helpers/sandbox.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

/** What a shell gets for these words on a machine with this environment. */
function asked(env: Readonly<Record<string, string>>, ...words: string[]): Promise<string> {
  return suggestions({ env, platform: 'linux', clock: fakeClock() }, words);
}

describe('profiles', () => {
  test('without a store there is the one that always exists, and no folder is made', async () => {
    const folder = join(temporaryFolder(), 'none');
    expect(await asked({ AUTHRIG_CONFIG_DIR: folder }, 'profiles')).toBe('default\tcurrent\n');
    expect(statSync(folder, { throwIfNoEntry: false })).toBeUndefined();
  });

  test('all of them, the current one told', async () => {
    const env = { AUTHRIG_CONFIG_DIR: temporaryFolder() };
    for (const name of ['staging', 'acme']) await authrig(['profile', 'create', name], { env });
    await authrig(['profile', 'use', 'staging'], { env });
    expect(await asked(env, 'profiles')).toBe('default\tprofile\nacme\tprofile\nstaging\tcurrent\n');
  });

  test('a store that is damaged, open to others or a FIFO is neither repaired nor waited for', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'config.json');
    writeFileSync(file, '{"schemaVersion":1,"profile":"d');
    chmodSync(file, 0o644);
    expect(await asked({ AUTHRIG_CONFIG_DIR: folder }, 'profiles')).toBe('default\tcurrent\n');
    expect(readdirSync(folder)).toEqual(['config.json']);
    expect(statSync(file).mode & 0o777).toBe(0o644);

    const other = temporaryFolder();
    execFileSync('mkfifo', [join(other, 'config.json')]);
    expect(await asked({ AUTHRIG_CONFIG_DIR: other }, 'profiles')).toBe('default\tcurrent\n');
  });

  test('a relative AUTHRIG_CONFIG_DIR is left for the command to refuse', async () => {
    expect(await asked({ AUTHRIG_CONFIG_DIR: 'here' }, 'profiles')).toBe('default\tcurrent\n');
  });
});

describe('challenges', () => {
  test('those of the provider on the line and of the profile, masked, and none that is over', async () => {
    const folder = temporaryFolder();
    const keep = (profile: string, id: string, more: object) => {
      const place = join(folder, 'sessions', profile, 'challenges');
      mkdirSync(place, { recursive: true });
      const value = { id, provider: 'elixir', recipient: 'y…@example.com', expiresAt: null, ...more };
      writeFileSync(join(place, `${id}.json`), JSON.stringify({ schemaVersion: 1, storedAt: 1, value }));
    };
    const now = fakeClock().now();
    keep('default', 'aaaa', {});
    keep('default', 'bbbb', { provider: 'verifik' });
    keep('default', 'cccc', { expiresAt: now });
    keep('default', 'dddd', { expiresAt: now + 1 });
    keep('staging', 'eeee', {});
    writeFileSync(join(folder, 'sessions/default/challenges/ffff.json'), 'broken');
    const env = { AUTHRIG_CONFIG_DIR: folder };

    const line = ['challenges', 'elixir', 'verify', '--challenge'];
    expect(await asked(env, ...line)).toBe('aaaa\tsent to y @example.com\ndddd\tsent to y @example.com\n');
    expect(await asked(env, 'challenges', 'verifik', 'confirm')).toMatch(/^bbbb\t.*\n$/);
    for (const words of [['--profile', 'staging'], ['--profile=staging']])
      expect(await asked(env, ...line, ...words)).toMatch(/^eeee\t.*\n$/);
    expect(await asked({ ...env, AUTHRIG_PROFILE: 'staging' }, ...line)).toMatch(/^eeee\t.*\n$/);
    expect(await asked(env, ...line, '--profile', '../../etc')).toBe('');
  });
});

describe('what a sandbox that runs has', () => {
  test('sign-ins that wait, recipients and faults', async () => {
    await using sandbox = await everySandbox();
    const env = { AUTHRIG_CONFIG_DIR: temporaryFolder(), AUTHRIG_SANDBOX_URL: sandbox.origin };
    const { run } = commandLineAt(sandbox);
    const token = (await run(['jekimo', 'request', '--field', 'token'])).stdout.trim();
    const other = (await run(['jekimo', 'request', '--field', 'token'])).stdout.trim();
    await post(`${sandbox.origin}/__sandbox/sessions/${other}`, { decision: 'deny' });
    await run(['elixir', 'send', '--email', 'you@example.com']);
    await run(['elixir', 'send', '--email', 'you@example.com']);
    await post(`${sandbox.origin}/__sandbox/faults`, { kind: 'reset', provider: 'verifik' });

    expect(await asked(env, 'sign-ins')).toBe(`${token}\tjekimo\n`);
    expect(await asked(env, 'recipients')).toBe('you@example.com\telixir\nOJUWLB\tjuvlon\n');
    expect(await asked(env, 'faults')).toBe('1\treset verifik\n');
    expect(await asked({}, 'faults', '--url', `${sandbox.origin}/`)).toBe('1\treset verifik\n');
  });

  test('nobody but a server on this machine is asked, and one that is gone is passed over', async () => {
    await using sandbox = await everySandbox();
    await post(`${sandbox.origin}/__sandbox/faults`, { kind: 'reset' });
    const folder = temporaryFolder();
    const place = join(folder, 'sessions/default/sandboxes');
    mkdirSync(place, { recursive: true });
    const origins = [sandbox.origin, 'http://127.0.0.1:1', 'http://192.0.2.1:80', 'https://example.com'];
    for (const [storedAt, origin] of origins.entries())
      writeFileSync(join(place, `${storedAt}.json`), JSON.stringify({ storedAt, value: { origin } }));
    expect(await asked({ AUTHRIG_CONFIG_DIR: folder }, 'faults')).toBe('1\treset\n');
    expect(await asked({ AUTHRIG_SANDBOX_URL: 'http://192.0.2.1' }, 'faults')).toBe('');
    expect(await asked({ AUTHRIG_SANDBOX_URL: 'nonsense' }, 'faults')).toBe('');
  });

  test.each([
    ['no JSON', 'hello'],
    ['another shape', '{"faults":{"a":1}}'],
    ['ids that a shell could trip over', '{"faults":[{"id":"$(reboot)"},{"id":"a b"},{"id":7},null]}'],
  ])('a server that answers with %s: nothing', async (_name, body) => {
    const server = createServer((_request, response) => response.end(body));
    await listening(server);
    const { port } = server.address() as AddressInfo;
    try {
      expect(await asked({ AUTHRIG_SANDBOX_URL: `http://127.0.0.1:${port}` }, 'faults')).toBe('');
    } finally {
      server.close();
    }
  });
});

test('a kind that there is not: nothing', async () => {
  expect(await asked({}, 'secrets')).toBe('');
  expect(await asked({})).toBe('');
});

/** All providers on loopback, until the end of the test. */
async function everySandbox() {
  const modules = await Promise.all(
    providers.map(async (provider) => [provider.name, await provider.sandbox()] as const),
  );
  const sandbox = await runSandbox(Object.fromEntries(modules));
  return { ...sandbox, [Symbol.asyncDispose]: () => sandbox.close() };
}

function listening(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
}
