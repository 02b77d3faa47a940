import { beforeAll, describe, expect, test } from 'vitest';
import { authrig, type BuiltOptions } from '../helpers/built.ts';
import { apiKey, leadingTo, token } from '../helpers/patient-jekimo.ts';
import { scriptedServer } from '../helpers/scripted-server.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

/** Every way in which nobody can be asked. */
const ways: [name: string, options: BuiltOptions, argv?: string[]][] = [
  ['stdin is closed', { redirect: '<&-' }],
  ['stdin is /dev/null', { redirect: '</dev/null' }],
  ['stdin is an empty pipe', { stdin: '' }],
  ['--no-input', { stdin: '' }, ['--no-input']],
  ['CI=true', { stdin: '', env: { CI: 'true' } }],
  ['CI=false', { stdin: '', env: { CI: 'false' } }],
  ['CI=', { stdin: '', env: { CI: '' } }],
];

/** What would be asked for, and what the message names instead. */
const questions: [name: string, argv: string[], names: string][] = [
  ['a key', ['config', 'set', 'jekimo.apiKey'], 'jekimo.apiKey'],
  ['a setting', ['config', 'set', 'jekimo.baseUrl'], 'jekimo.baseUrl'],
  ['a code', ['juvlon', 'verify', '--token', 'OJUWLB'], '--otp-from'],
  ['a token', ['juvlon', 'verify', '--sandbox', '--otp', '9078'], '--token'],
  [
    'a pin',
    ['jekimo', 'login', '--sandbox', '--two-fa', '--interval', '100ms', '--otp-from', 'prompt'],
    '--otp-from',
  ],
  ['a key of a provider', ['jekimo', 'request', '--api-key-from', 'prompt'], '--api-key-from'],
  ['a yes', ['profile', 'delete', 'staging'], '--yes'],
];

const env = { AUTHRIG_JUVLON_API_KEY: apiKey, AUTHRIG_CONFIG_DIR: temporaryFolder() };

beforeAll(async () => {
  expect(await authrig(['profile', 'create', 'staging'], { env })).toMatchObject({ exitCode: 0 });
});

describe.each(ways)('T4, F39, UX-14: %s', (_way, options, flags = []) => {
  test.each(questions)('%s is not asked for: authrig %j', async (_what, argv, names) => {
    const all = { ...options, env: { ...env, ...options.env } };
    const { exitCode, stdout, stderr, milliseconds } = await authrig([...argv, ...flags], all);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(names);
    expect(stderr).not.toMatch(/ at .*:\d+:\d+/);
    expect(milliseconds).toBeLessThan(10_000);
  });

  test('a pin that comes as a surprise ends the login with 2', async () => {
    const url = `https://www.jekimo.com/app.php/v1.1/en/user/login/${token}`;
    await using server = await scriptedServer({
      '/v1.1/auth/gettoken': [{ body: { token, url } }],
      '/v1.1/auth/check': [{ body: { status: 'OK', risk: true, pin: '012345' } }],
    });
    const all = { ...options, env: { ...leadingTo(server), ...options.env } };
    const { exitCode, stdout, stderr } = await authrig(['jekimo', 'login', ...flags], all);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('--otp-from');
  });
});
