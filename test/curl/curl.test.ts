import { spawnSync } from 'node:child_process';
import { describe, expect, test, vi } from 'vitest';
import { providers } from '../../src/providers/index.ts';
import { readVerbs } from '../../src/verbs.ts';
import { scriptedServer } from '../helpers/scripted-server.ts';
import { realClock } from '../helpers/real-clock.ts';
import { authrig, type RigOptions } from '../helpers/rig.ts';

vi.setConfig({ testTimeout: 30_000 });

const curl = (argv: readonly string[], options: RigOptions = {}) =>
  authrig([...argv, '--curl'], { clock: realClock, ...options });

describe('--curl', () => {
  test('prints the calls of a flow, each with what the ones before it bring', async () => {
    const { exitCode, stdout, stderr } = await curl(['elixir', 'otp']);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: 'Set these variables before you run it: AUTHRIG_ELIXIR_API_KEY, AUTHRIG_ELIXIR_EMAIL\n',
    });
    expect(stdout).toMatchInlineSnapshot(`
      ": "\${AUTHRIG_ELIXIR_API_KEY:?}" "\${AUTHRIG_ELIXIR_EMAIL:?}"

      member() { sed -n "s/.*\\"$1\\" *: *\\"\\([^\\"]*\\)\\".*/\\1/p" | head -n 1; }

      # elixir otpLogin
      answer=$(curl -sS -X POST https://kend.elixir.app/sdk/auth/v2/signin/otp-login \\
        -H 'x-api-key: '"\${AUTHRIG_ELIXIR_API_KEY:?}" \\
        -H 'Content-Type: application/json' \\
        -H 'Accept: application/json' \\
        --data-raw '{"email":"'"\${AUTHRIG_ELIXIR_EMAIL:?}"'"}')
      printf '%s\\n' "$answer"
      transaction_id=$(printf '%s\\n' "$answer" | member transactionId)

      # elixir otpVerify
      printf '%s: ' AUTHRIG_ELIXIR_CODE >&2; read -r AUTHRIG_ELIXIR_CODE
      curl -sS -X POST https://kend.elixir.app/sdk/auth/v2/signin/otp-verify \\
        -H 'x-api-key: '"\${AUTHRIG_ELIXIR_API_KEY:?}" \\
        -H 'Content-Type: application/json' \\
        -H 'Accept: application/json' \\
        --data-raw '{"transactionId":"'"\${transaction_id:?}"'","code":"'"\${AUTHRIG_ELIXIR_CODE:?}"'"}'
      "
    `);
  });

  test('leaves what was typed as it is, and shows no secret that was not', async () => {
    const env = { AUTHRIG_JUVLON_API_KEY: 'a-very-secret-key' };
    const { stdout } = await curl(['juvlon', 'verify', '--token', 'ABCDEF', '--otp', '1234'], { env });
    expect(stdout).toContain('"token":"ABCDEF","otp":"1234"');
    expect(stdout).toContain('"${AUTHRIG_JUVLON_API_KEY:?}"');
    expect(stdout).not.toContain('a-very-secret-key');
  });

  test('goes to the base URL of the user, with the settings that are no secret', async () => {
    const env = {
      AUTHRIG_EKYC_BASE_URL: 'https://test.ekyc.example/base/',
      AUTHRIG_EKYC_CLIENT_ID: 'client-77',
      AUTHRIG_EKYC_EMAIL: 'someone@example.org',
    };
    const { stdout } = await curl(['ekyc', 'session'], { env });
    expect(stdout).toContain('https://test.ekyc.example/base/authen-api/api/v1/session-token');
    expect(stdout).toContain('client-77');
    expect(stdout).toContain('${AUTHRIG_EKYC_EMAIL:?}');
    expect(stdout).not.toContain('someone@');
  });

  test('S33: sends nothing, and reads no source of a secret', async () => {
    await using server = await scriptedServer({});
    const env = { AUTHRIG_ELIXIR_BASE_URL: server.origin };
    const words = ['--api-key-from', 'cmd:exit 3', '--otp-from', 'cmd:exit 3', '--base-url', server.origin];
    const { exitCode, stdout } = await curl(['elixir', 'otp', ...words], { env });
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`${server.origin}/sdk/auth/v2/signin/otp-login`);
    expect(server.requests).toEqual([]);
  });

  test.each([
    ['elixir refresh', 'AUTHRIG_ELIXIR_REFRESH_TOKEN'],
    ['elixir signout', 'AUTHRIG_ELIXIR_TOKEN'],
    ['elixir verify', 'AUTHRIG_ELIXIR_TRANSACTION_ID'],
    ['verifik confirm', 'AUTHRIG_VERIFIK_OTP'],
  ])('%s: what an earlier command would have kept is $%s', async (line, variable) => {
    const { exitCode, stdout } = await curl(line.split(' '));
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`"\${${variable}:?}"`);
    expect(stdout.match(/^curl/gm)).toHaveLength(1);
  });

  test.each([
    ['jekimo login', ['AUTHRIG_JEKIMO_API_KEY']],
    ['elixir otp', ['AUTHRIG_ELIXIR_API_KEY', 'AUTHRIG_ELIXIR_EMAIL']],
    ['ekyc session', ['AUTHRIG_EKYC_API_KEY', 'AUTHRIG_EKYC_CLIENT_ID', 'AUTHRIG_EKYC_EMAIL']],
    ['juvlon verify', ['AUTHRIG_JUVLON_API_KEY']],
  ])('%s: settings stand as their own variables, and stderr says which', async (line, variables) => {
    const { stderr, stdout } = await curl(line.split(' '));
    for (const variable of variables) expect(stderr).toContain(variable);
    expect(stdout).toMatch(new RegExp(`^: .*${variables[0]}:\\?`, 'm'));
  });

  test('says nothing of a variable that the environment has', async () => {
    const env = { AUTHRIG_ELIXIR_API_KEY: 'a-key-of-elixir' };
    const { stderr } = await curl(['elixir', 'otp'], { env });
    expect(stderr).toBe('Set these variables before you run it: AUTHRIG_ELIXIR_EMAIL\n');
  });

  test('an unset variable ends the script before its first call', async () => {
    const { stdout } = await curl(['elixir', 'otp']);
    const calls = `curl() { echo called >&2; }\n${stdout}\necho went on >&2`;
    const { status, stderr } = spawnSync('sh', ['-c', calls], { encoding: 'utf8', env: {} });
    expect(status).not.toBe(0);
    expect(stderr).toContain('AUTHRIG_ELIXIR_API_KEY');
    expect(stderr).not.toMatch(/called|went on/);
  });

  test('tells why a command is no good, where it calls nothing for that', async () => {
    const { exitCode, stderr } = await curl(['jekimo', 'check', 'abc']);
    expect(exitCode).toBe(2);
    expect(stderr).not.toContain('calls no provider');
    expect(stderr).toContain('token');
  });

  test('says where a poll is repeated, and where a browser goes on', async () => {
    expect((await curl(['jekimo', 'login'])).stdout).toContain('# jekimo check, again every 5 s');
    expect((await curl(['ekyc', 'login'])).stdout).toContain('# The rest happens in a browser');
  });

  test('--json gives each command and the script', async () => {
    const { json } = await curl(['jekimo', 'login', '--json']);
    const { commands, script } = json().data as { commands: string[]; script: string };
    expect(commands).toHaveLength(2);
    for (const command of commands) expect(script).toContain(command);
  });

  test.each([
    [['config', 'set', 'jekimo.apiKey', 'x'], 'calls no provider'],
    [['totp', 'code'], 'calls no provider'],
    [['jekimo', 'login', '--sandbox'], 'sandbox'],
    [['jekimo', 'login', '--record', '/nowhere/x.har'], '--record'],
  ])('%j is 2, and nothing is done', async (argv, why) => {
    const { exitCode, stderr, stdout } = await curl(argv);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(why);
  });

  test('the secret of an authenticator is a variable, and read from nowhere', async () => {
    const argv = ['ekyc', 'toggle-mfa', '--enable', '--email', 'a@example.org', '--secret-from'];
    for (const source of ['file:/nowhere/secret', 'cmd:exit 1', 'prompt', 'env:NOT_SET']) {
      const { exitCode, stdout } = await curl([...argv, source]);
      expect(exitCode).toBe(0);
      const name = source.startsWith('env:') ? 'NOT_SET' : 'AUTHRIG_EKYC_SECRET';
      expect(stdout).toContain(`"secret":"'"\${${name}:?}"'","action":"ENABLE"`);
      expect(stdout).not.toContain('JBSWY3DPEHPK3PXP');
    }
  });

  test('every call of every provider is reached by one of its commands', async () => {
    const lines: Readonly<Record<string, readonly string[]>> = {
      jekimo: ['login'],
      verifik: ['phone', 'email --email a@example.org'],
      elixir: ['otp', 'refresh', 'signout', 'qr'],
      ekyc: ['session', 'toggle-mfa --disable'],
      juvlon: ['verify'],
    };
    const { verbs } = await readVerbs();
    for (const { name } of providers) {
      const printed = await Promise.all(
        (lines[name] ?? []).map(async (line) => (await curl([name, ...line.split(' ')])).stdout),
      );
      const own = [...verbs.values()].filter((verb) => verb.name.startsWith(`${name} `));
      for (const operation of new Set(own.flatMap(({ declared }) => declared.calls ?? [])))
        expect(printed.join('\n')).toContain(`# ${name} ${operation}`);
    }
  });
});
