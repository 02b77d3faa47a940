import { describe, expect, test } from 'vitest';
import { authrig, type RigOptions } from '../helpers/rig.ts';
import { scriptedServer } from '../helpers/scripted-server.ts';

const curl = (argv: readonly string[], options: RigOptions = {}) =>
  authrig(['smoke', ...argv, '--curl'], options);

const names = ['jekimo', 'verifik', 'elixir', 'ekyc', 'juvlon'];
const operationsIn = (script: string) => [...script.matchAll(/^# (.+)$/gm)].map(([, call]) => call);

describe('smoke --curl', () => {
  test('prints the probes that leave nothing, their values as they are sent and the keys as variables', async () => {
    const { exitCode, stdout, stderr } = await curl([]);
    expect(exitCode, stderr).toBe(0);
    expect(operationsIn(stdout)).toEqual([
      'jekimo check',
      'verifik clientMe',
      'elixir refresh',
      'ekyc sessionToken',
      'juvlon verifyOneTimeCode',
    ]);
    expect(stdout).toContain(`-H 'token: ${'0'.repeat(64)}'`);
    expect(stdout).toContain('{"refreshToken":"00000000-0000-0000-0000-000000000000"}');
    expect(stdout).toContain('"email":"probe@example.invalid"');
    expect(stdout).toMatch(/"token":"authprobe-[\da-f]{32}","otp":"0000"/);
    const needed =
      'EKYC_API_KEY EKYC_CLIENT_ID ELIXIR_API_KEY JEKIMO_API_KEY JUVLON_API_KEY VERIFIK_ACCESS_TOKEN';
    const named = needed.split(' ').map((name) => `AUTHRIG_${name}`);
    expect(stderr).toBe(`Set these variables before you run it: ${named.join(', ')}\n`);
  });

  test('under --active prints those that leave a trace', async () => {
    const { stdout } = await curl(['--active', 'jekimo', 'ekyc']);
    expect(operationsIn(stdout)).toEqual(['jekimo gettoken', 'ekyc sessionToken']);
    expect(stdout).toContain('"email":"\'"${AUTHRIG_EKYC_EMAIL:?}"');
  });

  test('goes to the base URL of the user, with what hides nothing, and reads and shows no key', async () => {
    await using server = await scriptedServer({});
    const env = Object.fromEntries(
      names.map((name) => [`AUTHRIG_${name.toUpperCase()}_BASE_URL`, `${server.origin}/${name}`]),
    );
    const own = { AUTHRIG_JUVLON_API_KEY: 'a-very-secret-key', AUTHRIG_EKYC_CLIENT_ID: 'client-77' };
    const { stdout } = await curl([], { env: { ...env, ...own } });
    for (const name of names) expect(stdout).toContain(`${server.origin}/${name}/`);
    expect(stdout).toContain('"client_id":"client-77"');
    expect(stdout).not.toContain('a-very-secret-key');
    expect(server.requests).toEqual([]);
  });

  test('prints what smoke sends, letter for letter but for the key', async () => {
    await using server = await scriptedServer({});
    const env = {
      AUTHRIG_JEKIMO_BASE_URL: server.origin,
      AUTHRIG_JEKIMO_API_KEY: 'key-of-jekimo',
      AUTHRIG_ELIXIR_BASE_URL: server.origin,
      AUTHRIG_ELIXIR_API_KEY: 'key-of-elixir',
    };
    await authrig(['smoke', 'jekimo', 'elixir'], { env });
    const { stdout } = await curl(['jekimo', 'elixir'], { env });
    expect(server.requests).toHaveLength(2);
    for (const { method, path, body } of server.requests) {
      expect(stdout).toContain(`-X ${method} ${server.origin}${path} `);
      expect(stdout).toContain(`--data-raw '${body}'`);
    }
    const tokens = server.requests.flatMap(({ headers }) => headers['token'] ?? []);
    expect(tokens).toHaveLength(1);
    expect(stdout).toContain(`-H 'token: ${tokens.join('')}'`);
  });

  test('under --calibrate asks a second time, with a false key that is a variable too', async () => {
    const { stdout } = await curl(['--calibrate', 'jekimo']);
    expect(stdout.match(/^# jekimo check$/gm)).toHaveLength(2);
    expect(stdout).toContain('${AUTHRIG_JEKIMO_FALSE_KEY:?}');
  });

  test('a list of keys is 2: none of them is read', async () => {
    const { exitCode, stderr, stdout } = await curl(['--keys', '/nowhere/keys.csv']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('Leave --keys and --shard out');
  });
});
